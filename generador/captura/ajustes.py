"""Los ajustes de Django. Todo lo que cambia de un servidor a otro viene de `entorno`."""

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from generador.captura.entorno import Entorno
from generador.recursos import carpeta_de_recursos

ENTORNO = Entorno.de_ambiente()

_PROPIA = "generador.captura"
_AQUI = Path(__file__).resolve().parent
_MINUTO = 60

DEBUG = False
SECRET_KEY = ENTORNO.secreto
ALLOWED_HOSTS = list(ENTORNO.anfitriones)
CSRF_TRUSTED_ORIGINS = [] if ENTORNO.desarrollo else [f"https://{a}" for a in ENTORNO.anfitriones]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
    "csp",
    f"{_PROPIA}.aplicacion.Captura",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    f"{_PROPIA}.percances.Sesiones",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    f"{_PROPIA}.guardia.Guardia",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = f"{_PROPIA}.rutas"
MIGRATION_MODULES = {"captura": f"{_PROPIA}.migraciones"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_AQUI / "plantillas"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                f"{_PROPIA}.guardia.lo_comun",
            ],
            "builtins": [f"{_PROPIA}.etiquetas"],
        },
    }
]

# --- Base de datos ------------------------------------------------------------------------------

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        ENTORNO.base_de_datos, conn_max_age=5 * _MINUTO, conn_health_checks=True
    )
}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["ENGINE"] = f"{_PROPIA}.sqlite_en_fila"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # quien va a escribir se forma desde el principio
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA busy_timeout=20000; PRAGMA foreign_keys=ON;",
    }
else:  # las consultas se preparan en el servidor: gastan menos aquí
    DATABASES["default"]["OPTIONS"] = {"server_side_binding": True}

# --- Cuentas y sesiones -------------------------------------------------------------------------

AUTH_USER_MODEL = "captura.Credencial"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# NIST SP 800-63B: largo, y que no sea de las que todo el mundo usa; sin reglas de composición.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("cuenta",)},
    },
]
LOGIN_URL = "entrar"
OTP_TOTP_ISSUER = "Conóceles"
OTP_TOTP_THROTTLE_FACTOR = 1

SESSION_COOKIE_AGE = 60 * _MINUTO
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "sesion" if ENTORNO.desarrollo else "__Host-sesion"
CSRF_COOKIE_NAME = "csrf" if ENTORNO.desarrollo else "__Host-csrf"
DISPOSITIVO_COOKIE_NAME = "dispositivo" if ENTORNO.desarrollo else "__Host-dispositivo"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not ENTORNO.desarrollo
CSRF_FAILURE_VIEW = f"{_PROPIA}.vistas.comunes.sin_ficha"

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # horas
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # insistir no alarga la espera
AXES_HANDLER = f"{_PROPIA}.cuentas.intentos.Intentos"
AXES_LOCKOUT_PARAMETERS = f"{_PROPIA}.cuentas.intentos.por_que_se_cuenta"
AXES_LOCKOUT_CALLABLE = f"{_PROPIA}.vistas.entrada.demasiadas"
AXES_USERNAME_FORM_FIELD = "cuenta"
AXES_USERNAME_CALLABLE = f"{_PROPIA}.cuentas.intentos.como_se_cuenta"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = f"{_PROPIA}.direccion.red_de"

# --- Lo que el navegador debe exigir ------------------------------------------------------------

SECURE_SSL_REDIRECT = not ENTORNO.desarrollo
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENTORNO.intermediarios else None
SECURE_REDIRECT_EXEMPT = [r"^salud/$"]
SECURE_HSTS_SECONDS = 0 if ENTORNO.desarrollo else 365 * 24 * 60 * _MINUTO
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not ENTORNO.desarrollo
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        **({} if ENTORNO.desarrollo else {"upgrade-insecure-requests": True}),
    }
}

# --- Lo que se recibe ---------------------------------------------------------------------------

_MEGA = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * _MEGA
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DATA_UPLOAD_MAX_NUMBER_FILES = 4
# Lo que se sube es reservado: nunca toca el disco sin cifrar.
FILE_UPLOAD_HANDLERS = [f"{_PROPIA}.subidas.EnMemoria"]

# --- Lo demás -----------------------------------------------------------------------------------

LANGUAGE_CODE = "es-mx"
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "estaticos/"
# En desarrollo se sirven desde donde están: no hay nada que juntar.
STATIC_ROOT = None if ENTORNO.desarrollo else ENTORNO.estaticos
STATICFILES_DIRS = [
    _AQUI / "estaticos",
    ("tema", carpeta_de_recursos() / "sitio" / "tema" / "estilo"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENTORNO.desarrollo
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = ENTORNO.desarrollo

# Nunca va el valor de un campo ni el cuerpo de una petición a la bitácora del servidor.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"sin_valores": {"()": f"{_PROPIA}.registro.SinValores"}},
    "formatters": {"json": {"()": f"{_PROPIA}.registro.EnJson"}},
    "handlers": {
        "errores": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["sin_valores"],
        }
    },
    "root": {"handlers": ["errores"], "level": "WARNING"},
    "loggers": {
        "conoceles": {"handlers": ["errores"], "level": "INFO", "propagate": False},
        "django": {"handlers": ["errores"], "level": "WARNING", "propagate": False},
        "axes": {"handlers": ["errores"], "level": "ERROR", "propagate": False},
    },
}
