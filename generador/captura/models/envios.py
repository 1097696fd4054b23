"""¿Qué se envió, y dónde va? La cola que el despachador lleva a Git."""

from typing import ClassVar

from django.db import models


class Tanda(models.Model):
    """Los envíos que van juntos en una propuesta: misma carpeta y mismo partido.

    El folio se sortea antes de tocar Git: si el despachador muere, repetir la misma tanda da la
    misma propuesta.
    """

    folio = models.CharField("Folio de la propuesta", max_length=14, unique=True)
    carpeta = models.CharField("Carpeta", max_length=200)
    partido = models.CharField("Captura", max_length=60)
    creada = models.DateTimeField("Creada")
    propuesta = models.DateTimeField("Propuesta", null=True, blank=True)

    class Meta:
        verbose_name = "tanda"
        verbose_name_plural = "tandas"

    def __str__(self) -> str:
        return self.folio


class Envio(models.Model):
    """Una captura enviada, con su acuse. El contenido va cifrado y se borra al validarse.

    `corrige` nombra el envío que la supervisora modificó antes de validar: es un segundo acuse
    (PTO 26).
    """

    EN_COLA, PROPUESTO, VALIDADO, INTEGRADO, DEVUELTO, CORREGIDO, SIN_EFECTO = (
        "en_cola", "propuesto", "validado", "integrado", "devuelto", "corregido", "sin_efecto",
    )  # fmt: skip
    ESTADOS: ClassVar[dict[str, str]] = {
        EN_COLA: "Recibido, en cola",
        PROPUESTO: "Recibido, por validar",
        VALIDADO: "Validado, por integrar",
        INTEGRADO: "Integrado",
        DEVUELTO: "Devuelto",
        CORREGIDO: "Sustituido por otro acuse",
        SIN_EFECTO: "Sin efecto",
    }
    VIVOS = (EN_COLA, PROPUESTO, VALIDADO)

    folio = models.CharField("Folio", max_length=14, unique=True)
    clave = models.CharField("Candidatura", max_length=60, db_index=True)
    archivo = models.CharField("Expediente", max_length=240)
    partido = models.CharField("Captura", max_length=60)
    cuenta = models.CharField("Cuenta", max_length=60)
    instante = models.DateTimeField("Instante")
    extemporaneo = models.BooleanField("Extemporáneo", default=False)
    huella_curricular = models.CharField("Huella del curricular", max_length=71)
    compromiso = models.CharField("Compromiso de identidad", max_length=71, blank=True)
    estado = models.CharField("Estado", max_length=10, default=EN_COLA, db_index=True)
    tanda = models.ForeignKey(
        Tanda, null=True, blank=True, on_delete=models.PROTECT, related_name="envios"
    )
    corrige = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corregido_por"
    )
    cifrado = models.BinaryField("Contenido cifrado", default=bytes)
    intentos = models.PositiveIntegerField("Intentos", default=0)
    siguiente = models.DateTimeField("Siguiente intento", null=True, blank=True)
    motivo = models.TextField("Por qué espera o se devolvió", blank=True)
    validada = models.DateTimeField("Validada", null=True, blank=True)

    class Meta:
        verbose_name = "envío"
        verbose_name_plural = "envíos"
        constraints = (
            # La única oportunidad (PTO 23): dos a la vez no pueden.
            models.UniqueConstraint(
                fields=("clave",),
                condition=models.Q(estado__in=("en_cola", "propuesto", "validado", "integrado")),
                name="una_sola_captura",
            ),
        )

    def __str__(self) -> str:
        return self.folio
