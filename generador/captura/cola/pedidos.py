"""¿Qué se pide para cada acto de la unidad sobre una candidatura, y qué se pone en cola?"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from generador.archivos.escritura import escribir
from generador.archivos.expediente import juzgar
from generador.captura.fuente import Vigente
from generador.captura.llenado import casillas as c
from generador.captura.llenado.casillas import Casilla
from generador.captura.llenado.lectura import apartados, dice_y_debe_decir, nombre_del_campo
from generador.captura.models import Expediente
from generador.nucleo.acciones import Accion
from generador.nucleo.calendario import fecha_hora_larga, vencimiento
from generador.nucleo.diferencia import diferencias

DOCUMENTO = Casilla(
    "documento", "Documento que lo ordena", "Clave del acuerdo, sentencia u oficio.", maximo=120
)


@dataclass(frozen=True, slots=True)
class Pedido:
    """Lo que se va a poner en cola, y lo que se muestra antes."""

    datos: dict[str, Any]
    reservado: dict[str, Any] | None = None
    cambios: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tramite:
    """Un acto que se pide en dos páginas: se llena y se confirma."""

    accion: Accion
    efecto: Callable[[Expediente, Vigente], tuple[str, ...]]
    pedir: Callable[[Expediente, Vigente], list[Casilla]]
    armar: Callable[[Expediente, Vigente, list[Casilla]], tuple[Pedido, list[Casilla]]]
    peligro: bool = False


def _nada(_expediente: Expediente, _rige: Vigente) -> list[Casilla]:
    return []


def _tal_cual(
    _expediente: Expediente, _rige: Vigente, casillas: list[Casilla]
) -> tuple[Pedido, list[Casilla]]:
    return Pedido(c.valores(casillas)), casillas


def _de_habilitar(expediente: Expediente, rige: Vigente) -> tuple[str, ...]:
    proceso = rige.contexto.proceso
    hasta = vencimiento(proceso.calendario, rige.contexto.ahora, proceso.plazos.cambio)
    pedidos = (expediente.dato["tramite"].get("cambio") or {}).get("campos", ())
    campos = ", ".join(nombre_del_campo(p, rige.contexto) for p in pedidos)
    return (
        f"Se podrá cambiar solo lo que se pidió: {campos or 'nada todavía'}.",
        f"Si se habilita hoy, se aplica a más tardar el {fecha_hora_larga(hasta)} (PTO 32).",
    )


def _de_baja(expediente: Expediente, _rige: Vigente) -> tuple[str, ...]:
    return (
        f"{expediente.nombre} sale de la consulta pública; su expediente queda en el historial.",
        "Su identidad se bloquea: no se lee, no se cuenta y no se publica (PTO 44).",
        "Esto solo se revierte acatando una resolución que la reinstale.",
    )


def _de_sustituir(expediente: Expediente, rige: Vigente) -> tuple[str, ...]:
    return (
        *_de_baja(expediente, rige),
        "Quien entra tiene expediente y clave nuevos; su plazo corre desde su cuenta (PTO 21).",
    )


def _quien_entra(_expediente: Expediente, rige: Vigente) -> list[Casilla]:
    nombres = (*c.DE_LA_PERSONA, "eleccion_consecutiva")
    return [*c.del_registro(rige, nombres), *_quien_sale(_expediente, rige)]


def _quien_sale(_expediente: Expediente, _rige: Vigente) -> list[Casilla]:
    return [
        Casilla(
            "causa", "Causa", "Por ejemplo: renuncia, fallecimiento, inhabilitación.", maximo=120
        ),
        Casilla("acuerdo", "Acuerdo que la aprobó", "Clave del acuerdo del Consejo.", maximo=120),
    ]


def _armar_sustitucion(
    _expediente: Expediente, _rige: Vigente, casillas: list[Casilla]
) -> tuple[Pedido, list[Casilla]]:
    dicho = c.valores(casillas)
    persona = c.registro_leido(casillas, {})
    return Pedido(
        {"persona": persona, "causa": dicho["causa"], "acuerdo": dicho["acuerdo"]}
    ), casillas


_EFECTOS = (
    ("publicar", "Publicar lo capturado, sin esperar la validación"),
    ("ocultar", "Ocultar un rubro"),
    ("restituir", "Volver a mostrar un rubro oculto"),
    ("reinstalar", "Reinstalar a quien había salido"),
)


def _que_ordena(expediente: Expediente, rige: Vigente) -> list[Casilla]:
    rubros = tuple((a.puntero, a.titulo) for a in apartados(expediente.dato, rige) if a.dice_algo)
    todos = (*rubros, ("/curricular", "Todo el curricular"), ("/identidad", "Toda la identidad"))
    return [
        Casilla("efecto", "Qué ordena", clase=c.OPCIONES, opciones=_EFECTOS),
        Casilla(
            "rubro", "Rubro", "Solo para ocultar o volver a mostrar.", c.OPCIONES,
            opciones=todos, requerida=False,
        ),
        DOCUMENTO,
    ]  # fmt: skip


def _armar_resolucion(
    _expediente: Expediente, _rige: Vigente, casillas: list[Casilla]
) -> tuple[Pedido, list[Casilla]]:
    dicho = c.valores(casillas)
    if dicho["efecto"] not in ("ocultar", "restituir"):
        dicho.pop("rubro")
    elif not dicho["rubro"]:
        falta = "Diga qué rubro ordena ocultar o volver a mostrar."
        casillas = [replace(u, error=falta) if u.nombre == "rubro" else u for u in casillas]
    return Pedido(dicho), casillas


def _lo_que_se_corrige(expediente: Expediente, rige: Vigente) -> list[Casilla]:
    registro = expediente.dato["registro"]
    return [*c.del_registro(rige, c.QUE_SE_CORRIGEN, registro), DOCUMENTO]


def _armar_correccion(
    expediente: Expediente, rige: Vigente, casillas: list[Casilla]
) -> tuple[Pedido, list[Casilla]]:
    dato = dict(expediente.dato)
    dato["registro"] = c.registro_leido(casillas, dato["registro"])
    crudo = escribir(dato, rige.lector.orden).encode()
    casillas = c.con_hallazgos(
        casillas, juzgar(rige.lector, expediente.archivo, crudo, None).hallazgos
    )
    cambios = tuple(
        dice_y_debe_decir(replace(d, puntero=f"/registro{d.puntero}"), rige.contexto)
        for d in diferencias(expediente.dato["registro"], dato["registro"])
    )
    if not cambios and not c.errores_de(casillas):
        primera, *resto = casillas
        casillas = [
            replace(primera, error="Dice lo mismo que consta: no hay qué corregir."),
            *resto,
        ]
    reservado = {"archivo": expediente.archivo, "crudo": crudo.decode()}
    return Pedido({"documento": c.valores(casillas)["documento"]}, reservado, cambios), casillas


def _de_corregir(_expediente: Expediente, _rige: Vigente) -> tuple[str, ...]:
    return (
        "Corrige lo que el Instituto anotó mal; no gasta la ocasión de nadie.",
        "El cargo, el lugar y quién postula van en la clave: si están mal, cancele y dé de alta.",
    )


def _de_acatar(_expediente: Expediente, _rige: Vigente) -> tuple[str, ...]:
    return ("Se cumple la orden de la autoridad tal como la dice el documento.",)


TRAMITES = {
    "habilitar_cambio": Tramite(Accion.HABILITAR_CAMBIO, _de_habilitar, _nada, _tal_cual),
    "sustituir": Tramite(
        Accion.SUSTITUIR, _de_sustituir, _quien_entra, _armar_sustitucion, peligro=True
    ),
    "cancelar": Tramite(Accion.CANCELAR, _de_baja, _quien_sale, _tal_cual, peligro=True),
    "acatar": Tramite(Accion.ACATAR, _de_acatar, _que_ordena, _armar_resolucion),
    "corregir_error": Tramite(
        Accion.CORREGIR_ERROR, _de_corregir, _lo_que_se_corrige, _armar_correccion
    ),
}
