"""¿Cómo se vería la ficha con lo que se lleva escrito? Con la misma plantilla del sitio.

Se publica en memoria, para quien llena y nadie más: nada de esto llega al sitio ni al disco.
"""

import copy
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from generador.archivos.fotografia import foto_de_contenido
from generador.captura.formulario.revision import Revision
from generador.captura.formulario.secciones import CURRICULAR, DE_IDENTIDAD, FIRMA
from generador.captura.formulario.trabajo import Trabajo
from generador.captura.llenado.escrito import Llenado, armar
from generador.captura.llenado.valores import poner
from generador.nucleo.conjunto import Conjunto, Contexto
from generador.nucleo.identidad.publica import extraer
from generador.nucleo.modelo import Candidatura, Fotografia
from generador.nucleo.publico import publicar
from generador.publicacion.fuente import Fuente, Origen
from generador.publicacion.indice import Indice
from generador.publicacion.paginas import ficha
from generador.publicacion.plantillas import crear_entorno
from generador.publicacion.sellos import Sello
from generador.publicacion.textos import textos_del_proceso


class Como(StrEnum):
    """Con qué consentimiento se mira."""

    ELEGIDO = "elegido"
    PUBLICA = "publica"
    RESERVA = "reserva"
    CERRADA = "cerrada"


TITULOS: Mapping[Como, str] = {
    Como.ELEGIDO: "Como se eligió",
    Como.PUBLICA: "Si se publican",
    Como.RESERVA: "Si no se publican",
    Como.CERRADA: "Si no se tratan",
}
_FIRMAS: Mapping[Como, Mapping[str, bool]] = {
    Como.ELEGIDO: {},
    Como.PUBLICA: {"tratamiento": True, "publicacion": True},
    Como.RESERVA: {"tratamiento": True, "publicacion": False},
    Como.CERRADA: {"tratamiento": False, "publicacion": False},
}


def dibujar(trabajo: Trabajo, como: Como, plantillas: str, datos: Mapping[str, Any]) -> str | None:
    """El HTML entero de la vista previa; None si con lo escrito todavía no sale una ficha."""
    indice = _indice(trabajo, como)
    if indice is None:
        return None
    pagina = ficha.componer(indice, indice.por_clave[trabajo.clave])
    entorno = _entorno(plantillas, indice.fuente)
    propios = dict(pagina.datos)
    propios["imagen"] = datos["imagen"] if propios["imagen"] else ""
    propios["siglas"] = tuple(Sello(s.siglas, "") for s in propios.get("siglas", ()))
    propios |= {nombre: dato for nombre, dato in datos.items() if nombre != "imagen"}
    base = indice.proceso.identificacion.url
    html = entorno.get_template("vista_previa.html").render(
        propios, pagina=pagina, base=base, raiz=pagina.raiz
    )
    return _con_ligas_al_sitio(html, base, pagina.url)


def _con_ligas_al_sitio(html: str, sitio: str, url: str) -> str:
    """Las ligas de la ficha parten de su carpeta: aquí llevan al sitio público.

    Lo que alguien escribió va escapado, así que nunca forma un `href="`.
    """
    return html.replace('href="../../', f'href="{sitio}').replace(
        'href="ficha.json"', f'href="{sitio}{url}ficha.json"'
    )


def _entorno(plantillas: str, fuente: Fuente) -> Environment:
    entorno = crear_entorno()
    propias = FileSystemLoader(plantillas)
    entorno.loader = ChoiceLoader([propias, entorno.loader] if entorno.loader else [propias])
    entorno.globals.update(abierto=True, proceso=fuente.proceso, sitio=textos_del_proceso(fuente))
    return entorno


def _indice(trabajo: Trabajo, como: Como) -> Indice | None:
    """La candidatura sola, publicada como si ya estuviera validada."""
    contexto = _ya_abierto(trabajo.rige.contexto)
    rige = replace(trabajo.rige, contexto=contexto)
    contenido = _sin_lo_mal_formado(trabajo.contenido, trabajo.revision)
    firma = {"fecha": contexto.hoy.isoformat(), **contenido.get(FIRMA, {}), **_FIRMAS[como]}
    if firma.get("tratamiento") is not None:
        contenido[FIRMA] = {**firma, "fecha": contexto.hoy.isoformat()}
    if firma.get("tratamiento") is False:
        contenido.pop(DE_IDENTIDAD, None)
    contenido.setdefault(CURRICULAR, {"contacto": {}})
    viejo = trabajo.llenado
    llenado = Llenado(viejo.expediente, contenido, viejo.foto, viejo.documento or b"%PDF-")
    armado = armar(llenado, rige, contexto.ahora)
    dato = dict(armado.dato)
    dato["tramite"] = {**dato["tramite"], "validada": dato["tramite"]["enviada"]}
    try:
        una = Candidatura.de_dato(trabajo.expediente.archivo, dato)
    except (TypeError, KeyError, ValueError):
        return None
    if viejo.foto is not None and una.curricular:
        una = replace(una, foto=_foto(trabajo, viejo.foto))
    extracto = {}
    if armado.sobre is not None:
        propia = extraer(
            una, armado.sobre.cuestionario, contexto, rige.preguntas.campos, con_error=False
        )
        extracto = {una.clave: propia} if propia else {}
    conjunto = Conjunto(contexto, {una.clave: una})
    fuente = Fuente(
        proceso=contexto.proceso,
        publicar=lambda: publicar(conjunto, extracto),
        corte=contexto.ahora,
        origen=Origen("", contexto.ahora),
        raiz=rige.lector.raiz,
        con_identidad=True,
        abierto=True,
    )
    indice = Indice(fuente)
    return indice if una.clave in indice.por_clave else None


def _foto(trabajo: Trabajo, crudo: bytes) -> Fotografia:
    limite = trabajo.rige.contexto.proceso.fotografia
    return foto_de_contenido(trabajo.expediente.archivo, crudo, limite)


def _ya_abierto(contexto: Contexto) -> Contexto:
    """El mismo, el día en que ya se publica."""
    apertura = datetime.combine(
        contexto.proceso.fechas.publicacion, time(12), contexto.proceso.calendario.tz
    )
    return replace(contexto, ahora=max(contexto.ahora, apertura))


def _sin_lo_mal_formado(contenido: Mapping[str, Any], revision: Revision) -> dict[str, Any]:
    """Lo escrito, sin las secciones que todavía no tienen la forma debida."""
    limpio = copy.deepcopy(dict(contenido))
    for seccion in revision.secciones:
        if seccion.raiz and any(h.regla.startswith("ESQ-") for h in revision.errores_de(seccion)):
            poner(limpio, seccion.raiz, None)
    return limpio
