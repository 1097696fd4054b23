"""¿Cómo se guarda lo que se está llenando sin que nadie pierda lo suyo?

Quien guarda dice sobre qué versión escribió. Si otra persona guardó antes, no se encima: se le
muestran las dos y decide. Todo va cifrado; el renglón solo dice quién y cuándo.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import BinaryField
from django.db.models.functions import Substr

from generador.captura.llave import abrir_archivo, cerrar_archivo, cifrar, descifrar
from generador.captura.models import Adjunto, Borrador
from generador.captura.reloj import ahora
from generador.errores import ErrorConoceles

_BASTA = 120
"""Bytes del principio de lo cifrado: ahí va la llave que se sortea cada vez."""
Contenido = dict[str, Any]
"""Los bloques del expediente que se llenan: `curricular`, `identidad` y `consentimiento`."""


class SeAdelantaron(ErrorConoceles):
    """Otra persona guardó después de que se abrió la página."""

    def __init__(self, vigente: Borrador) -> None:
        super().__init__(
            f"{vigente.por} guardó antes que usted: compare lo suyo con lo de ella y elija."
        )
        self.vigente = vigente


@dataclass(frozen=True, slots=True)
class Archivo:
    """Lo que se subió, ya revisado."""

    contenido: bytes
    tipo: str


def buscar(clave: str, para: str = Borrador.CAPTURA) -> Borrador | None:
    """El borrador de ese trámite, si alguien ya empezó."""
    return Borrador.objects.filter(clave=clave, para=para).first()


def apartar(clave: str, para: str = Borrador.CAPTURA) -> Borrador | None:
    """El mismo, en una transacción y con el turno de cambiarlo: nadie lo toca mientras tanto."""
    return Borrador.objects.select_for_update().filter(clave=clave, para=para).first()


def nuevo(clave: str, para: str = Borrador.CAPTURA) -> Borrador:
    """Uno en blanco, que todavía no está en la base."""
    return Borrador(clave=clave, para=para, creado=ahora())


def leer(borrador: Borrador | None) -> Contenido:
    """Lo que dice; vacío si nadie ha guardado. Lanza `NoAbre` si está alterado."""
    if borrador is None or not borrador.cifrado:
        return {}
    return descifrar(borrador.cifrado, _de(borrador))


@transaction.atomic(savepoint=False)
def guardar(
    clave: str,
    cuenta: str,
    contenido: Mapping[str, Any],
    version: int,
    *,
    para: str = Borrador.CAPTURA,
    terminada: str = "",
) -> Borrador:
    """Guarda el contenido entero sobre esa versión; 0 si es el primero.

    `terminada` es la sección que se da por hecha. Lanza `SeAdelantaron` si ya hay otra versión.
    """
    borrador = apartar(clave, para) or nuevo(clave, para)
    return guardar_en(borrador, cuenta, contenido, version, terminada)


def guardar_en(
    borrador: Borrador,
    cuenta: str,
    contenido: Mapping[str, Any],
    version: int,
    terminada: str = "",
) -> Borrador:
    """Lo mismo, en el que ya se apartó."""
    if borrador.version != version:
        raise SeAdelantaron(borrador)
    borrador.version += 1
    borrador.guardado, borrador.por = ahora(), cuenta
    borrador.cifrado = cifrar(contenido, _de(borrador))
    if terminada and terminada not in borrador.avance:
        borrador.avance = [*borrador.avance, terminada]
    borrador.save()
    return borrador


def adjuntar(borrador: Borrador, clase: str, archivo: Archivo) -> Adjunto:
    """Guarda cifrado el archivo de esa clase, en lugar del que hubiera."""
    adjunto, _ = Adjunto.objects.update_or_create(
        borrador=borrador,
        clase=clase,
        defaults={
            "cifrado": cerrar_archivo(archivo.contenido),
            "tipo": archivo.tipo,
            "tamano": len(archivo.contenido),
            "subido": ahora(),
        },
    )
    return adjunto


def adjunto_de(borrador: Borrador | None, clase: str) -> bytes | None:
    """El archivo de esa clase, ya abierto; None si no se ha subido."""
    return adjuntos_de(borrador, clase).get(clase)


def adjuntos_de(borrador: Borrador | None, *clases: str) -> dict[str, bytes]:
    """Clase → el archivo, ya abierto; los que no se han subido no están."""
    if borrador is None:
        return {}
    hallados = Adjunto.objects.filter(borrador=borrador, clase__in=clases)
    return {a.clase: abrir_archivo(a.cifrado) for a in hallados}


def subidos(borrador: Borrador) -> frozenset[tuple[str, bytes]]:
    """Qué archivos tiene, sin leerlos: si alguno cambió, también cambió con qué empieza cifrado."""
    principio = Substr("cifrado", 1, _BASTA, output_field=BinaryField())
    suyos = Adjunto.objects.filter(borrador=borrador).annotate(principio=principio)
    return frozenset((c, bytes(p)) for c, p in suyos.values_list("clase", "principio"))


def destruir(clave: str, para: str = Borrador.CAPTURA) -> None:
    """Borra el borrador y sus archivos: lo suyo ya está en la bóveda o en Git."""
    Borrador.objects.filter(clave=clave, para=para).delete()


def _de(borrador: Borrador) -> str:
    """A qué renglón está atado lo cifrado."""
    return f"borrador {borrador.para} {borrador.clave}"
