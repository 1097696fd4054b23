"""¿Cómo se muestra una respuesta: texto, lista o ligas?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from generador.nucleo.ficha import Respuesta
from generador.nucleo.proceso import Catalogo
from generador.publicacion.textos import anfitrion


@dataclass(frozen=True, slots=True)
class Liga:
    """Una liga de contacto; `ajena` si sale del sitio."""

    texto: str
    url: str
    ajena: bool
    detalle: str = ""


@dataclass(frozen=True, slots=True)
class Pieza:
    """Lo que se dibuja: solo uno de los tres tiene contenido."""

    parrafos: tuple[str, ...] = ()
    puntos: tuple[str, ...] = ()
    ligas: tuple[Liga, ...] = ()


def pieza(
    respuesta: Respuesta, titulos: Sequence[str], catalogos: Mapping[str, Catalogo]
) -> Iterator[tuple[str, Pieza, str]]:
    """Convierte una respuesta con valor en (título, pieza, aviso vacío).

    `titulos` son los que el proceso da a cada propuesta del cargo.
    """
    valor, titulo = respuesta.valor, respuesta.titulo
    if respuesta.formato == "textos":
        for numero, texto in enumerate(valor):
            propio = titulos[numero] if numero < len(titulos) else f"Propuesta {numero + 1}"
            yield propio, Pieza(parrafos=parrafos(texto)), ""
    elif respuesta.formato == "redes":
        ligas = _redes(valor, catalogos.get("redes", {}))
        yield titulo, Pieza(ligas=ligas), ""
    elif respuesta.formato == "url":
        yield titulo, Pieza(ligas=(_web(anfitrion(valor) or valor, valor),)), ""
    elif respuesta.formato == "domicilios":
        yield titulo, Pieza(puntos=tuple(domicilio(uno) for uno in valor)), ""
    elif respuesta.puntero.endswith("/correos"):
        yield titulo, Pieza(ligas=tuple(_correo(uno) for uno in valor)), ""
    elif respuesta.puntero.endswith("/telefonos"):
        yield titulo, Pieza(ligas=tuple(_telefono(uno) for uno in valor)), ""
    elif isinstance(valor, list | tuple):
        yield titulo, Pieza(puntos=tuple(str(uno) for uno in valor)), ""
    else:
        yield titulo, Pieza(parrafos=parrafos(str(valor))), ""


def parrafos(texto: str) -> tuple[str, ...]:
    """Los renglones con contenido, cada uno un párrafo."""
    return tuple(limpio for renglon in texto.split("\n") if (limpio := renglon.strip()))


def es_web(url: str) -> bool:
    """Si es una dirección http o https con servidor; lo demás nunca se enlaza."""
    try:
        partes = urlsplit(url)
    except ValueError:
        return False
    return partes.scheme in ("http", "https") and bool(partes.hostname)


def domicilio(datos: Mapping[str, str]) -> str:
    """Una dirección en un renglón."""
    calle = " ".join(datos[k] for k in ("calle", "exterior") if datos.get(k))
    interior = f"int. {datos['interior']}" if datos.get("interior") else ""
    postal = f"C. P. {datos['codigo_postal']}" if datos.get("codigo_postal") else ""
    resto = (interior, datos.get("colonia", ""), postal, datos.get("municipio", ""))
    return ", ".join(parte for parte in (calle, *resto) if parte)


def _redes(valor: Mapping[str, str], catalogo: Catalogo) -> tuple[Liga, ...]:
    return tuple(
        _web(catalogo.get(clave, {}).get("nombre", clave), direccion)
        for clave, direccion in valor.items()
    )


def _web(texto: str, direccion: str) -> Liga:
    if not es_web(direccion):
        return Liga(texto=direccion, url="", ajena=False)
    partes = urlsplit(direccion)
    camino = partes.path.strip("/")
    return Liga(texto=texto, url=direccion, ajena=True, detalle=camino)


def _correo(direccion: str) -> Liga:
    return Liga(texto=direccion, url=f"mailto:{quote(direccion, safe='@.+_-')}", ajena=False)


def _telefono(numero: str) -> Liga:
    digitos = "".join(c for c in numero if c.isdigit())
    legible = f"{digitos[:2]} {digitos[2:6]} {digitos[6:]}" if len(digitos) == 10 else numero  # noqa: PLR2004
    return Liga(texto=legible, url=f"tel:+52{digitos}", ajena=False)
