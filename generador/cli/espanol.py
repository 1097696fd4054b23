"""¿Cómo habla español la terminal, sea cual sea el idioma de la máquina?

click pide cada frase a gettext, que busca el catálogo según las variables del ambiente. Aquí la
frase se toma de estas tablas, y los nombres que click no traduce se cambian orden por orden.
Una prueba lee el código de click y falla si alguna frase suya no está. Las tablas traen también
las de versiones que la instalación admite y el candado no usa.
"""

from collections.abc import Mapping
from importlib import import_module

import click

MODULOS = (
    "_termui_impl",
    "core",
    "decorators",
    "exceptions",
    "formatting",
    "parser",
    "shell_completion",
    "termui",
    "types",
    "utils",
)

FRASES: Mapping[str, str] = {
    # La ayuda.
    "Usage:": "Uso:",
    "Options": "Opciones",
    "Commands": "Órdenes",
    "Positional arguments": "Argumentos",
    "Show this message and exit.": "Muestra esta ayuda y termina.",
    "Show the version and exit.": "Dice la versión y termina.",
    "%(prog)s, version %(version)s": "%(prog)s, versión %(version)s",
    "default: {default}": "por omisión: {default}",
    "env var: {var}": "variable de ambiente: {var}",
    "required": "obligatoria",
    "(dynamic)": "(se calcula)",
    "deprecated": "en desuso",
    "(Deprecated) {text}": "(En desuso) {text}",
    "DeprecationWarning: The command {name!r} is deprecated.": (
        "Aviso: la orden «{name}» está en desuso."
    ),
    "DeprecationWarning: The command {name!r} is deprecated.{extra_message}": (
        "Aviso: la orden «{name}» está en desuso.{extra_message}"
    ),
    "DeprecationWarning: The {param_type} {name!r} is deprecated.{extra_message}": (
        "Aviso: «{name}» está en desuso.{extra_message}"
    ),
    # Lo que no se entendió. «conoceles:» es como empiezan también nuestros errores.
    "Error: {message}": "conoceles: {message}",
    "Error: {e.message}": "conoceles: {e.message}",
    "Try '{command} {option}' for help.": "Pida ayuda con «{command} {option}».",
    "Aborted!": "conoceles: interrumpido.",
    "Missing command.": "Falta la orden.",
    "Missing argument": "Falta el argumento",
    "Missing option": "Falta la opción",
    "Missing parameter": "Falta el parámetro",
    "Missing parameter: {param_name}": "Falta el parámetro {param_name}",
    "Missing {param_type}": "Falta {param_type}",
    "No such option {name!r}.": "No existe la opción «{name}».",
    "No such option: {name}": "No existe la opción «{name}».",
    "No such command {name!r}.": "No existe la orden «{name}».",
    "Option {name!r} does not take a value.": "La opción «{name}» no lleva valor.",
    "Argument {name!r} takes {nargs} values.": "El argumento «{name}» lleva {nargs} valores.",
    # Los valores.
    "Invalid value: {message}": "Valor inválido: {message}",
    "Invalid value for {param_hint}: {message}": "Valor inválido en {param_hint}: {message}",
    "Value must be an iterable.": "El valor debe ser una lista.",
    "Choose from:\n\t{choices}": "Elija entre:\n\t{choices}",
    "{value} is not in the range {range}.": "{value} no está en el rango {range}.",
    "{value!r} is not a valid {number_type}.": "«{value}» no es un {number_type} válido.",
    "{value!r} is not a valid boolean.": "«{value}» no es sí ni no.",
    "{value!r} is not a valid boolean. Recognized values: {states}": (
        "«{value}» no es sí ni no. Se reconocen: {states}"
    ),
    "{value!r} is not a valid UUID.": "«{value}» no es un UUID válido.",
    # Los archivos.
    "file": "archivo",
    "directory": "carpeta",
    "path": "ruta",
    "{name} {filename!r} does not exist.": "{name} «{filename}»: no existe.",
    "{name} {filename!r} is a file.": "{name} «{filename}»: es un archivo.",
    "{name} {filename!r} is a directory.": "{name} «{filename}»: es una carpeta.",
    "{name} {filename!r} is not readable.": "{name} «{filename}»: no se puede leer.",
    "{name} {filename!r} is not writable.": "{name} «{filename}»: no se puede escribir.",
    "{name} {filename!r} is not executable.": "{name} «{filename}»: no se puede ejecutar.",
    "Could not open file {filename!r}: {message}": "No se pudo abrir «{filename}»: {message}",
    "unknown error": "no se sabe la causa",
    # Lo que se pregunta y se espera.
    "d": "d",
    "Do you want to continue?": "¿Desea continuar?",
    "Confirm the action without prompting.": "Lo hace sin pedir confirmación.",
    "Repeat for confirmation": "Repítalo para confirmar",
    "Press any key to continue...": "Oprima una tecla para continuar…",
    "Error: invalid input": "conoceles: Responda con una de las opciones.",
    "Error: The value you entered was invalid.": "conoceles: Ese valor no es válido.",
    "Error: The two entered values do not match.": "conoceles: Los dos valores no coinciden.",
    "{editor}: Editing failed": "{editor}: no se pudo editar",
    "{editor}: Editing failed: {e}": "{editor}: no se pudo editar: {e}",
    "Couldn't detect Bash version, shell completion is not supported.": (
        "No se supo la versión de Bash: no se puede completar con el tabulador."
    ),
    "Shell completion is not supported for Bash versions older than 4.4.": (
        "Completar con el tabulador pide Bash 4.4 o posterior."
    ),
}

