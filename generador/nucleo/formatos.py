"""¿Cómo se muestra una lista de hallazgos en cada lugar donde alguien la lee?

El texto que llega de fuera nunca sale crudo: los caracteres de control, los invisibles y los que
voltean la escritura se escapan, para que nadie inyecte color, comandos de flujo ni marcas.
"""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from generador.nucleo.hallazgo import Hallazgo, Nivel, contar, ordenar

# código → (título, ayuda); la ayuda es una dirección, una frase o nada
Reglas = Mapping[str, tuple[str, str]]
SIN_REGLAS: Reglas = MappingProxyType({})

ANOTACIONES_POR_NIVEL = 10  # lo que GitHub muestra por nivel en cada paso
LIMITE_MARKDOWN = 900_000  # bytes; el resumen de un paso de GitHub admite 1 MiB
ESQUEMA_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"

_GITHUB = {Nivel.ERROR: "error", Nivel.AVISO: "warning", Nivel.NOTA: "notice"}
_SARIF = {Nivel.ERROR: "error", Nivel.AVISO: "warning", Nivel.NOTA: "note"}
_COLOR = {Nivel.ERROR: "\x1b[31m", Nivel.AVISO: "\x1b[33m", Nivel.NOTA: "\x1b[36m"}
_SIN_COLOR = "\x1b[0m"
_NOMBRES = {
    Nivel.ERROR: ("error", "errores"),
    Nivel.AVISO: ("aviso", "avisos"),
    Nivel.NOTA: ("nota", "notas"),
}

