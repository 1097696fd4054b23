"""¿Cómo se escribe un proceso ficticio completo?

Una carpeta igual a la de un proceso real, con la marca de ficticio: su proceso.yml, sus emblemas,
sus expedientes, su extracto y sus estadísticas. La misma semilla escribe lo mismo.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from random import Random
from typing import Any

from generador.archivos.carga import cargar
from generador.archivos.escritura import OrdenDeClaves, escribir
from generador.archivos.esquemas import leer_esquemas, orden_de_claves
from generador.archivos.estadistica import a_csv, ruta_de
from generador.archivos.lectura_proceso import armar_proceso
from generador.archivos.texto import leer
from generador.nucleo.claves import CARPETA, carpeta_canonica
from generador.nucleo.estadistica.contables import preguntas_contables
from generador.nucleo.modelo import Registro
from generador.nucleo.proceso import Proceso
from generador.recursos import carpeta_de_esquemas
from generador.simulacion.emblema import dibujar_emblema
from generador.simulacion.estadistica import cortes_ficticios, fechas_de_corte
from generador.simulacion.hojas import HojasDeIdentidad
from generador.simulacion.identidad import preguntas_de
from generador.simulacion.taller import Taller
from generador.simulacion.territorio import Contienda, repartir

PLANTILLA = "edomex-2024"

Avance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Pedido:
    """Qué proceso ficticio se quiere."""

    cuantas: int
    semilla: str
    fotos: bool = True
    estadisticas: bool = True
    ambitos: dict[str, tuple[str, ...]] | None = None
    clave: str = "demostracion"
    nombre: str = "Diputaciones locales y ayuntamientos (demostración)"
    carpeta_emblemas: str = "emblemas"
    en_blanco: bool = False
    """Los expedientes sin captura, y aparte, en `capturas/`, lo que cada quien enviaría."""


CAPTURAS = "capturas"
EN_BLANCO: Mapping[str, Any] = {
    "curricular": None,
    "consentimiento": None,
    "identidad": {"estado": "pendiente"},
    "tramite": {},
}


@dataclass(frozen=True, slots=True)
class Simulado:
    """Lo que se escribió."""

    candidaturas: int
    extracto: int


def simular(destino: Path, pedido: Pedido, avance: Avance | None = None) -> Simulado:
    """Escribe en `destino` el proceso: proceso.yml, candidaturas/, estadistica/ y el extracto."""
    esquemas = leer_esquemas(carpeta_de_esquemas())
    origen = carpeta_de_esquemas() / "procesos" / PLANTILLA
    base = leer((origen / "proceso.yml").read_bytes()).dato
    plantilla = armar_proceso(base, origen)
    azar = Random(f"reparto {pedido.semilla}")
    contienda = repartir(plantilla, pedido.cuantas, azar, pedido.ambitos)
    dato = _proceso_ficticio(base, contienda, pedido)
    _escribir_proceso(destino, dato, contienda, pedido, esquemas)
    proceso = armar_proceso(dato, destino)
    taller = Taller(proceso, pedido.semilla, preguntas_de(esquemas), con_fotos=pedido.fotos)
    orden = orden_de_claves(esquemas, "candidatura")
    extracto: dict[str, Any] = {}
    hojas = HojasDeIdentidad(proceso, preguntas_de(esquemas))
    escritas = 0
    for expediente, foto, extraido in taller.expedientes(contienda.lugares):
        ruta = _ruta(destino, expediente, proceso)
        if pedido.en_blanco:
            if "sustituye_a" in expediente["tramite"]:
                continue  # todavía nadie sustituye a nadie
            _escribir_en_blanco(ruta, expediente, orden)
            ruta = destino / CAPTURAS / ruta.relative_to(destino / CARPETA)
            hojas.agregar(ruta.parent, expediente)
            expediente = _lo_capturado(expediente)  # noqa: PLW2901 - lo demás es de la bóveda
        ruta.parent.mkdir(parents=True, exist_ok=True)
        ruta.write_text(escribir(expediente, orden), encoding="utf-8", newline="\n")
        if foto:
            ruta.with_suffix(".webp").write_bytes(foto)
        if extraido:
            extracto[expediente["clave"]] = extraido
        escritas += 1
        if avance:
            avance(escritas, len(contienda.lugares))
    _escribir_extracto(destino, proceso, {} if pedido.en_blanco else extracto)
    if pedido.en_blanco:
        hojas.escribir(destino / CAPTURAS)
    elif pedido.estadisticas:
        _escribir_estadisticas(destino, proceso)
    return Simulado(escritas, len(extracto))


def _escribir_en_blanco(ruta: Path, expediente: dict[str, Any], orden: OrdenDeClaves) -> None:
    """El expediente como sale del registro: con su persona y nada más."""
    registro = {**expediente["registro"], "estatus": "registrada"}
    ruta.parent.mkdir(parents=True, exist_ok=True)
    vacio = {**expediente, "registro": registro, **EN_BLANCO}
    ruta.write_text(escribir(vacio, orden), encoding="utf-8", newline="\n")


def _lo_capturado(expediente: dict[str, Any]) -> dict[str, Any]:
    """Lo que la persona escribe: su curricular. Lo de identidad va en su hoja, a la bóveda."""
    registro = {**expediente["registro"], "estatus": "registrada"}
    return {**expediente, **EN_BLANCO, "registro": registro, "curricular": expediente["curricular"]}


def _ruta(destino: Path, expediente: dict[str, Any], proceso: Proceso) -> Path:
    carpeta = carpeta_canonica(Registro(**expediente["registro"]), proceso)
    if carpeta is None:
        raise ValueError(f"{expediente['clave']} no tiene lugar en el proceso.")
    return destino / carpeta / f"{expediente['clave']}.yml"


def _proceso_ficticio(base: dict[str, Any], contienda: Contienda, pedido: Pedido) -> dict[str, Any]:
    dato: dict[str, Any] = json.loads(json.dumps(base))
    dato["proceso"] |= {
        "clave": pedido.clave,
        "nombre": pedido.nombre,
        "autoridad": "Instituto Electoral de demostración",
        "siglas": "IED",
        "correo": "conoceles@ejemplo.invalid",
        "url": "https://conoceles.ejemplo.invalid/",
        "ficticio": True,
    }
    for tipo, ambito in dato["ambitos"].items():
        if "catalogo" in ambito:
            ambito["solo"] = list(contienda.ambitos.get(tipo, ())) or ["001"]
    dato["postulantes"] = {
        p.clave: {
            "nombre": p.nombre,
            "siglas": p.siglas,
            "tipo": p.tipo,
            **({"integrantes": list(p.integrantes)} if p.integrantes else {}),
            "orden": p.orden,
            **(
                {"emblema": f"{pedido.carpeta_emblemas}/{p.clave.lower()}.svg"}
                if p.tipo == "partido"
                else {}
            ),
        }
        for p in contienda.postulantes.values()
    }
    dato["alianzas"] = contienda.alianzas
    dato["plazos"]["conservacion"] = {
        "cantidad": 30,
        "unidad": "naturales",
        "fundamento": "Plazo ficticio; en un proceso real, el catálogo de disposición documental.",
    }
    dato["orden"] = {
        "modo": "sorteo",
        "semilla": f"sorteo ficticio {pedido.semilla}",
        "fundamento": "Sorteo ficticio; en un proceso real, el acuerdo que lo aprueba.",
    }
    return dato


def _escribir_proceso(
    destino: Path,
    dato: dict[str, Any],
    contienda: Contienda,
    pedido: Pedido,
    esquemas: Any,
) -> None:
    destino.mkdir(parents=True, exist_ok=True)
    (destino / "candidaturas").mkdir(exist_ok=True)
    cabeza = (
        "# Proceso FICTICIO para demostraciones y ensayos: partidos, personas y respuestas "
        "inventados.\n"
        f"# Se escribió con «conoceles simular {pedido.cuantas} --semilla {pedido.semilla}».\n"
    )
    texto = escribir(dato, orden_de_claves(esquemas, "proceso"))
    (destino / "proceso.yml").write_text(cabeza + texto, encoding="utf-8", newline="\n")
    emblemas = destino / pedido.carpeta_emblemas
    emblemas.mkdir(parents=True, exist_ok=True)
    for postulante in contienda.postulantes.values():
        if postulante.tipo == "partido":
            azar = Random(f"emblema {postulante.clave}")
            (emblemas / f"{postulante.clave.lower()}.svg").write_text(
                dibujar_emblema(azar, postulante.siglas), encoding="utf-8"
            )


def _escribir_estadisticas(destino: Path, proceso: Proceso) -> None:
    fechas = fechas_de_corte(proceso)
    conjunto = cargar(destino, datetime.combine(fechas[-1], time.max))
    preguntas = preguntas_contables(conjunto.contexto.esquemas, conjunto.proceso)
    for corte in cortes_ficticios(conjunto, fechas):
        ruta = destino / ruta_de(corte.fecha)
        ruta.parent.mkdir(parents=True, exist_ok=True)
        ruta.write_text(a_csv(corte, preguntas), encoding="utf-8", newline="\n")


def _escribir_extracto(destino: Path, proceso: Proceso, extracto: dict[str, Any]) -> None:
    contenido = {
        "version": 1,
        "proceso": proceso.identificacion.clave,
        "ficticio": True,
        "candidaturas": dict(sorted(extracto.items())),
    }
    (destino / "identidad-publica.json").write_text(
        json.dumps(contenido, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
