"""¿Cómo se nombra a una candidatura en una página? Con los nombres y no con las claves."""

from dataclasses import dataclass

from generador.captura.formulario.trabajo import Trabajo
from generador.nucleo.modelo import Registro


@dataclass(frozen=True, slots=True)
class Registrada:
    """Lo que dice el registro de ella, listo para leerse."""

    registro: Registro
    cargo: str
    lugar: str
    postulante: str


def registrada_de(trabajo: Trabajo) -> Registrada:
    """La de esa candidatura."""
    proceso, registro = trabajo.rige.contexto.proceso, trabajo.candidatura.registro
    cargo = proceso.cargos.get(registro.cargo)
    lugar = proceso.ambito_de(registro.cargo, registro.ambito)
    postulante = proceso.postulantes.get(registro.postulante)
    return Registrada(
        registro,
        cargo.nombre_para(registro.sexo) if cargo else registro.cargo,
        lugar.nombre if lugar else registro.ambito,
        postulante.nombre if postulante else registro.postulante,
    )
