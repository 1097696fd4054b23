"""¿Está instalado lo que la captura necesita? Si no, se dice cómo."""

from generador.errores import ErrorConoceles

_DEL_EXTRA = frozenset(
    {
        "argon2", "axes", "csp", "dj_database_url", "django", "django_otp", "gunicorn", "PIL",
        "psycopg", "reportlab", "segno", "whitenoise",
    }
)  # fmt: skip


def con_django() -> None:
    """Deja Django listo. Lanza `ErrorConoceles` si falta el extra o un ajuste."""
    try:
        from generador.captura.aplicacion import preparar

        preparar()
    except ModuleNotFoundError as error:
        raise falta_el_extra(error) from error


def falta_el_extra(error: ModuleNotFoundError) -> Exception:
    """Lo que se dice si faltan las bibliotecas de la captura; otro módulo es un error nuestro."""
    if (error.name or "").partition(".")[0] not in _DEL_EXTRA:
        return error
    return ErrorConoceles(
        f"Para la captura faltan bibliotecas ({error.name}): instale «conoceles[captura]» o corra "
        "«make captura»."
    )
