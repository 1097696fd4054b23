"""¿Qué se busca en una lista, y en qué página va? Lo escrito viaja en el cuerpo, nunca en la URL.

Un nombre o una cuenta en la URL quedaría en el registro del servidor de delante, en el historial
y en el Referer. Por la URL solo se elige, con un enlace, entre lo que la página ofrece.
"""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from generador.captura.guardia import Peticion
from generador.captura.models import Expediente

_LARGO, _PALABRAS = 240, 6


def buscado(
    peticion: Peticion, escrito: Iterable[str], elegido: Iterable[str] = ()
) -> dict[str, str]:
    """Nombre → lo que se pide; vacío si nada. `elegido` es lo único que puede venir por la URL."""
    por_url = {n: peticion.GET.get(n, "") for n in elegido}
    dicho = {n: peticion.POST.get(n, por_url.get(n, "")) for n in (*escrito, *por_url)}
    return {n: " ".join(v.split())[:_LARGO] for n, v in dicho.items()}


def pagina_de(peticion: Peticion, lista: Any, por_pagina: int) -> Page[Any]:
    """La página que se pide, o la más cercana que haya."""
    return Paginator(lista, por_pagina).get_page(peticion.POST.get("pagina"))


def que_casan(expedientes: QuerySet[Any, Expediente], dicho: str) -> QuerySet[Any, Expediente]:
    """Los que llevan cada palabra en su nombre o en su clave."""
    for palabra in dicho.split()[:_PALABRAS]:
        lleva = Q(nombre__icontains=palabra) | Q(clave__icontains=palabra)
        expedientes = expedientes.filter(lleva)
    return expedientes
