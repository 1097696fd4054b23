"""Lo que la unidad lleva además de los expedientes: designaciones, entregas y fallas."""

from django.db import models


class Designacion(models.Model):
    """La supervisora que un partido designó, con su oficio (PTO 24). Nunca va a Git."""

    partido = models.CharField("Partido", max_length=60, db_index=True)
    cuenta = models.CharField("Cuenta", max_length=60)
    nombre = models.CharField("Nombre", max_length=200)
    contacto = models.CharField("Contacto", max_length=200)
    oficio = models.CharField("Oficio", max_length=120)
    desde = models.DateField("Desde")
    hasta = models.DateField("Hasta", null=True, blank=True)

    class Meta:
        verbose_name = "designación"
        verbose_name_plural = "designaciones"

    def __str__(self) -> str:
        return f"{self.partido}: {self.nombre}"


class Entrega(models.Model):
    """La entrega de una cuenta, con el acuse que firmó quien la recibió: desde ahí corre el plazo.

    El acuse escaneado se cierra con las llaves de la unidad: este servidor no puede volver a verlo.
    """

    clave = models.CharField("Candidatura", max_length=60, db_index=True)
    oficio = models.CharField("Oficio", max_length=120)
    recibio = models.CharField("Quién recibió", max_length=200)
    via = models.CharField("Por qué vía", max_length=20)
    """`partido`, `consejo` o `persona` (PTO 10)."""
    recibida = models.DateTimeField("Recibida")
    anotada = models.DateTimeField("Anotada")
    cuenta = models.CharField("Cuenta que anotó", max_length=60)
    acuse = models.BinaryField("Acuse cifrado", default=bytes)

    class Meta:
        verbose_name = "entrega"
        verbose_name_plural = "entregas"

    def __str__(self) -> str:
        return f"{self.clave}: {self.oficio}"


class Falla(models.Model):
    """Una falla técnica reportada: se resuelve a más tardar el día hábil siguiente (PTO 36).

    La imagen se cierra con las llaves de la unidad; lo escrito, con la del servidor.
    """

    folio = models.CharField("Folio", max_length=14, unique=True)
    cuenta = models.CharField("Cuenta", max_length=60)
    ocurrio = models.DateTimeField("Cuándo ocurrió")
    reportada = models.DateTimeField("Reportada")
    vence = models.DateTimeField("Vence")
    cifrado = models.BinaryField("Lo dicho, cifrado")
    """Dónde, qué pasó y la respuesta: quien pide ayuda escribe ahí su CURP y su teléfono."""
    captura = models.BinaryField("Imagen cifrada", default=bytes)
    atendida = models.DateTimeField("Atendida", null=True, blank=True)
    atendio = models.CharField("Quién atendió", max_length=60, blank=True)

    class Meta:
        verbose_name = "falla"
        verbose_name_plural = "fallas"

    def __str__(self) -> str:
        return self.folio
