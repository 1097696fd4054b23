"""¿Cómo sale una candidatura, y cómo entra quien la sustituye? (PTO 21 y 44)"""

from typing import Any

from generador.nucleo.acciones import Accion
from generador.nucleo.claves import CARPETA, leer_clave
from generador.nucleo.modelo import Candidatura
from generador.nucleo.nombres import como_nombre_propio, llano, rasgos_de_nombre
from generador.tramites.acta import Cambiado
from generador.tramites.asiento import Asentado, asentar, buscar, editar
from generador.tramites.mesa import ActoNegado, Mesa
from generador.tramites.registrar import EXPEDIENTE_NUEVO

_DEL_NOMBRE = ("nombre", "primer_apellido", "segundo_apellido")
_DE_LA_PERSONA = frozenset(
    {"nombre", "primer_apellido", "segundo_apellido", "sobrenombre", "sexo", "edad"}
)


def sustituir(
    mesa: Mesa, clave: str, persona: dict[str, Any], causa: str, acuerdo: str
) -> Asentado:
    """Da de baja a quien sale y de alta a quien entra, en un solo acto.

    `persona` trae los datos del registro que cambian (nombre, apellidos, sexo, edad y, si cambia,
    `eleccion_consecutiva`); el lugar es el mismo. La clave nueva lleva el ordinal que sigue.
    """
    una = buscar(mesa, clave)
    partes = leer_clave(clave)
    if partes is None:
        raise ActoNegado(f"«{clave}» no es una clave.")
    if faltan := sorted({"nombre", "primer_apellido", "sexo", "edad"} - persona.keys()):
        raise ActoNegado(f"De quien entra falta: {', '.join(faltan)}.")
    persona = {k: como_nombre_propio(v) if k in _DEL_NOMBRE else v for k, v in persona.items()}
    if any(not llano(str(persona[k])) for k in ("nombre", "primer_apellido")):
        raise ActoNegado("El nombre y el primer apellido de quien entra no pueden ir vacíos.")
    nombres = [str(persona.get(k, "")) for k in _DEL_NOMBRE]
    if rasgos_de_nombre(*nombres) == rasgos_de_nombre(una.registro.nombre_completo):
        raise ActoNegado(f"{una.registro.nombre_completo} no puede sustituirse a sí misma.")
    usadas = {r.rpartition("/")[2] for r in mesa.deposito.archivos(mesa.tronco, f"{CARPETA}/")}
    ordinal = partes.ordinal + 1
    while f"{partes.lugar}-{ordinal}.yml" in usadas:
        ordinal += 1
    nueva = f"{partes.lugar}-{ordinal}"
    registro = {k: v for k, v in una.dato["registro"].items() if k not in _DE_LA_PERSONA}
    registro |= {"acuerdo": acuerdo, "estatus": "registrada", "eleccion_consecutiva": False}
    dato = {
        "version": una.dato["version"],
        "clave": nueva,
        "registro": {**registro, **persona},
        **EXPEDIENTE_NUEVO,
        "tramite": {"sustituye_a": clave},
    }
    entra = Cambiado(f"{una.carpeta}/{nueva}.yml", None, dato)
    sale = editar(una, _baja(mesa, "sustituida", causa, acuerdo))
    return asentar(mesa, Accion.SUSTITUIR, [sale, entra], otros={"Documento": acuerdo})


def cancelar(mesa: Mesa, clave: str, causa: str, acuerdo: str) -> Asentado:
    """Da de baja a una candidatura que nadie releva."""
    sale = editar(buscar(mesa, clave), _baja(mesa, "cancelada", causa, acuerdo))
    return asentar(mesa, Accion.CANCELAR, [sale], otros={"Documento": acuerdo})


def _baja(mesa: Mesa, estatus: str, causa: str, acuerdo: str) -> Any:
    def anotar(dato: dict[str, Any], _una: Candidatura) -> None:
        dato["registro"]["estatus"] = estatus
        if dato["identidad"]["estado"] == "depositada":
            # Desde este instante no se lee, no se cuenta y no se publica (PTO 44).
            dato["identidad"]["estado"] = "bloqueada"
        dato["tramite"]["baja"] = {
            "fecha": mesa.contexto.hoy.isoformat(),
            "acuerdo": acuerdo,
            "causa": causa,
        }

    return anotar
