"""¿Es *todo* lo publicado lo que creemos? Compara el árbol entero con el aceptado."""

import os
from hashlib import sha256
from pathlib import Path

from construccion import construir, copiar_demostracion

_AQUI = Path(__file__).parent
_ARBOL = _AQUI / "arbol.txt"
_ENTEROS = _AQUI / "enteros"
_A_LA_VISTA = (
    "candidaturas/ayu-106-foy-pres-p-1/index.html",
    "candidaturas/ayu-106-foy-pres-p-1/ficha.json",
    "datos/datapackage.json",
    "datos/cifras_de_control.csv",
    "robots.txt",
)
# Dependen de la versión de zlib o de un paquete ajeno, no de lo que decimos.
_SIN_HUELLA = (".gz", ".xlsx", ".woff2", ".map")


def _huellas(publico: Path) -> dict[str, str]:
    return {
        ruta.relative_to(publico).as_posix(): sha256(ruta.read_bytes()).hexdigest()[:16]
        for ruta in sorted(publico.rglob("*"))
        if ruta.is_file()
    }


def _comparables(huellas: dict[str, str]) -> dict[str, str]:
    return {
        ruta: "-" if ruta.endswith(_SIN_HUELLA) or ruta.startswith("assets/") else huella
        for ruta, huella in huellas.items()
        if not ruta.endswith("SHA256SUMS")
    }


def test_lo_publicado_es_lo_aceptado(demostracion: Path) -> None:
    publico = demostracion / "publico"
    obtenido = "".join(f"{h}  {r}\n" for r, h in _comparables(_huellas(publico)).items())
    if os.environ.get("BENDECIR"):
        _ARBOL.write_text(obtenido, encoding="utf-8")
        for ruta in _A_LA_VISTA:
            destino = _ENTEROS / ruta
            destino.parent.mkdir(parents=True, exist_ok=True)
            destino.write_bytes((publico / ruta).read_bytes())

    for ruta in _A_LA_VISTA:
        esperado = (_ENTEROS / ruta).read_text(encoding="utf-8")
        assert (publico / ruta).read_text(encoding="utf-8") == esperado, (
            f"{ruta} cambió: si así debe ser, acéptelo con «make bendecir»."
        )
    esperado = _ARBOL.read_text(encoding="utf-8").splitlines()
    assert obtenido.splitlines() == esperado, (
        "Cambió lo publicado: si así debe ser, acéptelo con «make bendecir»."
    )


def test_dos_construcciones_son_identicas_byte_a_byte(demostracion: Path, tmp_path: Path) -> None:
    otra = copiar_demostracion(tmp_path)
    assert construir(otra, "--identidad-ficticia").returncode == 0

    assert _huellas(otra / "publico") == _huellas(demostracion / "publico")
