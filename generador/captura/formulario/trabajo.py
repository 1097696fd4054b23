"""¿Sobre qué trabaja quien abre una página del formulario, y qué puede hacer en ella?"""

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from generador.archivos.apertura import leer_comun
from generador.captura.cola import envios
from generador.captura.cola.destinos import el_primero
from generador.captura.formulario.revision import Avance, Revision, avance_de, revisar
from generador.captura.formulario.secciones import CURRICULAR, Seccion, Secciones
from generador.captura.fuente import Vigente, candidatura_de, vigente
from generador.captura.llenado import borradores
from generador.captura.llenado.aviso import VERSION
from generador.captura.llenado.borradores import Archivo, Contenido
from generador.captura.llenado.escrito import Llenado, Previo
from generador.captura.llenado.valores import aplicar, buscar, quitar_lo_que_no_aplica
from generador.captura.models import Aceptacion, Acto, Adjunto, Borrador, Envio, Expediente
from generador.captura.permisos import Permiso, puede
from generador.errores import ErrorConoceles
from generador.nucleo.acciones import Accion
from generador.nucleo.cuentas import Cuenta, Rol
from generador.nucleo.formulario import FOTOGRAFIA
from generador.nucleo.identidad.compromiso import canonico
from generador.nucleo.modelo import Candidatura


class YaNoSeCambia(ErrorConoceles):
    """Ya se envió, se validó o salió de la boleta: lo suyo no se cambia aquí."""


