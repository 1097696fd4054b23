"""¿Cuánto tardan los actos sobre un expediente con toda su historia, y frente a quién?

El par de cada uno es Git a secas: recorrer la misma bitácora, o unir las mismas ramas sin leer
ni revisar lo que traen.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path

from expediente import Expediente, construir_expediente
from medicion import Medida, anotar, escribir_renglon, medir

_CONOCELES = str(Path(sys.executable).parent / "conoceles")
_UNIONES_POR_MINUTO = 1
_CREACIONES_POR_HORA = 500
"""Lo que GitHub admite a una cuenta: contenido que crea por hora, uniones que encola por minuto."""


def medir_actos(simulado: Path, carpeta: Path, bitacora: Path, esperan: int) -> None:
    """Construye el expediente, mide cada acto y su par, e imprime la tabla y las razones."""
    inicio = time.perf_counter()
    expediente = construir_expediente(simulado, carpeta, esperan)
    print(f"\nConstruirlo tardó {time.perf_counter() - inicio:,.0f} s.")
    print(f"\n#### Expediente de {_commits(expediente):,} commits\n")
    print("| Paso | Tiempo | Memoria | Salida |\n|---|---:|---:|---:|")
    historial = _acto(
        "historial (todo, CSV)", expediente, bitacora, "historial", "--formato", "csv"
    )
    recorrer = anotar(
        "par: git log --raw", ("git", "log", "--format=%H", "--raw"), expediente.raiz, bitacora
    )
    planilla = f"origin/captura/{expediente.planilla}"
    _acto("revisar una planilla", expediente, bitacora, "revisar", "--cabeza", planilla)
    _proponer(expediente, bitacora)
    unir = _unir_a_secas(expediente, carpeta / "par", bitacora)
    cuantas = len(expediente.esperan)
    integrar = _acto(
        f"integrar --automatico ({cuantas:,} propuestas)",
        expediente,
        bitacora,
        "integrar",
        "--automatico",
        "--cuenta",
        "UT",
    )
    print(f"\nHistorial / git log: {historial.segundos / recorrer.segundos:.2f}")
    print(f"Integrar, con revisión / git merge, sin ella: {integrar.segundos / unir.segundos:.2f}")
    _decir_la_espera_de_github(cuantas)


def _commits(expediente: Expediente) -> int:
    orden = ("git", "rev-list", "--count", "HEAD")
    return int(subprocess.check_output(orden, cwd=expediente.raiz))


def _orden(expediente: Expediente, *orden: str) -> tuple[str, ...]:
    ahora = expediente.ahora.isoformat()
    return (_CONOCELES, "--raiz", str(expediente.raiz), "--fecha", ahora, *orden)


def _acto(nombre: str, expediente: Expediente, bitacora: Path, *orden: str) -> Medida:
    return anotar(nombre, _orden(expediente, *orden), expediente.raiz, bitacora)


def _proponer(expediente: Expediente, bitacora: Path) -> None:
    """Varios envíos de un archivo; se anota el de en medio."""
    medidas = [
        medir(
            _orden(expediente, "proponer", str(expediente.raiz / archivo), "--cuenta", cuenta),
            expediente.raiz,
            bitacora,
        )
        for archivo, cuenta in expediente.sueltas
    ]
    mediana = Medida(
        statistics.median(m.segundos for m in medidas),
        max(m.memoria for m in medidas),
        max(m.salida for m in medidas),
    )
    escribir_renglon(f"proponer un archivo (mediana de {len(medidas)})", mediana)


def _unir_a_secas(expediente: Expediente, copia: Path, bitacora: Path) -> Medida:
    """`git merge` de las mismas ramas, una tras otra, en una copia aparte."""
    subprocess.run(
        ("git", "clone", "--quiet", "--shared", str(expediente.comun), str(copia)), check=True
    )
    ramas = "".join(f"origin/captura/{folio}\n" for folio in expediente.esperan)
    (copia / ".git" / "ramas").write_text(ramas, encoding="utf-8")
    quien = "-c user.name=UT -c user.email=ut@conoceles.invalid"
    unir = f"git {quien} merge --quiet --no-ff --no-edit"
    return anotar(
        f"par: git merge de {len(expediente.esperan):,} ramas",
        ("sh", "-c", f"while read -r rama; do {unir} $rama || exit; done < .git/ramas"),
        copia,
        bitacora,
    )


def _decir_la_espera_de_github(uniones: int) -> None:
    print(
        f"{uniones:,} uniones en GitHub: {uniones / _UNIONES_POR_MINUTO / 60:,.1f} h a una por "
        f"minuto; {uniones / _CREACIONES_POR_HORA:,.1f} h a {_CREACIONES_POR_HORA} contenidos "
        "por hora."
    )
