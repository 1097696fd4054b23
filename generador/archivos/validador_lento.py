"""¿Por qué no cumple un árbol su esquema? `jsonschema` lo dice, y tarda en cargar."""

import re
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, validators
from jsonschema.exceptions import SchemaError, ValidationError


def lugar_del_defecto(esquema: Any) -> str | None:
    """Dónde deja de ser un JSON Schema válido; None si lo es."""
    try:
        Draft202012Validator.check_schema(esquema)
    except SchemaError as error:
        return "/".join(str(tramo) for tramo in error.absolute_path)
    return None


def _patron(_validador: Any, patron: str, dato: Any, _esquema: Any) -> Iterator[ValidationError]:
    # En Python «$» admite un salto de renglón al final; en JSON Schema (ECMA-262) no.
    estricto = f"{patron[:-1]}\\Z" if patron.endswith("$") else patron
    if isinstance(dato, str) and not re.search(estricto, dato):
        yield ValidationError("pattern")


ValidadorLento = validators.extend(Draft202012Validator, {"pattern": _patron})  # type: ignore[no-untyped-call]
