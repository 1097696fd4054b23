"""¿Qué ha pasado con cada expediente? Una sola pasada de `git log`.

Preguntarle a Git archivo por archivo tardaría horas con 20,000 (ADR 0009).
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from generador.nucleo.calendario import ANIOS_ADMITIDOS
from generador.nucleo.movimiento import SIN_FECHA, Movimiento, Tocado
from generador.repositorio.deposito import Deposito, leer_tocado, ruta_de_git
from generador.repositorio.remolques import leer_remolques

_FORMATO = "%H%x1f%P%x1f%aI%x1f%ae%x1f%(trailers:only,unfold)"


def recorrer_historia(
    deposito: Deposito, hasta: str, desde: str = "", *, con_archivos: bool = True
) -> Iterator[Movimiento]:
    """Los movimientos de `desde` (sin incluirlo) a `hasta`, del más antiguo al más reciente.

    Una unión sale sin archivos: los cambios son de la rama. Sin `con_archivos` no sale ninguno, y
    se tarda menos: para contar lo que pasó bastan los remolques.
    """
    archivos = ("--raw", "--no-abbrev", "--no-renames") if con_archivos else ()
    salida = deposito.correr(
        "log", "--reverse", "--topo-order", *archivos, "-z",
        f"--format={_FORMATO}", f"{desde}..{hasta}" if desde else hasta, "--",
    )  # fmt: skip
    yield from _leer_bitacora(salida)


def leer_movimientos(deposito: Deposito, commits: Iterable[str]) -> dict[str, Movimiento]:
    """Commit → movimiento, sin sus archivos; solo de esos commits y en una sola pasada."""
    pedidos = "\n".join([*dict.fromkeys(commits), ""])
    if not pedidos.strip():
        return {}
    salida = deposito.correr(
        "log", "--no-walk=unsorted", "--stdin", "-z", f"--format={_FORMATO}",
        entrada=pedidos.encode(),
    )  # fmt: skip
    return {m.commit: m for m in _leer_bitacora(salida)}


def sin_integrar(deposito: Deposito, cabezas: Iterable[str], tronco: str) -> list[Movimiento]:
    """Todos los movimientos de esas ramas que el tronco no tiene, en una sola pasada."""
    pedidos = list(dict.fromkeys(cabezas))
    if not pedidos:
        return []
    salida = deposito.correr(
        "log", "--stdin", "-z", f"--format={_FORMATO}",
        entrada="\n".join([*pedidos, f"^{tronco}", ""]).encode(),
    )  # fmt: skip
    return list(_leer_bitacora(salida))


def movimientos_que_dicen(deposito: Deposito, *textos: str) -> list[Movimiento]:
    """Los movimientos, de cualquier rama o propuesta, cuyo mensaje trae alguno de los textos."""
    busca = [f"--grep={texto}" for texto in textos]
    salida = deposito.correr(
        "log", "--all", "--fixed-strings", *busca, "--no-merges", "--raw", "--no-abbrev",
        "--no-renames", "-z", f"--format={_FORMATO}",
    )  # fmt: skip
    return list(_leer_bitacora(salida))


def movimientos_del_archivo(
    deposito: Deposito, desde: str, hasta: str, ruta: str
) -> list[Movimiento]:
    """Los que tocaron ese archivo de `desde` (sin incluirlo) a `hasta`, en orden."""
    salida = deposito.correr(
        "log", "--reverse", "--topo-order", "--no-merges", "--raw", "--no-abbrev", "--no-renames",
        "-z", f"--format={_FORMATO}", f"{desde}..{hasta}", "--", ruta,
    )  # fmt: skip
    return list(_leer_bitacora(salida))


def uniones_alteradas(deposito: Deposito, hasta: str, desde: str = "") -> tuple[str, ...]:
    """Las uniones cuyo resultado no es el de unir sus dos ramas: alguien les metió mano."""
    salida = deposito.texto(
        "log", "--merges", "--remerge-diff", "--name-only", "--format=%x1f%H",
        f"{desde}..{hasta}" if desde else hasta,
    )  # fmt: skip
    alteradas = []
    for parte in salida.split("\x1f")[1:]:
        commit, _, archivos = parte.partition("\n")
        if archivos.strip():
            alteradas.append(commit)
    return tuple(alteradas)


def _leer_bitacora(salida: bytes) -> Iterator[Movimiento]:
    encabezado = b""
    archivos: dict[str, Tocado] = {}
    tocado: Tocado | None = None
    for parte in salida.split(b"\0"):
        if tocado:
            archivos[ruta_de_git(parte)] = tocado
            tocado = None
        elif parte.startswith((b":", b"\n:")):
            tocado = leer_tocado(parte)
        elif encabezado_nuevo := parte.lstrip(b"\n"):
            if encabezado:
                yield _movimiento(encabezado, archivos)
            encabezado, archivos = encabezado_nuevo, {}
    if encabezado:
        yield _movimiento(encabezado, archivos)


def _movimiento(encabezado: bytes, archivos: Mapping[str, Tocado]) -> Movimiento:
    commit, padres, fecha, correo, remolques = encabezado.decode("utf-8", "replace").split(
        "\x1f", 4
    )
    return Movimiento(
        commit=commit,
        padres=tuple(padres.split()),
        instante=_instante(fecha),
        correo=correo,
        remolques=leer_remolques(remolques),
        archivos=archivos,
    )


def _instante(fecha: str) -> datetime:
    """El de un commit. Quien lo escribe a mano pone lo que sea: el año 10000, «ayer» o nada."""
    try:
        instante = datetime.fromisoformat(fecha)
    except ValueError:
        return SIN_FECHA
    return instante if instante.year in ANIOS_ADMITIDOS else SIN_FECHA
