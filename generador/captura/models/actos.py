"""¿Qué pidió alguien que se haga en el expediente? Lo hace el despachador, con los trámites."""

from typing import ClassVar

from django.db import models

from generador.tramites.acta import sortear_folio


class Acto(models.Model):
    """Un acto en cola. `datos` son sus opciones, sin nada reservado; `cifrado`, lo que sí lo es."""

    EN_COLA, HECHO, NEGADO = "en_cola", "hecho", "negado"
    ESTADOS: ClassVar[dict[str, str]] = {
        EN_COLA: "En cola", HECHO: "Hecho", NEGADO: "No procedió",
    }  # fmt: skip

    folio = models.CharField("Folio", max_length=14, unique=True, default=sortear_folio)
    """Va en el commit (`Acuse`): si el despachador muere, así se sabe si alcanzó a hacerse."""
    accion = models.CharField("Acto", max_length=40)
    cuenta = models.CharField("Cuenta", max_length=60)
    objeto = models.CharField("Sobre qué", max_length=240, db_index=True)
    instante = models.DateTimeField("Pedido")
    datos = models.JSONField("Opciones", default=dict)
    cifrado = models.BinaryField("Contenido cifrado", default=bytes)
    estado = models.CharField("Estado", max_length=8, default=EN_COLA, db_index=True)
    intentos = models.PositiveIntegerField("Intentos", default=0)
    siguiente = models.DateTimeField("Siguiente intento", null=True, blank=True)
    empezado = models.DateTimeField("Empezado", null=True, blank=True)
    hecho = models.DateTimeField("Hecho", null=True, blank=True)
    resultado = models.TextField("Resultado", blank=True)

    class Meta:
        verbose_name = "acto"
        verbose_name_plural = "actos"

    def __str__(self) -> str:
        return f"{self.accion} {self.objeto}"
