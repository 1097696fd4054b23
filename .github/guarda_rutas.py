"""¿Toca esta propuesta solo lo que puede tocar?

Lee de la entrada estándar lo que dice `git diff --raw -z --no-renames base...propuesta`. Una
propuesta de datos toca una sola carpeta de planilla o fórmula bajo `candidaturas/`, y nada más; la
que no toca `candidaturas/` es del programa y aquí pasa sin más. Lo corre la revisión desde la rama
base, así que una propuesta no puede cambiar su propia guarda. Sale con 1 si algo no se admite.
"""

import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

RAIZ = "candidaturas/"
NIVELES = 3  # elección, ámbito y postulante
ARCHIVO_NORMAL = "100644"
NADA = "000000"
NOMBRE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)+\.(yml|webp)")


class Cambio(NamedTuple):
    """Un archivo que la propuesta cambia: modo con que queda, letra de git y ruta."""

    modo: str
    accion: str
    ruta: str


def leer_cambios(crudo: str) -> list[Cambio]:
    """Entra la salida de `git diff --raw -z`; sale un cambio por archivo."""
    partes = crudo.rstrip("\0").split("\0") if crudo.strip("\0") else []
    pares = zip(partes[::2], partes[1::2], strict=True)
    return [Cambio(datos.split()[1], datos.split()[4][0], ruta) for datos, ruta in pares]


def revisar(cambios: list[Cambio]) -> Iterator[tuple[str, str]]:
    """Da (ruta, motivo) por cada cambio que no se admite en una propuesta de datos."""
    if not any(cambio.ruta.startswith(RAIZ) for cambio in cambios):
        return
    carpetas = {_carpeta(c.ruta) for c in cambios if c.ruta.startswith(RAIZ)}
    if len(carpetas) > 1:
        yield (
            min(carpetas),
            "toca más de una carpeta; proponga cada planilla o fórmula por separado",
        )
    for cambio in cambios:
        motivo = _motivo(cambio)
        if motivo:
            yield cambio.ruta, motivo


def _carpeta(ruta: str) -> str:
    return "/".join(ruta.split("/")[: NIVELES + 1])


def _motivo(cambio: Cambio) -> str:
    *carpeta, nombre = cambio.ruta.split("/")
    if not cambio.ruta.startswith(RAIZ):
        return "una propuesta de candidaturas no puede tocar nada fuera de candidaturas/"
    if len(carpeta) != NIVELES + 1 or not NOMBRE.fullmatch(nombre):
        return "no es candidaturas/<elección>/<ámbito>/<postulante>/<CLAVE>.yml ni su imagen .webp"
    if cambio.accion == "D" and nombre.endswith(".yml"):
        return "una candidatura no se borra: cambie registro.estatus (PTO 44)"
    if cambio.modo not in {ARCHIVO_NORMAL, NADA}:
        return f"debe ser un archivo normal y su modo es {cambio.modo} (¿enlace o ejecutable?)"
    return ""


def principal() -> int:
    """Revisa la entrada estándar y escribe anotaciones; devuelve el código de salida."""
    rechazos = list(revisar(leer_cambios(sys.stdin.read())))
    for ruta, motivo in rechazos:
        seguro = ruta.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        propiedad = seguro.replace(":", "%3A").replace(",", "%2C")
        sys.stdout.write(f"::error file={propiedad},title=RUTAS::{seguro}: {motivo}\n")
    return 1 if rechazos else 0


if __name__ == "__main__":
    sys.exit(principal())
