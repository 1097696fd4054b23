"""¿Cuánto tarda y cuánta memoria usa cada paso con 20,000 candidaturas, y frente a quién?

Imprime cifras y razones; no afirma nada. `make banco` lo corre; `CUANTAS=2000 make banco` mide
otro tamaño.
"""

import gzip
import json
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from actos import medir_actos
from boveda import medir_boveda
from captura import medir_captura
from medicion import Medida, anotar
from pares import escribir_hugo, escribir_mkdocs

CUANTAS = int(os.environ.get("CUANTAS", "20000"))
_BIN = Path(sys.executable).parent
_MEGA = 1e6
_MUESTRA = 500
UNA_ESPERA_DE_CADA = 20
AGUJAS_POR_PERSONA = 5


def principal() -> None:
    """Simula, mide y empareja; deja una tabla en Markdown en la salida."""
    carpeta = Path(tempfile.mkdtemp(prefix="banco-conoceles-"))
    bitacora = carpeta / "bitacora.txt"
    try:
        _tamano(carpeta, bitacora, max(CUANTAS // 10, 100), con_pares=False)
        _tamano(carpeta, bitacora, CUANTAS, con_pares=True)
        medir_captura()
    finally:
        if "CONSERVAR" in os.environ:
            print(f"Se conserva {carpeta}", file=sys.stderr)
        else:
            shutil.rmtree(carpeta)


def _tamano(carpeta: Path, bitacora: Path, cuantas: int, *, con_pares: bool) -> None:
    raiz = carpeta / f"proceso-{cuantas}"
    conoceles = [str(_BIN / "conoceles"), "--raiz", str(raiz)]

    def paso(nombre: str, *orden: str, donde: Path = carpeta) -> Medida:
        return anotar(nombre, orden, donde, bitacora)

    print(f"\n### {cuantas:,} candidaturas\n\n| Paso | Tiempo | Memoria | Salida |")
    print("|---|---:|---:|---:|")
    simular = [*conoceles[:1], "simular", str(cuantas), "--carpeta", str(raiz)]
    paso("simular (con fotos, sin estadísticas)", *simular, "--sin-estadisticas")
    validar = paso("validar", *conoceles, "validar", "--maximo", "1")
    paginas = paso(
        "construir --sin-datos (leer, validar, páginas e índices)",
        *conoceles,
        "construir",
        "--sin-datos",
        "--tolerar-errores",
        "--destino",
        str(carpeta / f"sin-datos-{cuantas}"),  # nueva: borrar lo anterior no es construir
    )
    completo = paso(
        "construir (además CSV, XLSX y frictionless)", *conoceles, "construir", "--tolerar-errores"
    )
    publico = raiz / "publico"
    paso("comprobar-reserva (sin llave)", *conoceles, "comprobar-reserva")
    agujas = _escribir_agujas(carpeta / f"agujas-{cuantas}.json", cuantas)
    paso(
        f"comprobar-reserva ({cuantas * AGUJAS_POR_PERSONA:,} agujas, sin Git)",
        *conoceles,
        "comprobar-reserva",
        "--sin-git",
        "--agujas",
        str(agujas),
    )
    _pesos(publico)
    if con_pares:
        hugo, mkdocs = carpeta / "hugo", carpeta / "mkdocs"
        escribir_hugo(publico, hugo)
        par = paso("par: Hugo", str(_BIN / "hugo"), "--quiet", donde=hugo)
        escribir_mkdocs(publico, mkdocs)
        otro = paso(
            "par: MkDocs con Material, fuera de nav",
            str(_BIN / "mkdocs"),
            "build",
            "--quiet",
            donde=mkdocs,
        )
        indice = mkdocs / "site" / "search" / "search_index.json"
        estampar = paginas.segundos - validar.segundos
        print(f"\nValidar / Hugo: {validar.segundos / par.segundos:.2f}")
        print(f"Páginas e índices, sin leer ni validar / Hugo: {estampar / par.segundos:.2f}")
        print(f"Leer, validar, páginas e índices / Hugo: {paginas.segundos / par.segundos:.2f}")
        print(f"Construir completo / Hugo: {completo.segundos / par.segundos:.2f}")
        print(f"Páginas e índices / MkDocs: {paginas.segundos / otro.segundos:.2f}")
        if indice.is_file():
            print(f"Índice de búsqueda de MkDocs: {indice.stat().st_size / _MEGA:,.1f} MB")
    medir_boveda(raiz, carpeta / f"custodia-{cuantas}", cuantas)
    medir_actos(raiz, carpeta / f"expediente-{cuantas}", bitacora, cuantas // UNA_ESPERA_DE_CADA)


def _escribir_agujas(ruta: Path, cuantas: int) -> Path:
    """Textos que no están en ninguna parte, tantos como podría guardar la bóveda."""
    agujas = [
        {
            "clave": f"AYU-{n:06}",
            "campo": "i03_otra",
            "texto": f"palabra {n * 7_919:x} reservada {k}",
        }
        for n in range(cuantas)
        for k in range(AGUJAS_POR_PERSONA)
    ]
    ruta.write_text(json.dumps(agujas), encoding="utf-8")
    ruta.chmod(0o600)
    return ruta


def _pesos(publico: Path) -> None:
    fichas = sorted((publico / "candidaturas").glob("*/index.html"))
    muestra = [f.read_bytes() for f in fichas[:: max(1, len(fichas) // _MUESTRA)]]
    if not muestra:
        return
    total = sum(f.stat().st_size for f in publico.rglob("*") if f.is_file())
    nombres = sum(f.stat().st_size for f in publico.glob("busqueda/**/*.json"))
    print(
        f"\nFicha media: {statistics.mean(map(len, muestra)) / 1000:.1f} KB; comprimida: "
        f"{statistics.mean(len(gzip.compress(m)) for m in muestra) / 1000:.1f} KB"
    )
    print(
        f"Índice de nombres: {nombres / _MEGA:.2f} MB; sitio: {total / _MEGA:,.0f} MB; "
        f"fichas: {len(fichas):,}"
    )


if __name__ == "__main__":
    principal()
