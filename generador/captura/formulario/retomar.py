"""¿Qué pasa con lo que alguien guardaba cuando su sesión ya había vencido? No se pierde.

Se cifra con la llave del servidor y va en la página de entrada; al entrar, se retoma. Nadie más que
este servidor puede leerlo, y solo vale para la misma página.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from django.http import HttpRequest

from generador.boveda.cifrado import NoAbre
from generador.captura.llave import cifrar, descifrar

Campos = dict[str, list[str]]
_DE = "retomar"
_AJENOS = frozenset({"csrfmiddlewaretoken"})


def apartar(peticion: HttpRequest) -> str:
    """Lo que traía la petición, cifrado y en una línea; los archivos se piden otra vez.

    Vacío si no era sobre una candidatura: lo demás se vuelve a teclear, como una contraseña.
    """
    hallada = peticion.resolver_match
    if hallada is None or "clave" not in hallada.kwargs:
        return ""
    campos = {n: v for n, v in peticion.POST.lists() if n not in _AJENOS}
    dato = {"ruta": peticion.path, "campos": campos}
    return urlsafe_b64encode(cifrar(dato, _DE)).decode()


def leer(pendiente: str) -> tuple[str, Campos] | None:
    """(ruta, campos) de lo apartado; None si no lo hay o no es nuestro."""
    if not pendiente:
        return None
    try:
        dato = descifrar(urlsafe_b64decode(pendiente.encode()), _DE)
    except (NoAbre, ValueError):
        return None
    return str(dato["ruta"]), dict(dato["campos"])
