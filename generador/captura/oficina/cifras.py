"""¿Cuántas van? Agregados para la comisión y la unidad: ninguna cifra dice de quién es."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from generador.captura.fuente import vigente
from generador.captura.models import Borrador, Envio, Expediente
from generador.captura.reloj import ahora
from generador.nucleo.proceso import Proceso

POR_VENCER = timedelta(days=3)
COLUMNAS = {
    "registradas": "Registradas",
    "con_cuenta": "Con cuenta",
    "en_captura": "En captura",
    "enviadas": "Enviadas",
    "validadas": "Validadas",
    "publicadas": "Publicadas",
    "extemporaneas": "Extemporáneas",
    "por_vencer": "Por vencer",
    "vencidas": "Vencidas",
}
"""Cada cifra y su encabezado, en el orden en que se leen."""


@dataclass(frozen=True, slots=True)
class Renglon:
    """Las cifras de un corte: `nombre` es la elección, el cargo o el partido."""

    nombre: str
    valores: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Tabla:
    """Un corte: por qué se parte y sus renglones."""

    titulo: str
    renglones: tuple[Renglon, ...]


def totales() -> dict[str, int]:
    """Las de todo el proceso."""
    return dict(_vigentes().aggregate(**_cuentas()))


def tablas() -> list[Tabla]:
    """Por elección, cargo y partido que captura."""
    proceso = vigente().contexto.proceso
    return [
        Tabla(titulo, tuple(_renglones(campo, proceso)))
        for titulo, campo in (("Elección", "eleccion"), ("Cargo", "cargo"), ("Captura", "quien"))
    ]


def _renglones(campo: str, proceso: Proceso) -> list[Renglon]:
    grupos = _por(campo).order_by("grupo")
    return [
        Renglon(_nombre(campo, g["grupo"], proceso), tuple(g[c] for c in COLUMNAS)) for g in grupos
    ]


def _por(campo: str) -> QuerySet[Expediente, dict[str, Any]]:
    """Los grupos; las independientes son uno solo: cada una es su propio partido."""
    unas = _vigentes()
    if campo != "quien":
        return unas.values(grupo=F(campo)).annotate(**_cuentas())
    partidos = unas.filter(independiente=False).values(grupo=F("partido")).annotate(**_cuentas())
    solas = unas.filter(independiente=True).values(grupo=F("estatus")).annotate(**_cuentas())
    return partidos.union(solas, all=True)


def _nombre(campo: str, clave: str, proceso: Proceso) -> str:
    if campo == "eleccion":
        eleccion = proceso.elecciones.get(clave)
        return eleccion.nombre if eleccion else clave
    if campo == "cargo":
        cargo = proceso.cargos.get(clave)
        return cargo.nombre if cargo else clave
    if clave == "registrada":
        return "Independientes"
    partido = proceso.postulantes.get(clave)
    return partido.siglas if partido else clave or "Sin convenio que lo diga"


def _vigentes() -> QuerySet[Expediente]:
    de_una = {"clave": OuterRef("clave")}
    vivos = (*Envio.VIVOS, Envio.INTEGRADO)
    enviados = Envio.objects.filter(**de_una, estado__in=vivos)
    return Expediente.objects.filter(estatus="registrada").annotate(
        empezada=Exists(Borrador.objects.filter(**de_una, para=Borrador.CAPTURA)),
        en_camino=Exists(enviados),
        tarde=Exists(enviados.filter(extemporaneo=True)),
    )


def _cuentas() -> dict[str, Count]:
    momento = ahora()
    publica = vigente().contexto.hoy >= vigente().contexto.proceso.fechas.publicacion
    enviada = ~Q(enviada=None) | Q(en_camino=True)
    filtros = {
        "registradas": Q(),
        "con_cuenta": ~Q(recibida=None),
        "en_captura": Q(empezada=True) & ~enviada,
        "enviadas": enviada,
        "validadas": ~Q(validada=None),
        "publicadas": ~Q(validada=None) if publica else Q(pk=None),
        "extemporaneas": Q(enviada__gt=F("vence")) | Q(enviada=None, tarde=True),
        "por_vencer": ~enviada & Q(vence__gte=momento, vence__lte=momento + POR_VENCER),
        "vencidas": ~enviada & Q(vence__lt=momento),
    }
    return {nombre: Count("pk", filter=filtro) for nombre, filtro in filtros.items()}