# Control (C0 y C1), bidi, invisibles, separadores de renglón, sustitutos sueltos y etiquetas.
_OCULTO = (
    "\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ud800-\udfff\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
_OCULTOS = re.compile(f"[{_OCULTO}]")
# En JSON los saltos de renglón son de la sangría: dentro de un texto ya vienen escapados.
_OCULTOS_SALVO_SALTO = re.compile(f"(?!\n)[{_OCULTO}]")
_MARCAS_MARKDOWN = re.compile(r"([\\`*_\[\]<>&|~$])|[@#]|:(?=//)|www(?=\.)", re.IGNORECASE)
_ACTIVOS_SARIF = re.compile(r"[\\\[\]]")


def visible(texto: str) -> str:
    r"""El texto con todo lo oculto escrito como `\u202e`, inofensivo en una bitácora.

    También rompe los dos comandos de flujo de GitHub: «::» al principio y «##[» donde sea.
    """
    limpio = _OCULTOS.sub(_escapar_oculto, texto).replace("##[", r"#\u0023[")
    return limpio.replace("::", r"\u003a:", 1) if limpio.lstrip().startswith("::") else limpio


def _escapar_oculto(hallado: re.Match[str]) -> str:
    codigo = ord(hallado[0])
    return f"\\u{codigo:04x}" if codigo <= 0xFFFF else f"\\U{codigo:08x}"  # noqa: PLR2004


def contados(cantidad: int, singular: str, plural: str) -> str:
    """«1 error», «2,140 errores»: número con coma de millares y sustantivo que concuerda."""
    return f"{cantidad:,} {singular if cantidad == 1 else plural}"


def resumen(hallazgos: Iterable[Hallazgo], total_archivos: int) -> str:
    """«Se revisaron 20,000 archivos: 1 error, 2 avisos y 1 nota.»"""
    partes = [contados(n, *_NOMBRES[nivel]) for nivel, n in contar(hallazgos).items() if n]
    *primeros, ultimo = partes or ["sin hallazgos"]
    frase = f"{', '.join(primeros)} y {ultimo}" if primeros else ultimo
    verbo = "revisó" if total_archivos == 1 else "revisaron"
    return f"Se {verbo} {contados(total_archivos, 'archivo', 'archivos')}: {frase}."


def a_texto(
    hallazgos: Iterable[Hallazgo],
    total_archivos: int,
    *,
    color: bool = False,
    maximo: int | None = None,
) -> str:
    """Para la terminal: `archivo:linea:columna  nivel  CODIGO  mensaje`, y abajo el remedio.

    Salen todos, salvo que `maximo` pida menos: entonces se prefieren los más graves y se dice
    cuántos faltan. `color` agrega secuencias ANSI al nivel. Termina en salto de renglón.
    """
    todos = ordenar(hallazgos)
    elegidos = todos if maximo is None else ordenar(_por_gravedad(todos)[:maximo])
    renglones = []
    for uno in elegidos:
        nivel = f"{_COLOR[uno.nivel]}{uno.nivel}{_SIN_COLOR}" if color else uno.nivel
        lugar = f"{visible(uno.archivo)}:{uno.linea}:{uno.columna}"
        renglones.append(f"{lugar}  {nivel}  {visible(uno.regla)}  {visible(uno.mensaje)}")
        if uno.remedio:
            renglones.append(f"    {visible(uno.remedio)}")
    if faltan := len(todos) - len(elegidos):
        verbo = "Falta" if faltan == 1 else "Faltan"
        renglones.append(f"{verbo} {contados(faltan, 'hallazgo', 'hallazgos')} por mostrar.")
    renglones.append(resumen(todos, total_archivos))
    return "\n".join(renglones) + "\n"


def a_json(hallazgos: Iterable[Hallazgo], total_archivos: int) -> str:
    """Para el formulario, la planilla y otras máquinas: conteo por nivel y todos los campos.

    Se puede imprimir: lo oculto va con escapes de JSON, que al leerse devuelven el mismo texto.
    """
    todos = ordenar(hallazgos)
    return en_json(
        {
            "total_archivos": total_archivos,
            "conteo": contar(todos),
            "hallazgos": [
                {
                    "archivo": uno.archivo,
                    "linea": uno.linea,
                    "columna": uno.columna,
                    "puntero": uno.puntero,
                    "regla": uno.regla,
                    "nivel": uno.nivel,
                    "mensaje": uno.mensaje,
                    "remedio": uno.remedio,
                    "huella": uno.huella,
                }
                for uno in todos
            ],
        }
    )


def a_github(
    hallazgos: Iterable[Hallazgo],
    reglas: Reglas = SIN_REGLAS,
    *,
    tocados: Collection[str] = frozenset(),
) -> str:
    """Anotaciones de la propuesta: comandos de flujo de GitHub, del más grave al menos.

    En cada nivel van primero los hallazgos de los archivos `tocados`. GitHub muestra diez por
    nivel y paso: los demás se cuentan en un aviso final, que ocupa el lugar de una nota.
    """
    todos = sorted(ordenar(hallazgos), key=lambda uno: uno.archivo not in tocados)
    elegidos: list[Hallazgo] = []
    for nivel in Nivel:
        elegidos += [uno for uno in todos if uno.nivel is nivel][:ANOTACIONES_POR_NIVEL]
    if len(elegidos) < len(todos) and contar(elegidos)[Nivel.NOTA] == ANOTACIONES_POR_NIVEL:
        elegidos.pop()
    renglones = [_anotacion(uno, reglas) for uno in elegidos]
    if faltan := len(todos) - len(elegidos):
        mas = contados(faltan, "hallazgo más", "hallazgos más")
        renglones.append(f"::notice::Hay {mas}: la lista completa está en el resumen del flujo.")
    return "".join(f"{renglon}\n" for renglon in renglones)


def _anotacion(uno: Hallazgo, reglas: Reglas) -> str:
    titulo = ": ".join(filter(None, (uno.regla, _titulo(uno.regla, reglas))))
    propiedades = {
        "file": uno.archivo,
        "line": str(uno.linea),
        "col": str(uno.columna),
        "title": titulo,
    }
    lista = ",".join(f"{k}={_escapar_propiedad(visible(v))}" for k, v in propiedades.items())
    mensaje = "\n".join(filter(None, (visible(uno.mensaje), visible(uno.remedio))))
    return f"::{_GITHUB[uno.nivel]} {lista}::{_escapar_dato(mensaje)}"


def _escapar_dato(texto: str) -> str:
    return texto.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escapar_propiedad(texto: str) -> str:
    return _escapar_dato(texto).replace(":", "%3A").replace(",", "%2C")


def a_sarif(
    hallazgos: Iterable[Hallazgo], reglas: Reglas = SIN_REGLAS, *, version: str = "0"
) -> str:
    """Para analizadores de código: SARIF 2.1.0 (OASIS), una `rule` por código hallado.

    La huella lleva un ordinal porque dos hallazgos de la misma regla pueden señalar lo mismo.
    """
    todos = ordenar(hallazgos)
    codigos = {codigo: indice for indice, codigo in enumerate(sorted({u.regla for u in todos}))}
    vistas: Counter[str] = Counter()
    resultados = []
    for uno in todos:
        vistas[uno.huella] += 1
        resultados.append(_resultado_sarif(uno, codigos[uno.regla], vistas[uno.huella]))
    programa = {
        "name": "Conóceles",
        "version": version,
        "language": "es-MX",
        "rules": [_regla_sarif(codigo, reglas) for codigo in codigos],
    }
    corrida = {
        "tool": {"driver": programa},
        "columnKind": "unicodeCodePoints",
        "results": resultados,
    }
    return en_json({"$schema": ESQUEMA_SARIF, "version": "2.1.0", "runs": [corrida]})


def _regla_sarif(codigo: str, reglas: Reglas) -> dict[str, Any]:
    titulo, ayuda = reglas.get(codigo, ("", ""))
    regla: dict[str, Any] = {"id": codigo, "shortDescription": {"text": titulo or codigo}}
    if _es_direccion(ayuda):
        regla["helpUri"] = ayuda
    elif ayuda:
        regla["help"] = {"text": ayuda}
    return regla


def _resultado_sarif(uno: Hallazgo, indice: int, ordinal: int) -> dict[str, Any]:
    texto = " ".join(filter(None, (visible(uno.mensaje), visible(uno.remedio))))
    huella = f"{uno.huella}:{ordinal}"
    return {
        "ruleId": uno.regla,
        "ruleIndex": indice,
        "level": _SARIF[uno.nivel],
        # Entre corchetes SARIF pone enlaces: los de un texto ajeno no deben serlo.
        "message": {"text": _ACTIVOS_SARIF.sub(r"\\\g<0>", texto)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {
                        "uri": quote(uno.archivo, safe="/", errors="surrogatepass"),
                        "uriBaseId": "%SRCROOT%",
                    },
                    "region": {"startLine": uno.linea, "startColumn": uno.columna},
                },
                "logicalLocations": [{"fullyQualifiedName": uno.puntero}],
            }
        ],
        # La primera clave es la única que lee GitHub.
        "partialFingerprints": {"primaryLocationLineHash": huella, "conocelesHuella/v1": huella},
    }


