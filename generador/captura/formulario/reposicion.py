"""¿Cómo se contesta de nuevo la identidad observada? (PTO 33)

Entera: lo anterior está en la bóveda y este servidor no puede leerlo. Lo escrito va cifrado a su
propio borrador y se destruye al asentarse, como en la captura.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction

from generador.captura.formulario.cajas import Caja, Dicho, cajas_de, legible, repartir
from generador.captura.formulario.revision import Estado, en_su_casilla, por_que_cierra
from generador.captura.formulario.secciones import DE_IDENTIDAD, FIRMA, Seccion, Secciones
from generador.captura.fuente import Vigente, vigente
from generador.captura.llenado import borradores
from generador.captura.llenado.borradores import Archivo, Contenido
from generador.captura.llenado.campos import Entrada
from generador.captura.llenado.escrito import Armado, Llenado, armar_identidad
from generador.captura.llenado.valores import (
    Campos,
    aplicar,
    buscar,
    presentes,
    quitar_lo_que_no_aplica,
)
from generador.captura.models import Adjunto, Borrador, Expediente
from generador.nucleo.hallazgo import Hallazgo, Nivel

_SUYO = (f"/{FIRMA}", f"/{DE_IDENTIDAD}", "/accion_afirmativa", "/manifestaciones")
_DOCUMENTO = f"/{FIRMA}/documento"


@dataclass(frozen=True, slots=True)
class Parte:
    """Un apartado de la página: lo que pregunta y sus casillas."""

    seccion: Seccion
    cajas: list[Caja]


@dataclass(frozen=True)
class Reposicion:
    """Lo que se lleva contestado otra vez de una candidatura."""

    expediente: Expediente
    rige: Vigente
    borrador: Borrador | None

    @classmethod
    def abrir(cls, expediente: Expediente) -> "Reposicion":
        """Como está ahora."""
        suyo = borradores.buscar(expediente.clave, Borrador.IDENTIDAD)
        return cls(expediente, vigente(), suyo)

    @property
    def version(self) -> int:
        """La del borrador; 0 si nadie ha guardado."""
        return self.borrador.version if self.borrador else 0

    @cached_property
    def contenido(self) -> Contenido:
        """Lo contestado."""
        return borradores.leer(self.borrador)

    @cached_property
    def documento(self) -> bytes | None:
        """El que se firmó de nuevo."""
        return borradores.adjunto_de(self.borrador, Adjunto.CONSENTIMIENTO)

    @cached_property
    def secciones(self) -> tuple[Seccion, ...]:
        """El consentimiento y, después, cada dimensión."""
        return tuple(s for s in Secciones.de(self.rige) if s.bloque in (FIRMA, DE_IDENTIDAD))

    @cached_property
    def entradas(self) -> tuple[Entrada, ...]:
        """Todo lo que se pregunta."""
        return tuple(e for s in self.secciones for e in s.entradas)

    @property
    def abierta(self) -> bool:
        """Si ya se autorizó el tratamiento: sin eso no se pregunta lo demás."""
        return por_que_cierra(self.contenido) is None

    def partes(self, contenido: Contenido) -> list[Parte]:
        """Los apartados con lo que dice ese contenido; sin autorización, solo el primero."""
        proceso = self.rige.contexto.proceso
        visibles = self.secciones if por_que_cierra(contenido) is None else self.secciones[:1]
        return [Parte(s, cajas_de(s.entradas, contenido, proceso)) for s in visibles]

    def con(self, campos: Campos) -> Contenido:
        """Lo contestado con lo que se acaba de escribir, sin lo que dejó de aplicar."""
        nuevo = aplicar(self.contenido, campos, presentes(campos, self.entradas))
        quitar_lo_que_no_aplica(nuevo, self.entradas)
        if por_que_cierra(nuevo) is Estado.CERRADA:
            nuevo.pop(DE_IDENTIDAD, None)
        return nuevo

    def por_mostrar(self, campos: Campos) -> bool:
        """Si con lo contestado aparecieron preguntas que la página no mostraba."""
        vistas = {e.puntero for e in presentes(campos, self.entradas)}
        return self.abierta and any(
            e.puntero not in vistas for s in self.secciones for e in s.visibles(self.contenido)
        )

    def guardar(
        self, contenido: Contenido, cuenta: str, documento: Archivo | None, version: int
    ) -> "Reposicion":
        """Lo guarda sobre esa versión, la que la página mostró. Lanza `SeAdelantaron`."""
        with transaction.atomic():
            guardado = borradores.guardar(
                self.expediente.clave, cuenta, contenido, version, para=Borrador.IDENTIDAD
            )
            if documento is not None:
                borradores.adjuntar(guardado, Adjunto.CONSENTIMIENTO, documento)
        return Reposicion(self.expediente, self.rige, guardado)

    @cached_property
    def armado(self) -> Armado:
        """El expediente como quedaría, ya juzgado."""
        llenado = Llenado(self.expediente, self.contenido, None, self.documento)
        return armar_identidad(llenado, self.rige, self.rige.contexto.ahora)

    @cached_property
    def hallazgos(self) -> tuple[Hallazgo, ...]:
        """Lo que se le encuentra a lo contestado, y lo que impide asentarlo."""
        return tuple(
            dict.fromkeys(
                en_su_casilla(h)
                for h in self.armado.hallazgos
                if h.nivel is Nivel.ERROR or h.puntero.startswith(_SUYO)
            )
        )

    @property
    def limpia(self) -> bool:
        """Si nada impide asentarla."""
        return not self.armado.errores

    def diferentes(self, otro: Contenido) -> list[tuple[str, str, str]]:
        """(pregunta, lo guardado, lo otro) de aquello en que no dicen lo mismo."""
        return [
            (e.titulo, legible(e, guardado), legible(e, suyo))
            for e in self.entradas
            if (guardado := buscar(self.contenido, e.puntero)) != (suyo := buscar(otro, e.puntero))
        ]

    def resumen(self) -> list[tuple[str, str]]:
        """(pregunta, respuesta) de lo contestado, como se lee."""
        return [
            (e.titulo, legible(e, buscar(self.contenido, e.puntero)))
            for s in (self.secciones if self.abierta else self.secciones[:1])
            for e in s.visibles(self.contenido)
        ]

    def reservado(self) -> dict[str, Any]:
        """Lo que se pone en cola, para cifrarse: el expediente, el sobre y el documento."""
        armado = self.armado
        dicho = {"archivo": self.expediente.archivo, "crudo": armado.escrito.crudo.decode()}
        if armado.sobre is not None and self.documento is not None:
            dicho["sobre"] = b64encode(armado.sobre.a_bytes()).decode()
            dicho["documento"] = b64encode(self.documento).decode()
        return dicho


def repartidos(partes: Iterable[Parte], hallazgos: Iterable[Hallazgo]) -> Mapping[str, list[Dicho]]:
    """Cada hallazgo en su casilla; lo del documento, aparte."""
    dichos = tuple(hallazgos)
    cajas = [caja for parte in partes for caja in parte.cajas]
    errores, avisos = repartir(cajas, [h for h in dichos if h.puntero != _DOCUMENTO])
    del_documento = [
        Dicho("documento", h.mensaje, h.remedio)
        for h in dichos
        if h.puntero == _DOCUMENTO and h.nivel is Nivel.ERROR
    ]
    return {
        "errores": [*errores, *del_documento], "avisos": avisos, "del_documento": del_documento,
    }  # fmt: skip
