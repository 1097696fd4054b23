"""¿Cómo se dice en español que un dato no cumple su esquema?

El inglés de la biblioteca nunca llega a una persona. Cada palabra clave tiene su plantilla,
con el título del campo; en `anyOf` solo se explica la rama que el dato quiso seguir.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jsonschema.exceptions import ValidationError

Prohibidas = Mapping[str, str]
"""Clave que no se admite → frase que dice por qué."""

_TIPOS = {
    "string": "texto",
    "integer": "un número entero",
    "number": "un número",
    "boolean": "true o false",
    "object": "un grupo de campos",
    "array": "una lista",
    "null": "null",
}
_FORMATOS = {
    "fecha": ("una fecha AAAA-MM-DD", "Por ejemplo: 2024-06-02."),
    "instante": (
        "una fecha con hora y zona",
        "Por ejemplo: 2024-04-26T10:00:00-06:00.",
    ),
    "huella": ("una huella «sha256:» con 64 cifras hexadecimales", ""),
    "imagen": ("una huella «sha256:» con 64 cifras hexadecimales", ""),
    "clave": (
        "una clave ELECCIÓN-ÁMBITO-POSTULANTE-POSICIÓN-P|S-n",
        "Por ejemplo: AYU-106-PAH-REG02-P-1.",
    ),
    "telefono": ("diez dígitos sin espacios ni guiones", "Por ejemplo: 7220000000."),
}
_LARGO_CITA = 60


@dataclass(frozen=True, slots=True)
class Explicacion:
    """Un incumplimiento del esquema: palabra clave, dónde, qué pasa y qué hacer."""

    palabra: str
    puntero: str
    mensaje: str
    remedio: str = ""


def explicar(error: ValidationError, prohibidas: Prohibidas) -> Iterator[Explicacion]:
    """Convierte un error de `jsonschema` en una o más explicaciones."""
    if error.validator in ("anyOf", "oneOf"):
        yield from _mejor_rama(error, prohibidas)
    elif error.validator == "additionalProperties":
        yield from _sobrantes(error, prohibidas)
    elif error.validator == "required":
        yield _faltante(error)
    elif error.validator == "propertyNames" and error.context == []:
        yield _simple(error)
    else:
        yield _simple(error)


def _mejor_rama(error: ValidationError, prohibidas: Prohibidas) -> Iterator[Explicacion]:
    ramas: dict[int, list[ValidationError]] = {}
    for hijo in error.context or ():
        ramas.setdefault(int(hijo.schema_path[0]), []).append(hijo)
    candidatas = [
        hijos
        for hijos in ramas.values()
        if not any(h.validator == "type" and not h.path for h in hijos)
    ]
    if not candidatas:
        yield Explicacion(
            "anyOf",
            _puntero(error),
            f"{_sujeto(error)} no tiene la forma que se espera.",
            f"Se espera {_tipos_admitidos(error)}.",
        )
        return
    for hijo in min(candidatas, key=len):
        yield from explicar(hijo, prohibidas)


def _tipos_admitidos(error: ValidationError) -> str:
    tipos = []
    for hijo in error.context or ():
        if hijo.validator == "type" and not hijo.path:
            valor = hijo.validator_value
            tipos += valor if isinstance(valor, list) else [valor]
    nombres = list(dict.fromkeys(_TIPOS.get(t, t) for t in tipos))
    return " o ".join(nombres) or "otra forma"


def _sobrantes(error: ValidationError, prohibidas: Prohibidas) -> Iterator[Explicacion]:
    conocidas = set(error.schema.get("properties", {}))
    for clave in error.instance:
        if clave in conocidas:
            continue
        puntero = f"{_puntero(error)}/{_escapar(str(clave))}"
        if clave in prohibidas:
            yield Explicacion(
                "prohibida",
                puntero,
                prohibidas[clave],
                "Borre el renglón. Si ya se envió, avise a la unidad responsable: quedó en el "
                "historial de esa rama.",
            )
            continue
        parecida = _parecida(str(clave), conocidas)
        yield Explicacion(
            "additionalProperties",
            puntero,
            f"«{clave}» no es un campo de «{_titulo(error.schema)}».",
            f"¿Quiso decir «{parecida}»?"
            if parecida
            else f"Admite: {', '.join(conocidas_en_orden(error))}.",
        )


def conocidas_en_orden(error: ValidationError) -> list[str]:
    """Los campos que el esquema admite, en su orden."""
    return list(error.schema.get("properties", {}))


def _parecida(clave: str, conocidas: set[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - solo cuando hay un error

    cercanas = get_close_matches(clave.lower(), sorted(conocidas), n=1, cutoff=0.75)
    return cercanas[0] if cercanas else ""


def _faltante(error: ValidationError) -> Explicacion:
    faltan = [c for c in error.validator_value if c not in error.instance]
    clave = next((c for c in faltan if f"'{c}'" in error.message), faltan[0])
    campo = error.schema.get("properties", {}).get(clave, {})
    titulo = campo.get("title", clave) if isinstance(campo, Mapping) else clave
    return Explicacion(
        "required",
        _puntero(error),
        f"Falta «{titulo}» ({clave}).",
        f"Agregue «{clave}:» en este grupo.",
    )


def _simple(error: ValidationError) -> Explicacion:
    palabra, valor, esquema = str(error.validator), error.validator_value, error.schema
    esquema = esquema if isinstance(esquema, Mapping) else {}
    sujeto, dado = _sujeto(error), error.instance
    if palabra == "pattern" and esquema.get("x-formato") in _FORMATOS:
        forma, ejemplo = _FORMATOS[esquema["x-formato"]]
        return Explicacion(palabra, _puntero(error), f"{sujeto} debe ser {forma}.", ejemplo)
    frases = {
        "type": lambda: (
            f"{sujeto} debe ser {_tipo(valor)}; dice {_citar(dado)}.",
            _consejo(valor),
        ),
        "enum": lambda: (
            f"{sujeto} no admite {_citar(dado)}.",
            f"Admite: {', '.join(str(v) for v in valor)}.",
        ),
        "const": lambda: (f"{sujeto} debe ser {_citar(valor)}.", ""),
        "pattern": lambda: (f"{sujeto} no tiene la forma esperada: dice {_citar(dado)}.", ""),
        "minLength": lambda: (f"{sujeto} está vacío.", "Escríbalo o borre el renglón."),
        "maxLength": lambda: (
            f"{sujeto} tiene {len(dado):,} caracteres; caben {valor:,}.",
            f"Acórtelo {_caracteres(len(dado) - valor)}.",
        ),
        "minimum": lambda: (f"{sujeto} es {dado}; el mínimo es {valor}.", ""),
        "maximum": lambda: (f"{sujeto} es {dado}; el máximo es {valor}.", ""),
        "minItems": lambda: (f"{sujeto} tiene {len(dado)} elementos; el mínimo es {valor}.", ""),
        "maxItems": lambda: (
            f"{sujeto} tiene {len(dado)} elementos; el máximo es {valor}.",
            "Quite los que sobran.",
        ),
        "maxProperties": lambda: (f"{sujeto} tiene {len(dado)} elementos; caben {valor}.", ""),
        "minProperties": lambda: (f"{sujeto} está vacío.", "Escriba al menos un elemento."),
        "uniqueItems": lambda: (f"{sujeto} tiene elementos repetidos.", "Deje cada uno una vez."),
        "propertyNames": lambda: (f"{sujeto} tiene una clave que no se admite.", ""),
    }
    mensaje, remedio = frases.get(palabra, lambda: (f"{sujeto} no cumple «{palabra}».", ""))()
    return Explicacion(palabra, _puntero(error), mensaje, remedio)


def _caracteres(cantidad: int) -> str:
    return "1 carácter" if cantidad == 1 else f"{cantidad:,} caracteres"


def _tipo(valor: Any) -> str:
    tipos = valor if isinstance(valor, list) else [valor]
    return " o ".join(_TIPOS.get(t, str(t)) for t in tipos)


def _consejo(valor: Any) -> str:
    return "Escríbalo entre comillas." if valor == "string" else ""


def _sujeto(error: ValidationError) -> str:
    return f"«{_titulo(error.schema) or _ultimo(error)}»"


def _titulo(esquema: Any) -> str:
    return str(esquema.get("title", "")) if isinstance(esquema, Mapping) else ""


def _ultimo(error: ValidationError) -> str:
    return str(error.absolute_path[-1]) if error.absolute_path else "El archivo"


def _citar(dado: Any) -> str:
    if isinstance(dado, Mapping):
        return "un grupo de campos"
    if isinstance(dado, list):
        return "una lista"
    if dado is None:
        return "null"
    if isinstance(dado, bool):
        return "true" if dado else "false"
    texto = str(dado)
    return f"«{texto[:_LARGO_CITA]}…»" if len(texto) > _LARGO_CITA else f"«{texto}»"


def _puntero(error: ValidationError) -> str:
    return "".join(f"/{_escapar(str(tramo))}" for tramo in error.absolute_path)


def _escapar(tramo: str) -> str:
    return tramo.replace("~", "~0").replace("/", "~1")
