"""¿Qué se está llenando? Siempre cifrado: en la base no hay respuestas a la vista."""

from django.db import models


class Borrador(models.Model):
    """Lo que de una candidatura se ha escrito y no se ha enviado.

    `version` sube con cada guardado: quien guarda dice sobre cuál, y si otra persona guardó antes
    no se encima. `para` dice a qué va: la captura, un cambio, una subsanación de lo curricular o
    la de la identidad.
    """

    CAPTURA, CAMBIO, SUBSANACION, IDENTIDAD = "captura", "cambio", "subsanacion", "identidad"

    clave = models.CharField("Candidatura", max_length=60)
    para = models.CharField("Para", max_length=12, default=CAPTURA)
    version = models.PositiveIntegerField("Versión", default=0)
    cifrado = models.BinaryField("Contenido cifrado", default=bytes)
    avance = models.JSONField("Secciones terminadas", default=list)
    """Nombres de las secciones que se dieron por terminadas: ninguna respuesta."""
    creado = models.DateTimeField("Creado")
    guardado = models.DateTimeField("Guardado")
    por = models.CharField("Última cuenta que guardó", max_length=60)

    class Meta:
        verbose_name = "borrador"
        verbose_name_plural = "borradores"
        constraints = (
            models.UniqueConstraint(fields=("clave", "para"), name="un_borrador_por_tramite"),
        )

    def __str__(self) -> str:
        return f"{self.clave} ({self.para}, {self.version})"


class Adjunto(models.Model):
    """Un archivo del borrador, cifrado al llegar: la fotografía o el documento firmado."""

    FOTOGRAFIA, CONSENTIMIENTO = "fotografia", "consentimiento"

    borrador = models.ForeignKey(Borrador, on_delete=models.CASCADE, related_name="adjuntos")
    clase = models.CharField("Clase", max_length=16)
    cifrado = models.BinaryField("Contenido cifrado")
    tipo = models.CharField("Tipo", max_length=8)
    tamano = models.PositiveIntegerField("Bytes")
    subido = models.DateTimeField("Subido")

    class Meta:
        verbose_name = "adjunto"
        verbose_name_plural = "adjuntos"
        constraints = (
            models.UniqueConstraint(fields=("borrador", "clase"), name="un_adjunto_por_clase"),
        )

    def __str__(self) -> str:
        return f"{self.borrador}: {self.clase}"


class Aceptacion(models.Model):
    """Quién conoció el aviso de privacidad, cuál y cuándo, antes del primer dato (PTO 16 y 38).

    `como` es `persona` si lo aceptó la propia candidatura; `partido` si quien captura declara que
    mostró el aviso de su partido y tiene el consentimiento por escrito (PTO 39).
    """

    PERSONA, PARTIDO = "persona", "partido"

    clave = models.CharField("Candidatura", max_length=60, db_index=True)
    cuenta = models.CharField("Cuenta", max_length=60)
    como = models.CharField("Como", max_length=8)
    aviso = models.CharField("Versión del aviso", max_length=40)
    instante = models.DateTimeField("Instante")

    class Meta:
        verbose_name = "aceptación"
        verbose_name_plural = "aceptaciones"
        constraints = (
            models.UniqueConstraint(
                fields=("clave", "cuenta", "aviso"), name="una_aceptacion_por_aviso"
            ),
        )

    def __str__(self) -> str:
        return f"{self.clave}: {self.aviso}"
