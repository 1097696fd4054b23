"""¿Qué de lo llenado se publicará y qué no? Con la misma tabla que decide en el sitio."""

from collections.abc import Iterator
from dataclasses import dataclass

from generador.captura.formulario.revision import Estado, por_que_cierra
from generador.captura.formulario.trabajo import Trabajo
from generador.captura.llenado.valores import buscar
from generador.nucleo.calendario import fecha_larga
from generador.nucleo.identidad.permiso import Situacion, Trato, decidir

_SOLO_CUENTA = "Cuentan en informes sin su nombre, y los grupos pequeños nunca se publican."


@dataclass(frozen=True, slots=True)
class Destino:
    """A dónde va una parte de lo llenado: por qué, si se publica y, si no es todo, qué."""

    que: str
    dicho: str
    se_publica: bool = False
    cuales: tuple[str, ...] = ()


def destinos_de(trabajo: Trabajo) -> tuple[Destino, ...]:
    """Lo que pasará con cada parte si se envía como está."""
    desde = fecha_larga(trabajo.rige.contexto.proceso.fechas.publicacion)
    return (
        Destino(
            "Cuestionario curricular y fotografía",
            f"Cuando se validen, desde el {desde}.",
            se_publica=True,
        ),
        *_de_identidad(trabajo),
        Destino("Documento firmado", "Se guarda cifrado."),
    )


def _de_identidad(trabajo: Trabajo) -> Iterator[Destino]:
    que = "Respuestas de identidad"
    match por_que_cierra(trabajo.contenido):
        case Estado.AUN_NO:
            yield Destino(que, "No se ha dicho si se autoriza tratarlas: no se preguntan.")
            return
        case Estado.CERRADA:
            yield Destino(que, "No se autorizó tratarlas: no se preguntan ni se guarda nada.")
            return
    publicas, reservadas = _por_trato(trabajo)
    dijo = buscar(trabajo.contenido, "/consentimiento/publicacion")
    if publicas:
        porque = (
            "Se autorizó publicarlas:"
            if dijo
            else "Aunque no se autorice, por la acción afirmativa de su registro (PTO 19):"
        )
        yield Destino(que, porque, se_publica=True, cuales=publicas)
    if reservadas:
        porque = (
            "Así se dijo."
            if dijo is False
            else "Falta decir expresamente si se autoriza; en blanco no se autoriza (PTO 17 y 19)."
        )
        resto = f"Las demás {que.lower()}" if publicas else que
        yield Destino(resto, f"{porque} {_SOLO_CUENTA}")


def _por_trato(trabajo: Trabajo) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Títulos de lo que se mostraría y de lo que no, de lo que a la persona se le pregunta."""
    rige, contenido = trabajo.rige, trabajo.contenido
    accion = buscar(contenido, "/identidad/accion_afirmativa") or ""
    quien = Situacion(
        vigente=True,
        estado="depositada",
        con_error=False,
        validada=True,
        publicada=True,
        consiente=bool(buscar(contenido, "/consentimiento/publicacion")),
        dimension=rige.preguntas.acciones.get(accion, {}).get("dimension", ""),
        alcance=rige.contexto.proceso.lecturas.alcance_accion_afirmativa,
    )
    respuestas = buscar(contenido, "/identidad/respuestas") or {}
    publicas: list[str] = []
    reservadas: list[str] = []
    for pregunta in rige.preguntas:
        if not pregunta.es_visible(respuestas):
            continue
        decision = decidir(quien, pregunta.campo.dimension, observada=False)
        donde = publicas if decision.trato is Trato.PUBLICA else reservadas
        donde.append(pregunta.titulo)
    return tuple(publicas), tuple(reservadas)
