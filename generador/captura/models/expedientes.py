"""¿Cómo va cada expediente? Una copia de lo que hay en Git, para leer sin tocarlo.

La escribe solo el despachador; si se pierde, se vuelve a hacer desde el tronco.
"""

from django.db import models


class Tronco(models.Model):
    """El commit al que están al día los expedientes. Hay uno solo."""

    commit = models.CharField("Commit", max_length=64)
    visto = models.DateTimeField("Visto")

    class Meta:
        verbose_name = "tronco"
        verbose_name_plural = "tronco"

    def __str__(self) -> str:
        return self.commit[:10]


class Expediente(models.Model):
    """Una candidatura como está en el tronco, con lo que hace falta para buscarla."""

    clave = models.CharField("Clave", max_length=60, primary_key=True)
    archivo = models.CharField("Archivo", max_length=240)
    carpeta = models.CharField("Carpeta", max_length=200, db_index=True)
    partido = models.CharField("Captura", max_length=60, db_index=True)
    """El partido que responde por ella; su propia clave si es independiente; vacío si no consta."""
    independiente = models.BooleanField("Independiente", default=False)
    nombre = models.CharField("Nombre", max_length=300)
    eleccion = models.CharField("Elección", max_length=40)
    cargo = models.CharField("Cargo", max_length=40)
    ambito = models.CharField("Lugar", max_length=40)
    estatus = models.CharField("Estatus", max_length=20)
    recibida = models.DateTimeField("Cuenta recibida", null=True, blank=True)
    vence = models.DateTimeField("Vence la captura", null=True, blank=True, db_index=True)
    enviada = models.DateTimeField("Enviada", null=True, blank=True)
    validada = models.DateTimeField("Validada", null=True, blank=True, db_index=True)
    observados = models.PositiveIntegerField("Rubros observados", default=0, db_index=True)
    """Cuántos siguen sin subsanar."""
    cambio = models.CharField("Cambio único", max_length=10, blank=True, db_index=True)
    """En qué va: `solicitado`, `habilitado` o `aplicado`; vacío si no se ha pedido."""
    cambio_vence = models.DateTimeField("Vence el cambio", null=True, blank=True)
    dato = models.JSONField("Expediente")

    class Meta:
        verbose_name = "expediente"
        verbose_name_plural = "expedientes"

    def __str__(self) -> str:
        return self.clave


class Propuesta(models.Model):
    """Una propuesta abierta: qué espera, a quién y qué se le encontró."""

    folio = models.CharField("Folio", max_length=14, primary_key=True)
    cabeza = models.CharField("Commit revisado", max_length=64)
    claves = models.JSONField("Candidaturas", default=list)
    que = models.TextField("Qué espera")
    quien = models.CharField("A quién", max_length=400)
    lista = models.BooleanField("Lista para integrarse", default=False)
    desde = models.DateTimeField("Desde")
    vence = models.DateTimeField("Vence", null=True, blank=True)
    riesgo = models.IntegerField("Riesgo", default=0)
    hallazgos = models.JSONField("Hallazgos", default=list)
    partido = models.CharField("Captura", max_length=60, blank=True)
    folios = models.JSONField("Capturas que lleva", default=list)
    """El folio de cada captura: así se sabe a dónde fue un envío aunque la propuesta se parta."""
    cambios = models.BinaryField("Qué cambia, cifrado", default=bytes)

    class Meta:
        verbose_name = "propuesta"
        verbose_name_plural = "propuestas"

    def __str__(self) -> str:
        return self.folio
