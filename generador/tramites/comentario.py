"""¿Qué necesita leer quien revisa una propuesta, en una sola hoja?

Qué cambia por persona y por campo, qué lo impide, qué conviene mirar y cuánto plazo queda. De
identidad solo se dice que se actualizó.
"""

import re
from collections.abc import Iterator

from generador.nucleo.calendario import dias_restantes, fecha_hora_larga
from generador.nucleo.captura import plazo_de_captura
from generador.nucleo.conjunto import Contexto
from generador.nucleo.diferencia import Diferencia
from generador.nucleo.esquema import titulo_de
from generador.nucleo.formatos import contados, visible
from generador.nucleo.hallazgo import Hallazgo, Nivel, contar
from generador.nucleo.propuesta import Version
from generador.nucleo.transiciones import limite_del_cambio
from generador.tramites.dichos import IDENTIDAD_ACTUALIZADA, en_texto
from generador.tramites.revision import Revision

_MAXIMO = 1_500
"""Letras que se muestran de un texto: lo entero está en el archivo."""

_CABE = 60_000
"""Letras de la hoja entera: GitHub admite 65,536 en un comentario."""

_LITERAL = re.compile(r"[A-Za-z0-9/_~.-]+")
"""Lo que Markdown deja como está."""


def comentar(revision: Revision, contexto: Contexto) -> str:
    """La hoja en Markdown. El texto ajeno va entre comillas de código: nada de él se interpreta."""
    partes = [f"## {_veredicto(revision)}", ""]
    for version in revision.propuesta.versiones:
        partes += [*_de_una(version, revision, contexto), ""]
    otros = [h for h in revision.hallazgos if not _es_de_version(h, revision)]
    if otros:
        partes += ["### De la propuesta entera", *(_renglon(h) for h in otros), ""]
    return _recortar("\n".join(partes).rstrip()) + "\n"


def _recortar(hoja: str) -> str:
    """Lo que cabe en un comentario, por renglones enteros: nada queda abierto a la mitad."""
    if len(hoja) <= _CABE:
        return hoja
    cabe = hoja[:_CABE].rpartition("\n")[0]
    return f"{cabe}\n\nLa hoja sigue: véala entera con «conoceles revisar --formato markdown»."


def riesgo(revision: Revision) -> int:
    """Qué tan pronto conviene mirarla; ordena la bandeja de mayor a menor.

    Cada error pesa cien, cada aviso diez y cada campo que cambia, uno.
    """
    cuenta = contar(revision.hallazgos)
    campos = sum(len(v.cambios) for v in revision.propuesta.versiones)
    return cuenta[Nivel.ERROR] * 100 + cuenta[Nivel.AVISO] * 10 + campos


def _veredicto(revision: Revision) -> str:
    if revision.desligada:
        return "No puede integrarse: no sale del tronco."
    if not revision.acciones:
        return "No trae ningún acto."
    if revision.errores:
        return f"No puede integrarse: {contados(len(revision.errores), 'error', 'errores')}."
    if revision.choques:
        return "No puede integrarse: choca con lo que ya se integró."
    if not revision.esta_lista:
        return "Espera la validación de quien responde por ella."
    return "Puede integrarse."


def _de_una(version: Version, revision: Revision, contexto: Contexto) -> Iterator[str]:
    una = version.despues or version.antes
    nombre = f" · {_codigo(una.registro.nombre_completo)}" if una else ""
    yield f"### {_literal(version.clave)}{nombre}"
    if plazo := _plazo(version, contexto):
        yield plazo
    propios = [h for h in revision.hallazgos if h.archivo == version.archivo]
    yield from (_renglon(h) for h in propios)
    visibles = [c for c in version.cambios if not c.es_reservada]
    for cambio in visibles:
        yield from _de_campo(cambio, contexto)
    if len(visibles) < len(version.cambios):
        yield f"- {IDENTIDAD_ACTUALIZADA}"


def _de_campo(cambio: Diferencia, contexto: Contexto) -> Iterator[str]:
    puntero = cambio.puntero
    titulo = titulo_de(puntero, contexto.esquemas)
    donde = f" (`{puntero}`)" if _LITERAL.fullmatch(puntero) else ""
    yield f"- **{titulo}**{donde}" if titulo != puntero else f"- {_codigo(puntero)}"
    yield f"  - Dice: {_codigo(en_texto(cambio.antes))}"
    yield f"  - Debe decir: {_codigo(en_texto(cambio.despues))}"


def _plazo(version: Version, contexto: Contexto) -> str:
    """Lo que vence primero de ese expediente."""
    antes = version.antes
    if antes is None:
        return ""
    limite = limite_del_cambio(antes, contexto)
    if limite is None and antes.tramite.cuenta_recibida and not antes.tramite.enviada:
        try:
            limite = plazo_de_captura(antes, contexto.proceso)
        except ValueError:
            return ""
    if limite is None:
        return ""
    dias = dias_restantes(contexto.proceso.calendario, contexto.ahora, limite)
    queda = "vencido" if dias < 0 else f"quedan {contados(dias, 'día', 'días')}"
    return f"Plazo: {fecha_hora_larga(limite)} ({queda})."


def _renglon(hallazgo: Hallazgo) -> str:
    remedio = f" {hallazgo.remedio}" if hallazgo.remedio else ""
    return f"- {hallazgo.nivel} {hallazgo.regla}: {_codigo(hallazgo.mensaje + remedio)}"


def _es_de_version(hallazgo: Hallazgo, revision: Revision) -> bool:
    return any(hallazgo.archivo == v.archivo for v in revision.propuesta.versiones)


def _literal(texto: str) -> str:
    """Una clave como es; si trae otra cosa (la escribió cualquiera), como texto ajeno."""
    return texto if _LITERAL.fullmatch(texto) else _codigo(texto)


def _codigo(texto: str) -> str:
    """Texto ajeno que Markdown no interpreta: en un renglón, entre acentos graves que no trae."""
    seguido = visible(" ".join(texto.split()))
    if len(seguido) > _MAXIMO:
        seguido = f"{seguido[:_MAXIMO]}… ({len(seguido):,} letras)"
    marca = "`"
    while marca in seguido:
        marca += "`"
    return f"{marca} {seguido} {marca}"