def a_markdown(
    hallazgos: Iterable[Hallazgo],
    total_archivos: int,
    reglas: Reglas = SIN_REGLAS,
    *,
    limite: int = LIMITE_MARKDOWN,
) -> str:
    """Para el resumen del flujo o el comentario de la propuesta: una tabla por archivo.

    Si no cabe en `limite` bytes se corta entre renglones y el último dice cuántos faltan.
    """
    todos = ordenar(hallazgos)
    salida = [f"**{resumen(todos, total_archivos)}**\n"]
    cabe = limite - len(_bytes(salida[0])) - len(_bytes(_aviso_de_corte(len(todos))))
    mostrados = 0
    for archivo, grupo in groupby(todos, key=lambda uno: uno.archivo):
        cabeza = (
            f"\n### {_escapar_markdown(archivo)}\n\n"
            "| Línea | Nivel | Regla | Mensaje | Qué hacer |\n|---:|---|---|---|---|\n"
        )
        for uno in grupo:
            trozo = cabeza + _fila_markdown(uno, reglas)
            cabe -= len(_bytes(trozo))
            if cabe < 0:
                return "".join(salida) + _aviso_de_corte(len(todos) - mostrados)
            salida.append(trozo)
            mostrados, cabeza = mostrados + 1, ""
    return "".join(salida)


def _fila_markdown(uno: Hallazgo, reglas: Reglas) -> str:
    regla = _escapar_markdown(uno.regla)
    ayuda = reglas.get(uno.regla, ("", ""))[1]
    if _es_direccion(ayuda):
        regla = f"[{regla}]({quote(ayuda, safe=':/?#=&%')})"
    mensaje, remedio = _escapar_markdown(uno.mensaje), _escapar_markdown(uno.remedio)
    return f"| {uno.linea}:{uno.columna} | {uno.nivel} | {regla} | {mensaje} | {remedio} |\n"


def _aviso_de_corte(faltan: int) -> str:
    frase = (
        "Falta 1 hallazgo que no cabe"
        if faltan == 1
        else f"Faltan {faltan:,} hallazgos que no caben"
    )
    return f"\n**{frase} aquí.** La lista completa está en la salida de `conoceles validar`.\n"


def _escapar_markdown(texto: str) -> str:
    return _MARCAS_MARKDOWN.sub(_desactivar_marca, visible(texto))


def _desactivar_marca(hallado: re.Match[str]) -> str:
    # Una entidad siempre es texto, nunca marca (CommonMark 2.5). El espacio de ancho cero evita
    # que GitHub convierta en menciones, referencias o enlaces lo que escribió otra persona.
    return f"&#{ord(hallado[0])};" if hallado[1] else f"{hallado[0]}&#8203;"


def _por_gravedad(hallazgos: list[Hallazgo]) -> list[Hallazgo]:
    return sorted(hallazgos, key=lambda uno: -uno.nivel.gravedad)


def _titulo(codigo: str, reglas: Reglas) -> str:
    return reglas.get(codigo, ("", ""))[0]


def _es_direccion(ayuda: str) -> bool:
    return ayuda.startswith(("https://", "http://"))


def en_json(dato: Any) -> str:
    """El dato en JSON que se puede imprimir: lo oculto va con escapes y se lee igual."""
    texto = json.dumps(dato, ensure_ascii=False, indent=2)
    return _OCULTOS_SALVO_SALTO.sub(lambda hallado: json.dumps(hallado[0])[1:-1], texto) + "\n"


def _bytes(texto: str) -> bytes:
    return texto.encode()
