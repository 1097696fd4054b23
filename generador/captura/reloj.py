"""¿Qué hora es? La de ahora; en un proceso ficticio puede ensayarse otra."""

from datetime import UTC, datetime

from django.conf import settings


def ahora() -> datetime:
    """El instante, en UTC y sin fracciones: es el que queda escrito."""
    return (datetime.now(UTC) + settings.ENTORNO.desfase).replace(microsecond=0)
