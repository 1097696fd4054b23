"""¿Qué expediente tiene cada lugar de una boleta ficticia?

Da a cada lugar una persona, una situación y sus respuestas; de tanto en tanto, una baja, una
sustitución o una homónima.
"""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from random import Random
from typing import Any

from generador.nucleo.claves import armar_clave
from generador.nucleo.esquema import Campo
from generador.nucleo.modelo import Registro
from generador.nucleo.proceso import Proceso
from generador.simulacion.cuestionario import Cuestionario
from generador.simulacion.identidad import permitido
from generador.simulacion.personas import Padron, Persona
from generador.simulacion.retrato import dibujar_retrato
from generador.simulacion.situaciones import Captura, Identidad, Situacion, sortear, tramitar
from generador.simulacion.territorio import Lugar

_CADA_SUSTITUIDA = 41
_CADA_CANCELADA = 97
_CADA_HOMONIMA = 173


class Taller:
    """Fabrica expedientes uno tras otro, sin repetir párrafos ni personas por accidente."""

    def __init__(
        self, proceso: Proceso, semilla: str, preguntas: tuple[Campo, ...], *, con_fotos: bool
    ) -> None:
        self._proceso = proceso
        self._semilla = semilla
        self._preguntas = preguntas
        self._con_fotos = con_fotos
        self._cuestionario = Cuestionario(proceso)
        self._personas = Padron(semilla)
        self._anterior: Persona | None = None

    def expedientes(
        self, lugares: list[Lugar]
    ) -> Iterator[tuple[dict[str, Any], bytes, dict[str, Any] | None]]:
        """(expediente, fotografía o vacío, lo permitido de identidad) por candidatura."""
        for numero, lugar in enumerate(lugares, start=1):
            azar = Random(f"{self._semilla} {numero}")
            if numero % _CADA_CANCELADA == 0:
                yield self._dar_de_baja(azar, lugar, numero, "cancelada", 1)
            elif numero % _CADA_SUSTITUIDA == 0:
                relevos = 2 if numero % (_CADA_SUSTITUIDA * 3) == 0 else 1
                for ordinal in range(1, relevos + 1):
                    yield self._dar_de_baja(azar, lugar, numero, "sustituida", ordinal)
                yield self._vigente(azar, lugar, numero, relevos + 1)
            else:
                yield self._vigente(azar, lugar, numero, 1)

    def _vigente(
        self, azar: Random, lugar: Lugar, numero: int, ordinal: int
    ) -> tuple[dict[str, Any], bytes, dict[str, Any] | None]:
        situacion = sortear(azar)
        persona = self._persona(azar, lugar, numero)
        clave = self._clave(lugar, ordinal)
        anterior = self._clave(lugar, ordinal - 1) if ordinal > 1 else ""
        expediente = self._base(azar, lugar, persona, clave, "registrada")
        expediente["tramite"] = tramitar(
            azar, self._proceso, situacion, clave, sustituye_a=anterior
        )
        foto = b""
        if situacion.captura is not Captura.SIN_CAPTURA:
            foto = dibujar_retrato(azar) if self._con_fotos else b""
            expediente["curricular"] = self._cuestionario.responder(
                azar, lugar, persona, numero, foto
            )
        return expediente, foto, self._identidad(expediente, persona, situacion)

    def _dar_de_baja(
        self, azar: Random, lugar: Lugar, numero: int, estatus: str, ordinal: int
    ) -> tuple[dict[str, Any], bytes, None]:
        persona = self._persona(azar, lugar, -numero)
        clave = self._clave(lugar, ordinal)
        expediente = self._base(azar, lugar, persona, clave, estatus)
        inicio = self._proceso.fechas.registro
        dia = min(inicio.day + ordinal * 2, 30)
        tramite: dict[str, Any] = {
            "cuenta_recibida": f"{inicio:%Y-%m}-{inicio.day:02d}T12:00:00-06:00"
        }
        if ordinal > 1:
            tramite["sustituye_a"] = self._clave(lugar, ordinal - 1)
        tramite["baja"] = {
            "fecha": f"{inicio:%Y-%m}-{dia:02d}",
            "acuerdo": f"IED/CG/{100 + numero % 200}/{inicio.year} (ficticio)",
            "causa": "renuncia" if estatus == "sustituida" else "resolución ficticia",
        }
        expediente["tramite"] = tramite
        return expediente, b"", None

    def _clave(self, lugar: Lugar, ordinal: int) -> str:
        nadie = {"nombre": "", "primer_apellido": "", "sexo": "", "edad": 0}
        cierre = {"eleccion_consecutiva": False, "acuerdo": "", "estatus": ""}
        registro = Registro(**nadie, **_donde(lugar), **cierre)  # type: ignore[arg-type]
        return str(armar_clave(self._proceso, registro, ordinal))

    def _persona(self, azar: Random, lugar: Lugar, numero: int) -> Persona:
        sexo = self._sexo(azar, lugar)
        if numero > 0 and numero % _CADA_HOMONIMA == 0 and self._anterior:
            return replace(
                self._personas.homonima(self._anterior), edad=min(self._anterior.edad + 9, 78)
            )
        persona = self._personas.nueva(sexo)
        if numero > 0:
            self._anterior = persona
        return persona

    def _sexo(self, azar: Random, lugar: Lugar) -> str:
        """Alterna por fórmula para que la planilla sea paritaria, con excepciones."""
        if azar.random() < 0.006:  # noqa: PLR2004 - seis de cada mil
            return "no_binario"
        vuelta = sum(map(ord, f"{lugar.postulante}{lugar.ambito.clave}"))
        falla = azar.random() < 0.004  # noqa: PLR2004 - cuatro de cada mil rompen la alternancia
        return "mujer" if (lugar.orden + vuelta + falla) % 2 else "hombre"

    def _base(
        self, azar: Random, lugar: Lugar, persona: Persona, clave: str, estatus: str
    ) -> dict[str, Any]:
        registro: dict[str, Any] = {
            "nombre": persona.nombre,
            "primer_apellido": persona.primer_apellido,
            "segundo_apellido": persona.segundo_apellido,
            "sobrenombre": persona.sobrenombre,
            "sexo": persona.sexo,
            "edad": persona.edad,
            **_donde(lugar),
            "captura_por": lugar.captura_por,
            "eleccion_consecutiva": azar.random() < 0.07,  # noqa: PLR2004
            "acuerdo": f"IED/CG/{95 + len(lugar.cargo.eleccion) % 5}/2024 (ficticio)",
            "estatus": estatus,
        }
        opcionales = ("segundo_apellido", "sobrenombre", "numero")
        registro = {k: v for k, v in registro.items() if v or k not in opcionales}
        return {
            "version": 1,
            "clave": clave,
            "registro": registro,
            "curricular": None,
            "consentimiento": None,
            "identidad": {"estado": "pendiente"},
            "tramite": {},
        }

    def _identidad(
        self, expediente: dict[str, Any], persona: Persona, situacion: Situacion
    ) -> dict[str, Any] | None:
        if situacion.identidad is Identidad.PENDIENTE:
            return None
        consiente = situacion.identidad is Identidad.CON_CONSENTIMIENTO
        clave = expediente["clave"]
        enviada = expediente["tramite"].get("enviada", "")
        autorizo = situacion.identidad is not Identidad.NO_AUTORIZO
        expediente["identidad"] = {
            "estado": "depositada" if autorizo else "no_autorizo",
            "fecha": enviada,
            "compromiso": f"sha256:{sha256(f'compromiso ficticio {clave}'.encode()).hexdigest()}",
        }
        expediente["consentimiento"] = {
            "publicacion": consiente,
            "fecha": enviada[:10],
            "aviso": "2024-1",
            "documento": f"sha256:{sha256(f'documento ficticio {clave}'.encode()).hexdigest()}",
        }
        if not autorizo:
            expediente["identidad"].pop("compromiso")
            return None
        if situacion.captura is not Captura.VALIDADA:
            return None
        return permitido(self._proceso, self._preguntas, clave, persona.edad, consiente=consiente)


def _donde(lugar: Lugar) -> dict[str, Any]:
    """Los campos del registro que dicen qué lugar de la boleta es."""
    return {
        "eleccion": lugar.cargo.eleccion,
        "cargo": lugar.cargo.clave,
        "principio": lugar.cargo.principio,
        "caracter": lugar.caracter,
        "ambito": lugar.ambito.clave,
        "numero": lugar.numero,
        "postulante": lugar.postulante,
    }