# Por la frase en singular: la nuestra para uno y la nuestra para varios.
FRASES_CONTADAS: Mapping[str, tuple[str, str]] = {
    "Got unexpected extra argument ({args})": ("Sobra un argumento: {args}", "Sobran: {args}"),
    "Did you mean {possibility}?": (
        "¿Quiso decir {possibility}?",
        "¿Quiso decir alguna de estas?: {possibilities}",
    ),
    "Option {name!r} requires an argument.": (
        "La opción «{name}» lleva un valor.",
        "La opción «{name}» lleva {nargs} valores.",
    ),
    "Takes {nargs} values but 1 was given.": (
        "Lleva {nargs} valores y se dio 1.",
        "Lleva {nargs} valores y se dieron {len}.",
    ),
    "{len_type} values are required, but {len_value} was given.": (
        "Lleva {len_type} valores y se dio {len_value}.",
        "Lleva {len_type} valores y se dieron {len_value}.",
    ),
    "{value!r} is not {choice}.": (
        "«{value}» no es {choice}.",
        "«{value}» no es una de las opciones: {choices}.",
    ),
    "{value!r} does not match the format {format}.": (
        "«{value}» no tiene la forma {format}.",
        "«{value}» no tiene ninguna de estas formas: {formats}.",
    ),
}

# Lo que click escribe sin pasar por gettext: nombres de tipos y el renglón de uso.
NOMBRES: Mapping[str, str] = {
    "boolean": "sí o no",
    "choice": "opción",
    "datetime": "fecha",
    "directory": "carpeta",
    "file": "archivo",
    "filename": "archivo",
    "float": "número",
    "float range": "número",
    "integer": "entero",
    "integer range": "entero",
    "path": "ruta",
    "text": "texto",
    "[OPTIONS]": "[OPCIONES]",
    "COMMAND [ARGS]...": "ORDEN [ARGUMENTOS]...",
    "[COMMAND] [ARGS]...": "[ORDEN] [ARGUMENTOS]...",
}


def hablar_espanol(comando: click.Command) -> None:
    """Pone en español lo que click dice de `comando` y de sus órdenes; repetirlo no cambia nada."""
    for nombre in MODULOS:
        modulo = import_module(f"click.{nombre}")
        for ajena, propia in (("_", frase), ("ngettext", frase_contada)):
            setattr(modulo, ajena, propia)
    _nombrar(comando)


def frase(original: str) -> str:
    """La frase de click en español; la que no se conoce queda como está."""
    return FRASES.get(original, original)


def frase_contada(singular: str, plural: str, cuantos: int) -> str:
    """La frase de click para esa cantidad, en español; la que no se conoce queda como está."""
    uno, varios = FRASES_CONTADAS.get(singular, (singular, plural))
    return uno if cuantos == 1 else varios


def _nombrar(comando: click.Command) -> None:
    comando.options_metavar = NOMBRES.get(comando.options_metavar or "", comando.options_metavar)
    for parametro in comando.params:
        if parametro.type.name in NOMBRES:
            parametro.type.name = NOMBRES[parametro.type.name]
    if isinstance(comando, click.Group):
        comando.subcommand_metavar = NOMBRES.get(
            comando.subcommand_metavar, comando.subcommand_metavar
        )
        for hija in comando.commands.values():
            _nombrar(hija)
