"""¿Cómo se anota una acción, y cómo se comprueba que nadie tocó lo anotado? (PTO 15)

Cada renglón suma el anterior. La base rechaza cambiarlo o quitarlo; si alguien lo hace por debajo,
la cadena ya no cuadra; y si la corta, le falta lo que cada despacho dejó anclado en Git.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from generador.captura.models import Asiento
from generador.captura.reloj import ahora
from generador.nucleo.cadena import CAPTURA, ORIGEN, sumar

NOMBRE = CAPTURA
"""Cómo se llama esta bitácora donde se ancla."""
_TURNO = 0x636F6E6F
_LARGO = 240


def anotar(cuenta: str, modulo: str, accion: str, objeto: str = "", detalle: str = "") -> Asiento:
    """Agrega un renglón. Dentro de una transacción, entra o no entra con ella.

    `detalle` nunca lleva lo que alguien contestó: dice secciones, folios, motivos.
    """
    with transaction.atomic(savepoint=False):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURNO])
        ultimo = Asiento.objects.order_by("-numero").values_list("numero", "suma").first()
        numero, previa = (ultimo[0] + 1, ultimo[1]) if ultimo else (1, ORIGEN)
        asiento = Asiento(
            numero=numero,
            instante=ahora(),
            cuenta=cuenta[:60],
            modulo=modulo,
            accion=accion,
            objeto=objeto[:_LARGO],
            detalle=detalle[:_LARGO],
            previa=previa,
        )
        asiento.suma = sumar(cuerpo(asiento))
        asiento.save(force_insert=True)
        return asiento


def cuerpo(asiento: Asiento) -> dict[str, Any]:
    """Lo que la suma de un renglón cubre."""
    return {
        "numero": asiento.numero,
        "instante": _sello(asiento.instante),
        "cuenta": asiento.cuenta,
        "modulo": asiento.modulo,
        "accion": asiento.accion,
        "objeto": asiento.objeto,
        "detalle": asiento.detalle,
        "previa": asiento.previa,
    }


def _sello(instante: datetime) -> str:
    return instante.astimezone(UTC).isoformat()


def cabeza() -> str:
    """La última suma: la que cada despacho ancla en Git."""
    return Asiento.objects.order_by("-numero").values_list("suma", flat=True).first() or ORIGEN


def defectos() -> Iterator[str]:
    """Cada renglón que no cuadra, en una frase."""
    previa, numero = ORIGEN, 0
    for asiento in Asiento.objects.order_by("numero").iterator(2_000):
        numero += 1
        if asiento.numero != numero:
            yield f"Falta el renglón {numero} de la bitácora de captura: alguien lo quitó."
            numero = asiento.numero
        if asiento.previa != previa or asiento.suma != sumar(cuerpo(asiento)):
            yield (
                f"El renglón {numero} de la bitácora de captura no sigue al anterior: alguien "
                "quitó, cambió o movió uno."
            )
        previa = asiento.suma


def sumas() -> list[str]:
    """La suma de cada renglón mientras la cadena siga: contra ellas se comprueba lo anclado."""
    halladas: list[str] = []
    for asiento in Asiento.objects.order_by("numero").iterator(2_000):
        previa = halladas[-1] if halladas else ORIGEN
        if asiento.previa != previa or asiento.suma != sumar(cuerpo(asiento)):
            break
        halladas.append(asiento.suma)
    return halladas


def exportar() -> Iterator[str]:
    """Un renglón JSON por asiento, para guardarla fuera."""
    for asiento in Asiento.objects.order_by("numero").iterator(2_000):
        yield json.dumps({**cuerpo(asiento), "suma": asiento.suma}, ensure_ascii=False)
