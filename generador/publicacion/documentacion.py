"""¿Qué páginas de documentación salen del propio programa?

Una por regla, una por esquema y una por orden, para que lo escrito no se aparte de lo que hace.
Otra pieza las pone en el sitio; una prueba falla si no están al día.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from generador.nucleo.esquema import Esquemas
from generador.nucleo.proceso import Catalogo
from generador.nucleo.regla import Alcance, Regla
from generador.publicacion.documentacion_campos import paginas_de_campos
from generador.publicacion.marcado import bloques, cercado, codigo, lista, literal, prosa, tabla

MARCA = "<!-- Generado por «conoceles documentar»; no editar. -->"
ANCHO = 88

ALCANCES: Mapping[Alcance, str] = {
    Alcance.ARCHIVO: "el archivo, antes de entenderlo",
    Alcance.HOJA: "la hoja del registro oficial",
    Alcance.CUESTIONARIO: "lo contestado en el cuestionario de identidad, antes de cerrarlo",
    Alcance.CANDIDATURA: "una candidatura",
    Alcance.PROPUESTA: "lo que cambia una propuesta",
    Alcance.CONJUNTO: "todas las candidaturas juntas",
    Alcance.PROCESO: "`proceso.yml`",
}


class Orden(Protocol):
    """Lo que se usa de una orden de la terminal: la biblioteca se queda en `cli`."""

    hidden: bool

    def make_context(self, info_name: str | None, args: list[str], **extra: Any) -> Any:
        """Prepara la orden como si se fuera a correr."""
        ...

    def get_help(self, ctx: Any) -> str:
        """Devuelve el texto de `--help`."""
        ...

    def get_short_help_str(self, limit: int = 45) -> str:
        """Devuelve la primera frase de la ayuda."""
        ...


def documentar(
    destino: Path,
    reglas: Iterable[Regla],
    esquemas: Esquemas,
    comando: Orden,
    catalogos: Mapping[str, Catalogo],
) -> list[Path]:
    """Escribe las páginas bajo `destino` y quita las generadas que ya no corresponden.

    `comando` es el grupo de órdenes de la terminal. Devuelve las rutas escritas, en orden.
    """
    paginas = paginas_de_documentacion(reglas, esquemas, comando, catalogos)
    for carpeta in {Path(ruta).parent for ruta in paginas}:
        (destino / carpeta).mkdir(parents=True, exist_ok=True)
        for vieja in (destino / carpeta).glob("*.md"):
            nombre = vieja.relative_to(destino).as_posix()
            if nombre not in paginas and MARCA in vieja.read_text(encoding="utf-8"):
                vieja.unlink()
    for ruta, texto in paginas.items():
        (destino / ruta).write_text(texto, encoding="utf-8", newline="\n")
    return [destino / ruta for ruta in paginas]


def paginas_de_documentacion(
    reglas: Iterable[Regla],
    esquemas: Esquemas,
    comando: Orden,
    catalogos: Mapping[str, Catalogo],
) -> dict[str, str]:
    """Ruta relativa → texto de cada página generada, en orden; no toca el disco."""
    paginas = {
        **dict(_paginas_de_reglas(tuple(reglas))),
        **dict(paginas_de_campos(esquemas, catalogos)),
        **dict(_paginas_de_ordenes(comando)),
    }
    return {ruta: _con_marca(texto) for ruta, texto in sorted(paginas.items())}


def _con_marca(texto: str) -> str:
    """Pone el aviso bajo el título: antes de él, MkDocs dejaría de tomarlo como nombre."""
    titulo, _, resto = texto.strip().partition("\n\n")
    return f"{titulo}\n\n{MARCA}\n\n{resto}\n"


def _paginas_de_reglas(reglas: tuple[Regla, ...]) -> Iterator[tuple[str, str]]:
    renglones = (
        (
            f"[{una.codigo}]({una.codigo}.md)",
            una.nivel.value,
            literal(una.titulo),
            ALCANCES[una.alcance],
        )
        for una in reglas
    )
    yield (
        "reglas/index.md",
        "# Reglas\n\n"
        "Cada hallazgo lleva el código de la regla que lo dio. Un **error** impide integrar; un "
        "**aviso** se integra y queda a la vista; una **nota** solo informa. Un código no se "
        "vuelve a usar.\n\n" + tabla(("Código", "Nivel", "Qué pide", "Qué mira"), renglones),
    )
    for una in reglas:
        yield f"reglas/{una.codigo}.md", _pagina_de_regla(una)


def _pagina_de_regla(una: Regla) -> str:
    datos = (
        ("Nivel", una.nivel.value),
        ("Mira", ALCANCES[una.alcance]),
        ("Fundamento", prosa(una.fundamento)),
        ("En la terminal", codigo(f"conoceles reglas {una.codigo}")),
    )
    partes = (f"# {una.codigo}: {literal(una.titulo)}", bloques(una.explicacion), lista(datos))
    return "\n\n".join(parte for parte in partes if parte)


def _paginas_de_ordenes(comando: Orden) -> Iterator[tuple[str, str]]:
    raiz = _contexto(comando, "conoceles", None)
    ordenes = tuple(_recorrer(comando, raiz, ()))
    renglones = (
        (
            f"[{codigo(' '.join(camino))}]({'-'.join(camino)}.md)",
            literal(una.get_short_help_str(limit=200)),
        )
        for camino, una, _ in ordenes
    )
    yield (
        "ordenes/index.md",
        "# Órdenes\n\n"
        "Las órdenes de `conoceles`, tal como las explica su propia ayuda. Salen con 0 si todo "
        "está bien, con 1 si hay al menos un error en los datos y con 2 si la orden o el equipo no "
        "permiten seguir.\n\n"
        + tabla(("Orden", "Qué hace"), renglones)
        + "\n\n"
        + cercado(comando.get_help(raiz)),
    )
    for camino, una, contexto in ordenes:
        yield (
            f"ordenes/{'-'.join(camino)}.md",
            f"# conoceles {literal(' '.join(camino))}\n\n{cercado(una.get_help(contexto))}",
        )


def _contexto(comando: Orden, nombre: str, padre: Any) -> Any:
    """El contexto de una orden sin correrla, a un ancho fijo: no depende de la terminal."""
    return comando.make_context(
        nombre, [], parent=padre, resilient_parsing=True, terminal_width=ANCHO
    )


def _recorrer(
    comando: Any, contexto: Any, camino: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Orden, Any]]:
    """Da cada orden a la vista con su camino y su contexto, los grupos antes que sus hijas."""
    for nombre, hija in sorted(getattr(comando, "commands", {}).items()):
        if hija.hidden:
            continue
        propio = (*camino, nombre)
        suyo = _contexto(hija, nombre, contexto)
        yield propio, hija, suyo
        yield from _recorrer(hija, suyo, propio)
