"""¿Cómo se dice en español que un dato no cumple su esquema?

El inglés de la biblioteca nunca llega a una persona. Cada palabra clave tiene su plantilla,
con el título del campo; en `anyOf` solo se explica la rama que el dato quiso seguir.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
_NO_LETRAS = re.compile(r"[\s-]+")


@dataclass(frozen=True, slots=True)
class Explicacion:
    """Un incumplimiento del esquema: palabra clave, dónde, qué pasa y qué hacer."""

    palabra: str
    puntero: str
    mensaje: str
    remedio: str = ""


@dataclass(frozen=True, slots=True)
class _Fallo:
    """Lo que interesa de un `ValidationError`, con tipos llanos."""

    palabra: str
    valor: Any
    dado: Any
    esquema: Mapping[str, Any]
    puntero: str
    ultimo: str
    mensaje: str
    en_el_nombre: bool
    """Si lo que falla es el nombre de un elemento y no su valor."""
    ramas: tuple[tuple[int, "ValidationError"], ...]

    @classmethod
    def de(cls, error: "ValidationError") -> "_Fallo":
        """Copia del error lo que hace falta para explicarlo."""
        esquema: Any = error.schema
        tramos = [str(tramo) for tramo in error.absolute_path]
        return cls(
            palabra=str(error.validator),
            valor=error.validator_value,
            dado=error.instance,
            esquema=esquema if isinstance(esquema, Mapping) else {},
            puntero="".join(f"/{_escapar(tramo)}" for tramo in tramos),
            ultimo=tramos[-1] if tramos else "El archivo",
            mensaje=error.message,
            en_el_nombre="propertyNames" in error.schema_path,
            ramas=tuple((int(hijo.schema_path[0]), hijo) for hijo in error.context or ()),
        )

    @property
    def sujeto(self) -> str:
        """El título del campo entre comillas."""
        return f"«{self.esquema.get('title') or self.ultimo}»"


def explicar(error: "ValidationError", prohibidas: Prohibidas) -> Iterator[Explicacion]:
    """Convierte un error de `jsonschema` en una o más explicaciones."""
    fallo = _Fallo.de(error)
    if fallo.palabra in ("anyOf", "oneOf"):
        yield from _mejor_rama(fallo, prohibidas)
    elif fallo.palabra == "additionalProperties":
        yield from _sobrantes(fallo, prohibidas)
    elif fallo.palabra == "required":
        yield _faltante(fallo)
    elif fallo.en_el_nombre:
        yield Explicacion(
            "propertyNames",
            fallo.puntero,
            f"En «{fallo.ultimo}», {_citar(fallo.dado)} no es un nombre que se admita.",
            "Escríbalo como en la documentación del campo, en minúsculas y sin acentos.",
        )
    else:
        yield _simple(fallo)


def _mejor_rama(fallo: _Fallo, prohibidas: Prohibidas) -> Iterator[Explicacion]:
    """La rama de `anyOf` que el dato quiso seguir: la del mismo tipo con menos tropiezos."""
    ramas: dict[int, list[ValidationError]] = {}
    for numero, hijo in fallo.ramas:
        ramas.setdefault(numero, []).append(hijo)
    del_mismo_tipo = [
        hijos
        for hijos in ramas.values()
        if not any(h.validator == "type" and not h.relative_path for h in hijos)
    ]
    if del_mismo_tipo:
        for hijo in min(del_mismo_tipo, key=len):
            yield from explicar(hijo, prohibidas)
        return
    tipos = [h.validator_value for _, h in fallo.ramas if h.validator == "type"]
    esperados = " o ".join(dict.fromkeys(_tipo(t) for t in tipos)) or "otra forma"
    yield Explicacion(
        fallo.palabra,
        fallo.puntero,
        f"{fallo.sujeto} no tiene la forma que se espera: dice {_citar(fallo.dado)}.",
        f"Se espera {esperados}.",
    )


def _sobrantes(fallo: _Fallo, prohibidas: Prohibidas) -> Iterator[Explicacion]:
    conocidas = list(fallo.esquema.get("properties", {}))
    for clave in (str(c) for c in fallo.dado if c not in conocidas):
        puntero = f"{fallo.puntero}/{_escapar(clave)}"
        if motivo := prohibidas.get(_NO_LETRAS.sub("_", clave.lower())):
            yield Explicacion("prohibida", puntero, motivo, _SAQUELO)
            continue
        parecidas = get_close_matches(clave.lower(), conocidas, n=1, cutoff=0.75)
        yield Explicacion(
            "additionalProperties",
            puntero,
            f"«{clave}» no es un campo de {fallo.sujeto}.",
            f"¿Quiso decir «{parecidas[0]}»?" if parecidas else f"Admite: {', '.join(conocidas)}.",
        )


_SAQUELO = (
    "Borre el renglón. Si ya se envió, avise a la unidad responsable: quedó en el historial de "
    "esa rama."
)


def _faltante(fallo: _Fallo) -> Explicacion:
    faltan = [c for c in fallo.valor if c not in fallo.dado]
    clave = next((c for c in faltan if f"'{c}'" in fallo.mensaje), faltan[0])
    campo = fallo.esquema.get("properties", {}).get(clave, {})
    return Explicacion(
        "required",
        fallo.puntero,
        falta(campo.get("title", clave), clave),
        f"Agregue «{clave}:» en este grupo.",
    )


def falta(titulo: str, clave: str) -> str:
    """Cómo se dice que no viene algo que se pide."""
    return f"Falta «{titulo}» ({clave})."


def _simple(fallo: _Fallo) -> Explicacion:
    formato = str(fallo.esquema.get("x-formato", ""))
    if fallo.palabra == "pattern" and formato in _FORMATOS:
        forma, ejemplo = _FORMATOS[formato]
        mensaje, remedio = f"{fallo.sujeto} debe ser {forma}.", ejemplo
    elif fallo.palabra in _FRASES:
        mensaje, remedio = _FRASES[fallo.palabra](fallo)
    else:
        mensaje, remedio = f"{fallo.sujeto} no tiene la forma que se espera.", ""
    return Explicacion(fallo.palabra, fallo.puntero, mensaje, remedio)


_FRASES: Mapping[str, Callable[[_Fallo], tuple[str, str]]] = {
    "type": lambda f: (
        f"{f.sujeto} debe ser {_tipo(f.valor)}; dice {_citar(f.dado)}.",
        "Escríbalo entre comillas."
        if f.valor == "string" and isinstance(f.dado, int | float)
        else "",
    ),
    "enum": lambda f: (
        f"{f.sujeto} no admite {_citar(f.dado)}.",
        f"Admite: {', '.join('null' if v is None else str(v) for v in f.valor)}.",
    ),
    "const": lambda f: (f"{f.sujeto} debe ser {_citar(f.valor)}.", ""),
    "pattern": lambda f: (
        f"{f.sujeto} no tiene la forma esperada: dice {_citar(f.dado)}.",
        "Revise letras, números y guiones; la documentación del campo da un ejemplo.",
    ),
    "minLength": lambda f: (
        f"{f.sujeto} es más corto que {_caracteres(f.valor)}."
        if f.dado
        else f"{f.sujeto} está vacío.",
        "Complételo o borre el renglón.",
    ),
    "maxLength": lambda f: (
        f"{f.sujeto} tiene {len(f.dado):,} caracteres; caben {f.valor:,}.",
        f"Acórtelo {_caracteres(len(f.dado) - f.valor)}.",
    ),
    "minimum": lambda f: (f"{f.sujeto} es {f.dado}; el mínimo es {f.valor}.", ""),
    "maximum": lambda f: (f"{f.sujeto} es {f.dado}; el máximo es {f.valor}.", ""),
    "minItems": lambda f: (
        f"{f.sujeto} tiene {_elementos(f.dado)}; el mínimo es {f.valor}.",
        "",
    ),
    "maxItems": lambda f: (
        f"{f.sujeto} tiene {_elementos(f.dado)}; el máximo es {f.valor}.",
        "Quite los que sobran.",
    ),
    "maxProperties": lambda f: (
        f"{f.sujeto} tiene {_elementos(f.dado)}; caben {f.valor}.",
        "Quite los que sobran.",
    ),
    "minProperties": lambda f: (f"{f.sujeto} está vacío.", "Escriba al menos un elemento."),
    "uniqueItems": lambda f: (f"{f.sujeto} tiene elementos repetidos.", "Deje cada uno una vez."),
}


def _caracteres(cantidad: int) -> str:
    return "1 carácter" if cantidad == 1 else f"{cantidad:,} caracteres"


def _elementos(dado: Any) -> str:
    return "1 elemento" if len(dado) == 1 else f"{len(dado):,} elementos"


def _tipo(valor: Any) -> str:
    tipos = valor if isinstance(valor, list) else [valor]
    return " o ".join(_TIPOS.get(t, str(t)) for t in tipos)


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


def _escapar(tramo: str) -> str:
    return tramo.replace("~", "~0").replace("/", "~1")
