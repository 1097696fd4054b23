"""¿Con qué entra cada cuenta? La cuenta la da `cuentas.yml` o el registro; aquí, su credencial."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Credenciales(BaseUserManager["Credencial"]):
    """Crea credenciales sin contraseña: la pone su dueña con el enlace de activación."""

    def crear(self, cuenta: str) -> "Credencial":
        """La credencial de esa cuenta, todavía sin contraseña."""
        credencial = self.model(cuenta=cuenta)
        credencial.set_unusable_password()
        credencial.save(using=self._db)
        return credencial


class Credencial(AbstractBaseUser):
    """Con qué se identifica una cuenta: contraseña y, si su papel lo pide, segundo factor.

    No guarda el papel: se lee cada vez de `cuentas.yml`, que es la autoridad. `version` cambia al
    revocar las sesiones abiertas.
    """

    cuenta = models.CharField("Cuenta", max_length=60, unique=True)
    activa = models.BooleanField("Activa", default=True)
    creada = models.DateTimeField("Creada", auto_now_add=True)
    activada = models.DateTimeField("Activada", null=True, blank=True)
    version = models.PositiveIntegerField("Versión", default=1)

    objects: ClassVar[Credenciales] = Credenciales()
    USERNAME_FIELD = "cuenta"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "credencial"
        verbose_name_plural = "credenciales"

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """El nombre que Django espera."""
        return self.activa

    def __str__(self) -> str:
        return self.cuenta


class Activacion(models.Model):
    """Un enlace de un solo uso para poner la contraseña. Del enlace solo se guarda la huella."""

    credencial = models.ForeignKey(
        Credencial, on_delete=models.CASCADE, related_name="activaciones"
    )
    huella = models.CharField("Huella del enlace", max_length=64, unique=True)
    creada = models.DateTimeField("Creada")
    vence = models.DateTimeField("Vence")
    usada = models.DateTimeField("Usada", null=True, blank=True)
    anulada = models.DateTimeField("Anulada", null=True, blank=True)
    motivo = models.CharField("Motivo", max_length=40, default="alta")
    """`alta`, o `extravio` si se repuso (PTO 13)."""

    class Meta:
        verbose_name = "activación"
        verbose_name_plural = "activaciones"

    def __str__(self) -> str:
        return f"{self.credencial} ({self.motivo})"


class Dispositivo(models.Model):
    """Un navegador en que ya se entró bien con esa cuenta; de su galleta queda solo la huella."""

    credencial = models.ForeignKey(
        Credencial, on_delete=models.CASCADE, related_name="dispositivos"
    )
    huella = models.CharField("Huella de la galleta", max_length=64, db_index=True)
    visto = models.DateTimeField("Última entrada", db_index=True)

    class Meta:
        verbose_name = "dispositivo"
        verbose_name_plural = "dispositivos"
        constraints = (
            models.UniqueConstraint(fields=("credencial", "huella"), name="un_dispositivo_una_vez"),
        )

    def __str__(self) -> str:
        return f"{self.credencial} ({self.visto})"


class Asedio(models.Model):
    """Los fallos de una cuenta en todas las redes. De lo tecleado, exista o no, solo la huella."""

    huella = models.CharField("Huella de lo tecleado", max_length=64, primary_key=True)
    fallos = models.PositiveIntegerField("Fallos", default=0)
    ultimo = models.DateTimeField("El último", db_index=True)
    hasta = models.DateTimeField("Hay que esperar hasta", null=True, blank=True)

    class Meta:
        verbose_name = "asedio"
        verbose_name_plural = "asedios"

    def __str__(self) -> str:
        return f"{self.fallos} fallos"