@dataclass(frozen=True)
class Trabajo:
    """Lo de una candidatura, visto por una cuenta."""

    expediente: Expediente
    cuenta: Cuenta
    rige: Vigente
    borrador: Borrador | None

    @classmethod
    def abrir(cls, expediente: Expediente, cuenta: Cuenta) -> "Trabajo":
        """Como está ahora."""
        return cls(expediente, cuenta, vigente(), borradores.buscar(expediente.clave))

    @property
    def clave(self) -> str:
        """La de la candidatura."""
        return self.expediente.clave

    @property
    def version(self) -> int:
        """La del borrador; 0 si nadie ha guardado."""
        return self.borrador.version if self.borrador else 0

    @cached_property
    def candidatura(self) -> Candidatura:
        """La del registro."""
        return candidatura_de(self.expediente)

    @cached_property
    def secciones(self) -> Secciones:
        """Las páginas del formulario."""
        return Secciones.de(self.rige)

    @cached_property
    def contenido(self) -> Contenido:
        """Lo llenado; si nadie ha guardado, lo que la carga anticipada trae (PTO 14)."""
        if self.borrador is not None:
            return borradores.leer(self.borrador)
        traido = copy.deepcopy(self.expediente.dato.get(CURRICULAR) or {})
        traido.pop(FOTOGRAFIA, None)
        return {CURRICULAR: traido} if traido else {}

    @property
    def _foto_anticipada(self) -> bytes | None:
        """La de la carga anticipada; None si no la trae o la carpeta aún no está al día."""
        dicha = (self.expediente.dato.get(CURRICULAR) or {}).get(FOTOGRAFIA)
        if not dicha or self.ya_no_esta:
            return None
        archivo = self.rige.lector.raiz / self.expediente.archivo
        try:
            crudo = leer_comun(archivo.with_suffix(".webp"))
        except OSError:
            return None
        return crudo if f"sha256:{sha256(crudo).hexdigest()}" == dicha else None

    @property
    def viene_prellenado(self) -> bool:
        """Si lo que se ve lo trajo la carga anticipada."""
        return self.borrador is None and bool(self.contenido)

    @cached_property
    def llenado(self) -> Llenado:
        """Lo llenado, con sus archivos."""
        if self.borrador is None:
            return Llenado(self.expediente, self.contenido, self._foto_anticipada)
        return envios.llenado_de(self.expediente, self.borrador)

    @cached_property
    def envio(self) -> Envio | None:
        """El que sigue su curso o ya se integró."""
        return envios.envio_vivo(self.clave)

    @cached_property
    def devuelto(self) -> Envio | None:
        """El que se devolvió o quedó sin efecto, si desde entonces no se ha enviado otro."""
        if self.envio is not None:
            return None
        ultimo = Envio.objects.filter(clave=self.clave).defer("cifrado").order_by("-pk").first()
        visibles = (Envio.SIN_EFECTO,) if self.cerrado else (Envio.SIN_EFECTO, Envio.DEVUELTO)
        return ultimo if ultimo and ultimo.estado in visibles else None

    @property
    def previo(self) -> Previo | None:
        """El envío que se corrige antes de validar, si lo hay."""
        if self.envio is None:
            return None
        original = el_primero(self.envio)
        return Previo(original.instante, original.folio)

    @cached_property
    def revision(self) -> Revision:
        """Lo que se le encuentra."""
        return revisar(self.llenado, self.rige, self.previo)

    @cached_property
    def avance(self) -> Avance:
        """Cómo va cada sección."""
        return avance_de(self.llenado, self.revision, self.borrador.avance if self.borrador else ())

    @cached_property
    def acepto(self) -> bool:
        """Si esta cuenta ya conoció el aviso que rige (PTO 16 y 38)."""
        return Aceptacion.objects.filter(
            clave=self.clave, cuenta=self.cuenta.clave, aviso=VERSION
        ).exists()

    @property
    def es_la_persona(self) -> bool:
        """Si captura ella misma, y no su partido."""
        return self.cuenta.rol is Rol.CANDIDATURA

    @property
    def ya_no_esta(self) -> bool:
        """Si ya se validó y lo que se llenó se destruyó aquí: solo queda lo del expediente."""
        return self.borrador is None and bool(self.expediente.validada or self.envio)

    @property
    def corrige(self) -> bool:
        """Si lo que hace es corregir antes de validar (PTO 26)."""
        return self.envio is not None and not self.cerrado

    @cached_property
    def cerrado(self) -> str:  # noqa: PLR0911 - una salida por motivo
        """Por qué ya no se puede cambiar nada aquí; vacío si se puede."""
        if self.expediente.estatus != "registrada":
            return f"La candidatura está {self.expediente.estatus}: ya no se captura."
        if self.expediente.validada:
            return "Ya está validada: para cambiar algo se usa el cambio único (PTO 31)."
        if self.envio is None:
            return ""
        folio = self.envio.folio
        if self.envio.estado not in (Envio.EN_COLA, Envio.PROPUESTO):
            return f"Se envió y se validó con el folio {folio}: ya no se cambia aquí."
        if not puede(self.cuenta, Permiso.VALIDAR, self.expediente):
            return (
                f"Ya se envió, con el folio {folio}. Solo quien valida puede corregirla antes de "
                "validar (PTO 23 y 26)."
            )
        original = el_primero(self.envio).folio
        if Acto.objects.filter(
            accion=Accion.VALIDAR, objeto=original, estado=Acto.EN_COLA
        ).exists():
            return f"El folio {folio} ya espera en la cola para validarse: no se cambia."
        return ""

    def exigir_abierto(self) -> None:
        """Lanza `YaNoSeCambia`, y dice por qué, si aquí ya no se cambia nada."""
        if self.cerrado:
            raise YaNoSeCambia(self.cerrado)

    def huella(self, seccion: Seccion) -> str:
        """Con qué se sabe si lo de esa sección cambió desde que se abrió la página."""
        valores = {e.puntero: buscar(self.contenido, e.puntero) for e in seccion.entradas}
        return salted_hmac("seccion", canonico(valores)).hexdigest()

    def con(self, seccion: Seccion, campos: Mapping[str, list[str]], cuales: Any) -> Contenido:
        """El contenido con lo escrito en esas entradas, sin lo que dejó de aplicar."""
        nuevo = aplicar(self.contenido, campos, cuales)
        quitar_lo_que_no_aplica(nuevo, seccion.entradas)
        return nuevo

    def guardar(self, contenido: Contenido, terminada: str = "") -> Borrador:
        """Lo guarda sobre la versión que se leyó. Lanza `SeAdelantaron` o `YaNoSeCambia`."""
        with self._en_turno() as apartado:
            guardado = borradores.guardar_en(
                apartado or borradores.nuevo(self.clave),
                self.cuenta.clave,
                contenido,
                self.version,
                terminada,
            )
            if self.borrador is None and self.llenado.foto is not None:
                foto = Archivo(self.llenado.foto, "webp")
                borradores.adjuntar(guardado, Adjunto.FOTOGRAFIA, foto)
            return guardado

    def adjuntar(self, clase: str, archivo: Archivo) -> None:
        """Guarda el archivo; si no hay borrador, lo empieza. Lanza `YaNoSeCambia`."""
        with self._en_turno():
            borrador = borradores.buscar(self.clave) or self.guardar(self.contenido)
            borradores.adjuntar(borrador, clase, archivo)

    @contextmanager
    def _en_turno(self) -> Iterator[Borrador | None]:
        """Con el borrador apartado: lo que se envió mientras tanto ya no se toca."""
        with transaction.atomic(savepoint=False):
            apartado = borradores.apartar(self.clave)
            Trabajo(self.expediente, self.cuenta, self.rige, apartado).exigir_abierto()
            yield apartado
