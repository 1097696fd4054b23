"""¿Con qué palabras se nombra al proceso, a un cargo o a una cantidad en las páginas?"""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from generador.nucleo.calendario import fecha_hora_larga, fecha_larga
from generador.nucleo.ficha import FichaPublica
from generador.nucleo.proceso import Proceso
from generador.publicacion.fuente import Fuente


def textos_del_proceso(fuente: Fuente) -> dict[str, str]:
    """Lo que el tema y las páginas escritas dicen del proceso. Todo es texto, sin escapar."""
    proceso = fuente.proceso
    quien, fechas = proceso.identificacion, proceso.fechas
    return {
        "proceso": quien.nombre,
        "clave": quien.clave,
        "autoridad": quien.autoridad,
        "siglas": quien.siglas,
        "unidad": quien.unidad,
        "entidad": quien.entidad,
        "correo": quien.correo,
        "norma": quien.norma,
        "url": quien.url,
        "ficticio": "si" if quien.ficticio else "",
        "corte": fecha_hora_larga(fuente.corte, proceso.calendario),
        "version": fuente.origen.commit[:10] or "sin historial",
        "publicacion": fecha_larga(fechas.publicacion),
        "jornada": fecha_larga(fechas.jornada),
        "campanas_fin": fecha_larga(fechas.campanas_fin),
        "cambios_hasta": fecha_larga(proceso.plazos.cambios_hasta),
        "dias_captura": dias(proceso.plazos.captura.cantidad, proceso.plazos.captura.unidad),
        "dias_sustitucion": dias(
            proceso.plazos.sustitucion.cantidad, proceso.plazos.sustitucion.unidad
        ),
        "celda_minima": str(proceso.lecturas.celda_minima),
        "orden": _orden(proceso),
        "orden_fundamento": proceso.orden.fundamento,
        "semilla": proceso.orden.semilla or "no se usa",
        "accion_afirmativa": proceso.lecturas.fundamento_accion_afirmativa,
    }


def _orden(proceso: Proceso) -> str:
    if proceso.orden.modo == "sorteo":
        return "por sorteo comprobable: el de la semilla pública"
    return "el del registro de los postulantes"


def dias(cantidad: int, unidad: str) -> str:
    """«15 días naturales»."""
    clase = {"naturales": ("natural", "naturales"), "habiles": ("hábil", "hábiles")}[unidad]
    return f"1 día {clase[0]}" if cantidad == 1 else f"{cantidad} días {clase[1]}"


def miles(numero: int) -> str:
    """«20,000»."""
    return f"{numero:,}"


def cuantas(numero: int, singular: str, plural: str) -> str:
    """«1 candidatura», «2,140 candidaturas»."""
    return f"{miles(numero)} {singular if numero == 1 else plural}"


def enumerar(partes: Sequence[str]) -> str:
    """«a, b y c»."""
    if len(partes) < 2:  # noqa: PLR2004
        return "".join(partes)
    ultima = partes[-1]
    suena_a_i = ultima[:1].lower() in "ií" or ultima[:2].lower() in ("hi", "hí")
    diptongo = ultima[:3].lower() in ("hie", "hia")
    union = "e" if suena_a_i and not diptongo else "y"
    return f"{', '.join(partes[:-1])} {union} {ultima}"


def puesto(ficha: FichaPublica) -> str:
    """El cargo y, si se numera, su posición: «Regidora, posición 2»."""
    if ficha.numero is None:
        return ficha.cargo_nombre
    return f"{ficha.cargo_nombre}, posición {ficha.numero}"


def caracter_corto(ficha: FichaPublica) -> str:
    """«Propietaria», «Propietario» o «Suplente»."""
    if ficha.caracter == "propietaria" and ficha.sexo == "hombre":
        return "Propietario"
    return ficha.caracter.capitalize()


def dia(texto: str) -> str:
    """Un instante o una fecha ISO, como fecha larga; vacío si no hay."""
    return fecha_larga(date.fromisoformat(texto[:10])) if texto else ""


def anfitrion(url: str) -> str:
    """El nombre del servidor de una dirección, sin «www.»."""
    return (urlsplit(url).hostname or "").removeprefix("www.")
