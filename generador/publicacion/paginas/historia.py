"""¿Cómo se cuenta la historia de un expediente en su ficha?"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from generador.nucleo.acciones import Accion
from generador.nucleo.calendario import fecha_hora_larga, fecha_larga
from generador.nucleo.cuentas import Rol
from generador.nucleo.ficha import FichaPublica, Hecho
from generador.nucleo.proceso import Proceso

_QUIENES: Mapping[str, str] = {
    Rol.UT: "por {autoridad}",
    Rol.VERIFICADORA: "por quien verifica en {autoridad}",
    Rol.SUPERVISORA: "por quien supervisa en {postulante}",
    Rol.CAPTURA: "por {postulante}",
    Rol.CANDIDATURA: "por la propia candidatura",
    "": "por {postulante}",
}


def contar_historia(ficha: FichaPublica, proceso: Proceso) -> Iterator[tuple[str, str, str]]:
    """(instante ISO, fecha que se lee, frase) de cada hecho, en su orden."""
    for hecho in ficha.historia:
        yield hecho.instante, _cuando(hecho, proceso), _frase(hecho, proceso)


def _cuando(hecho: Hecho, proceso: Proceso) -> str:
    instante = proceso.instante(hecho.instante)
    con_hora = "T" in hecho.instante
    return fecha_hora_larga(instante) if con_hora else fecha_larga(datetime.date(instante))


def _frase(hecho: Hecho, proceso: Proceso) -> str:
    asunto = f": {hecho.asunto[:1].lower()}{hecho.asunto[1:]}" if hecho.asunto else ""
    quien = _quien(hecho, proceso)
    documento = f" ({hecho.documento})" if hecho.documento else ""
    return f"{hecho.titulo}{asunto}{', ' if quien else ''}{quien}{documento}."


def _quien(hecho: Hecho, proceso: Proceso) -> str:
    if hecho.acto == Accion.ENTREGAR_CUENTA:
        return ""  # la recibió la candidatura: no hace falta decir quién la entregó
    postulante = proceso.postulantes.get(hecho.postulante)
    if postulante is None and hecho.papel in ("", Rol.SUPERVISORA, Rol.CAPTURA):
        return ""
    return _QUIENES[hecho.papel].format(
        autoridad=proceso.identificacion.siglas,
        postulante=postulante.siglas if postulante else "",
    )
