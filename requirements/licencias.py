"""¿Con qué licencias vienen las bibliotecas que se instalan, y alguna obliga de más?

Sin argumentos escribe `LICENCIAS.md` en la salida estándar; con `--comprobar` solo revisa y sale
con 1 si alguna no se admite: AGPL, GPL sin otra opción, o licencia desconocida.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

CANDADOS = tuple(Path(__file__).with_name(nombre) for nombre in ("base.txt", "captura.txt"))
"""El programa, y lo que la captura le agrega."""

ACLARADAS = {
    "pyrage": "MIT",
    "text-unidecode": "Artistic-1.0-Perl OR GPL-2.0-or-later",
}
"""Donde los metadatos callan o enumeran, lo que dice el archivo LICENSE del paquete."""

ENCABEZADO = """\
# Licencias de las bibliotecas

<!-- Generado por «make licencias»; no editar. -->

Lo que se instala con el programa (`requirements/base.txt`), lo que la captura le agrega
(`requirements/captura.txt`) y la licencia que declara cada paquete. Ninguno obliga a más que a
conservar su aviso; LGPL y MPL alcanzan solo a sus propios archivos. `make comprobar` rechaza AGPL y
GPL sin otra opción. Las herramientas de desarrollo no se distribuyen y no aparecen aquí.
"""

TABLA = "\n## {}\n\n| Biblioteca | Versión | Licencia |\n|---|---|---|\n"


def fijadas(candado: str) -> dict[str, str]:
    """Nombre normalizado (PEP 503) → versión, de un candado con huellas."""
    pares = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", candado, flags=re.MULTILINE)
    return {normalizar(nombre): version for nombre, version in pares}


def normalizar(nombre: str) -> str:
    """El nombre como lo comparan los índices de paquetes (PEP 503)."""
    return re.sub(r"[-_.]+", "-", nombre).lower()


def es_admisible(licencia: str) -> bool:
    """Si alguna de las opciones de la licencia no es GPL ni AGPL, y se sabe cuál es.

    Entra un texto suelto o una expresión SPDX. LGPL y MPL se admiten: alcanzan solo a sus
    propios archivos.
    """
    opciones = re.split(r"\s+OR\s+", licencia.strip(" ()"))
    return any(not _obliga_de_mas(opcion) for opcion in opciones)


def _obliga_de_mas(opcion: str) -> bool:
    texto = re.sub(r"\bLGPL|Lesser General Public|Library General Public", "", opcion)
    conocida = bool(opcion.strip()) and opcion.strip().upper() != "UNKNOWN"
    return not conocida or bool(re.search(r"GPL|Affero|General Public License", texto))


def declaradas() -> list[tuple[str, str, str, bool]]:
    """(biblioteca, versión, licencia, si es de la base) de lo que fijan los candados."""
    salida = subprocess.run(
        [sys.executable, "-m", "piplicenses", "--from=mixed", "--format=json"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    base, captura = (fijadas(candado.read_text(encoding="utf-8")) for candado in CANDADOS)
    renglones = [
        (
            paquete["Name"],
            paquete["Version"],
            ACLARADAS.get(normalizar(paquete["Name"]), paquete["License"]),
            normalizar(paquete["Name"]) in base,
        )
        for paquete in json.loads(salida)
        if normalizar(paquete["Name"]) in base | captura
    ]
    return sorted(renglones, key=lambda renglon: normalizar(renglon[0]))


def principal(argumentos: list[str]) -> int:
    """Escribe la tabla, o la revisa; devuelve el código de salida."""
    renglones = declaradas()
    if "--comprobar" not in argumentos:
        sys.stdout.write(ENCABEZADO)
        for titulo, es_base in (("La base", True), ("La captura", False)):
            sys.stdout.write(TABLA.format(titulo))
            suyas = [partes[:3] for partes in renglones if partes[3] is es_base]
            sys.stdout.writelines(f"| {n} | {v} | {licencia} |\n" for n, v, licencia in suyas)
        return 0
    malas = [
        f"{nombre}: {licencia}"
        for nombre, _, licencia, _ in renglones
        if not es_admisible(licencia)
    ]
    if malas:
        sys.stderr.write("Licencias que no se admiten:\n  " + "\n  ".join(malas) + "\n")
    return 1 if malas else 0


if __name__ == "__main__":
    sys.exit(principal(sys.argv[1:]))
