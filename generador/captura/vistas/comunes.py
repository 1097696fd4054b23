"""Lo que no es de nadie: la salud, los errores y a dónde va quien entra."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from generador.captura.formulario import retomar
from generador.captura.guardia import abierta


@abierta
def salud(_peticion: HttpRequest) -> JsonResponse:
    """200 si la base contesta; lo mira el servidor de delante."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"estado": "bien"})


@abierta
def sin_ficha(peticion: HttpRequest, reason: str = "") -> HttpResponse:
    """La página caducó: lo escrito va cifrado en la respuesta. Si venía de otro sitio, no."""
    del reason
    propia = peticion.headers.get("Sec-Fetch-Site", "") == "same-origin"
    datos = {"pendiente": retomar.apartar(peticion) if propia else ""}
    return render(peticion, "captura/caducada.html", datos, status=403)
