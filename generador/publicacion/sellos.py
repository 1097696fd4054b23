"""¿Con qué se reconoce a quien postula? Sus siglas y, si la autoridad lo dio, su emblema."""

from dataclasses import dataclass
from pathlib import Path

from generador.errores import ConstruccionFallida
from generador.nucleo.dibujo import defecto_de_dibujo
from generador.nucleo.proceso import Postulante, Proceso
from generador.publicacion.fuente import Fuente


@dataclass(frozen=True, slots=True)
class Sello:
    """Las siglas y la dirección del emblema desde la raíz del sitio, vacía si no hay."""

    siglas: str
    emblema: str


def sellos(proceso: Proceso, postulante: Postulante) -> tuple[Sello, ...]:
    """Los de quienes integran la alianza, o el propio."""
    postulantes = proceso.postulantes
    juntos = [postulantes[uno] for uno in postulante.integrantes if uno in postulantes]
    return tuple(
        Sello(uno.siglas, url_de_emblema(uno) if uno.emblema else "")
        for uno in juntos or [postulante]
    )


def url_de_emblema(postulante: Postulante) -> str:
    """Dónde queda su emblema en el sitio."""
    return f"emblemas/{postulante.clave.lower()}.svg"


def copiar_emblemas(fuente: Fuente, carpeta: Path) -> int:
    """Copia los emblemas al sitio y devuelve sus bytes.

    Lanza `ConstruccionFallida` ante uno que la regla PRO12 señala; lo que se copia se vuelve a
    juzgar, por si el archivo cambió.
    """
    proceso, tamano = fuente.proceso, 0
    for postulante in proceso.postulantes.values():
        if not postulante.emblema:
            continue
        defecto = proceso.defectos_de_emblemas.get(postulante.clave, "")
        crudo = b"" if defecto else (fuente.raiz / postulante.emblema).read_bytes()
        if defecto := defecto or defecto_de_dibujo(crudo):
            raise ConstruccionFallida(
                f"El emblema de {postulante.clave}, «{postulante.emblema}», {defecto}. Corríjalo o "
                "quítelo de proceso.yml: «conoceles reglas PRO12» explica cómo."
            )
        destino = carpeta / url_de_emblema(postulante)
        destino.parent.mkdir(exist_ok=True)
        destino.write_bytes(crudo)
        tamano += len(crudo)
    return tamano
