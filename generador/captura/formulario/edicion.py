"""¿Cómo se corrige parte de un curricular que ya consta: lo observado, o lo que se pidió cambiar?

Cada casilla se llama como su lugar en el expediente. Lo demás queda como está.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import count
from typing import Any

from generador.archivos.escritura import escribir
from generador.archivos.expediente import juzgar
from generador.archivos.fotografia import foto_de_contenido, medir_foto
from generador.captura.formulario.imagenes import preparar
from generador.captura.fuente import Vigente
from generador.captura.llenado import borradores
from generador.captura.llenado.casillas import LARGO, LISTA, OPCIONES, TEXTO, Casilla, valores
from generador.captura.llenado.lectura import CURRICULAR, dice_y_debe_decir
from generador.captura.llenado.valores import llano
from generador.captura.models import Adjunto, Borrador, Expediente
from generador.nucleo.diferencia import diferencias
from generador.nucleo.esquema import Campo, buscar_esquema
from generador.nucleo.formulario import FOTOGRAFIA, Formulario, opciones_de_catalogo
from generador.nucleo.hallazgo import Hallazgo
from generador.nucleo.modelo import valor_en

_CASAS = 3
Arbol = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Propuesto:
    """El expediente como quedaría, qué cambia y qué se le halla."""

    crudo: bytes
    cambios: tuple[dict[str, str], ...]
    hallazgos: tuple[Hallazgo, ...]


@dataclass(frozen=True, slots=True)
class Escrito:
    """El curricular que se propone y, si se cambió, su fotografía."""

    curricular: Arbol
    foto: bytes | None = None


def con_foto(
    nuevo: Arbol, subida: bytes | None, borrador: Borrador | None, rige: Vigente
) -> Escrito:
    """Con la que se acaba de subir, o la que ya se había guardado. Lanza `NoSirve`."""
    foto = (
        preparar(subida, rige.contexto.proceso.fotografia)
        if subida is not None
        else borradores.adjunto_de(borrador, Adjunto.FOTOGRAFIA)
    )
    if foto is None:
        return Escrito(nuevo)
    return Escrito({**nuevo, FOTOGRAFIA: f"sha256:{sha256(foto).hexdigest()}"}, foto)


def de_curricular(
    expediente: Expediente, dice: Mapping[str, Any], rige: Vigente, bajo: Sequence[str]
) -> list[Casilla]:
    """Las casillas de lo que está bajo esos punteros, con lo que dice ese curricular."""
    dato = {"curricular": dict(dice)}
    titulos = Formulario.de_contexto(rige.contexto).titulos
    return [
        replace(casilla, grupo=titulos[campo.rubro])
        for campo in _campos(rige, bajo)
        for casilla in _casillas(campo, valor_en(dato, campo.puntero), expediente, rige)
    ]


def con_lo_escrito(
    base: Mapping[str, Any], casillas: Iterable[Casilla], rige: Vigente, bajo: Sequence[str]
) -> Arbol:
    """Ese curricular con lo que dicen las casillas; lo que quedó vacío se quita."""
    nuevo: Arbol = llano(base)
    dicho = valores(casillas)
    for campo in _campos(rige, bajo):
        _poner(nuevo, campo.puntero.split("/")[2:], _leido(campo, dicho))
    return nuevo


def sin_respuesta(base: Mapping[str, Any], puntero: str) -> Arbol:
    """Ese curricular sin lo que está bajo el puntero: la respuesta se retira."""
    nuevo: Arbol = llano(base)
    tramos = puntero.split("/")[2:]
    if not tramos:
        return {}
    _poner(nuevo, tramos, None)
    return nuevo


def proponer(
    expediente: Expediente, nuevo: Mapping[str, Any], rige: Vigente, foto: bytes | None = None
) -> Propuesto:
    """El expediente con ese curricular, ya juzgado con las palabras de `conoceles validar`."""
    dato = {**expediente.dato, "curricular": dict(nuevo) or None}
    crudo = escribir(dato, rige.lector.orden).encode()
    limite = rige.contexto.proceso.fotografia
    medida = (
        foto_de_contenido(expediente.archivo, foto, limite)
        if foto is not None
        else medir_foto(rige.lector.raiz, expediente.archivo, limite)
    )
    cambios = cambios_entre(expediente.dato["curricular"], dato["curricular"], rige)
    hallazgos = juzgar(rige.lector, expediente.archivo, crudo, medida).hallazgos
    return Propuesto(crudo, cambios, hallazgos)


def cambios_entre(uno: Any, otro: Any, rige: Vigente) -> tuple[dict[str, str], ...]:
    """Lo que cambia de un curricular a otro, campo por campo, como se lee."""
    return tuple(
        dice_y_debe_decir(replace(d, puntero=f"{CURRICULAR}{d.puntero}"), rige.contexto)
        for d in diferencias(uno, otro)
    )


# --- de un campo a sus casillas, y de vuelta -----------------------------------------------------


def _campos(rige: Vigente, bajo: Sequence[str]) -> Iterator[Campo]:
    """Los que están bajo esos punteros, o los contienen; la fotografía va aparte."""
    for nombre, campos in Formulario.de_contexto(rige.contexto).rubros.items():
        if nombre == FOTOGRAFIA:
            continue
        for campo in campos:
            propio = f"{campo.puntero}/"
            if any(propio.startswith(f"{b}/") or f"{b}/".startswith(propio) for b in bajo):
                yield campo


def _casillas(campo: Campo, valor: Any, expediente: Expediente, rige: Vigente) -> Iterator[Casilla]:
    puntero = campo.puntero
    if campo.formato == "textos":
        for indice, titulo in enumerate(_titulos(expediente, valor, rige)):
            dicho = valor[indice] if valor and indice < len(valor) else ""
            yield Casilla(f"{puntero}/{indice}", titulo, campo.ayuda, LARGO, dicho, requerida=False)
    elif campo.formato == "redes":
        for red, nombre in opciones_de_catalogo(rige.contexto.proceso, campo.catalogo).items():
            yield Casilla(
                f"{puntero}/{red}", nombre, valor=(valor or {}).get(red, ""), requerida=False
            )
    elif campo.formato == "domicilios":
        yield from _de_domicilios(campo, valor or [], rige)
    elif campo.formato == "lista":
        pista = f"{campo.ayuda} Uno por renglón.".strip()
        dicho = "\n".join(valor or ())
        yield Casilla(puntero, campo.titulo, pista, LISTA, dicho, requerida=False)
    else:
        opciones = tuple(opciones_de_catalogo(rige.contexto.proceso, campo.catalogo).items())
        clase = OPCIONES if opciones else LARGO if campo.formato == "texto_largo" else TEXTO
        yield Casilla(
            puntero, campo.titulo, campo.ayuda, clase, valor or "", opciones, requerida=False
        )


def _titulos(expediente: Expediente, valor: Any, rige: Vigente) -> list[str]:
    """Cómo se llama cada propuesta para su cargo."""
    cargo = rige.contexto.proceso.cargos.get(expediente.cargo)
    titulos = list(cargo.propuestas) if cargo else []
    de_mas = range(len(titulos), len(valor or ()))
    return [*titulos, *(f"Propuesta {n + 1}" for n in de_mas)]


def _de_domicilios(campo: Campo, casas: Sequence[Any], rige: Vigente) -> Iterator[Casilla]:
    """Las que constan y una más, si cabe."""
    una = buscar_esquema(rige.contexto.esquemas, "candidatura", f"{campo.puntero}/0")
    for indice in range(min(len(casas) + 1, _CASAS)):
        casa = casas[indice] if indice < len(casas) else {}
        for nombre, parte in una.get("properties", {}).items():
            titulo = f"{parte.get('title', nombre)} (casa de campaña {indice + 1})"
            yield Casilla(
                f"{campo.puntero}/{indice}/{nombre}",
                titulo,
                valor=casa.get(nombre, ""),
                requerida=False,
            )


def _leido(campo: Campo, dicho: Mapping[str, str]) -> Any:
    """El valor del campo según sus casillas; None si quedó vacío."""
    puntero = campo.puntero
    bajo = {
        k.removeprefix(f"{puntero}/"): v for k, v in dicho.items() if k.startswith(f"{puntero}/")
    }
    if campo.formato == "textos":
        return [v for v in bajo.values() if v] or None
    if campo.formato == "redes":
        return {k: v for k, v in bajo.items() if v} or None
    if campo.formato == "domicilios":
        return list(_casas_leidas(bajo)) or None
    if campo.formato == "lista":
        renglones = dicho.get(puntero, "").splitlines()
        return [r.strip() for r in renglones if r.strip()] or None
    return dicho.get(puntero) or None


def _casas_leidas(bajo: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for indice in count():
        suyas = {k.partition("/")[2]: v for k, v in bajo.items() if k.startswith(f"{indice}/")}
        if not suyas:
            return
        if casa := {k: v for k, v in suyas.items() if v}:
            yield casa


def _poner(arbol: Arbol, tramos: Sequence[str], valor: Any) -> None:
    """Pone el valor en su lugar, o lo quita; un grupo que quedó vacío también se quita."""
    primero, *resto = tramos
    if isinstance(arbol.get(primero), list):
        resto = []  # una lista se cambia entera
    if not resto:
        if valor is None:
            arbol.pop(primero, None)
        else:
            arbol[primero] = valor
        return
    rama = arbol.setdefault(primero, {})
    _poner(rama, resto, valor)
    if not rama:
        arbol.pop(primero)
