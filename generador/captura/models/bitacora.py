"""¿Qué hizo cada cuenta? Un renglón por acción, encadenado; la base no deja cambiarlo (PTO 15)."""

from django.db import models


class Asiento(models.Model):
    """Fecha y hora, cuenta, módulo, acción y objeto, que son lo que pide el numeral 15.

    `numero` corre sin huecos; `suma` cubre el renglón y la suma del anterior. Ningún valor de
    ningún campo se anota.
    """

    numero = models.PositiveBigIntegerField("Número", primary_key=True)
    instante = models.DateTimeField("Instante", db_index=True)
    cuenta = models.CharField("Cuenta", max_length=60, db_index=True)
    modulo = models.CharField("Módulo", max_length=30)
    accion = models.CharField("Acción", max_length=60)
    objeto = models.CharField("Objeto", max_length=240, db_index=True)
    detalle = models.CharField("Detalle", max_length=240, blank=True)
    previa = models.CharField("Suma anterior", max_length=64)
    suma = models.CharField("Suma", max_length=64, unique=True)

    class Meta:
        verbose_name = "asiento"
        verbose_name_plural = "bitácora"

    def __str__(self) -> str:
        return f"{self.numero} {self.accion}"
