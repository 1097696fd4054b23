"""Las direcciones, por familia. Ninguna lleva una respuesta ni un dato privado."""

from django.urls import path

from generador.captura.vistas import (
    acuses,
    adjuntos,
    comunes,
    cuenta,
    cuentas,
    entrada,
    fallas,
    formulario,
    supervision,
    unidad,
    verificacion,
)

urlpatterns = [
    path("salud/", comunes.salud, name="salud"),
    *entrada.RUTAS,
    *cuenta.RUTAS,
    *formulario.RUTAS,
    *adjuntos.RUTAS,
    *acuses.RUTAS,
    *supervision.RUTAS,
    *unidad.RUTAS,
    *cuentas.RUTAS,
    *verificacion.RUTAS,
    *fallas.RUTAS,
]
