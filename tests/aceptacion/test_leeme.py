"""¿Funciona, letra por letra, lo que el README dice que se corra?"""

import re
import subprocess
import sys
from pathlib import Path

RAIZ = Path(__file__).resolve().parents[2]
FOLIO = r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}"


def _ensayo() -> str:
    """El bloque del ensayo, con el folio tomado de lo que se dijo al proponer."""
    texto = (RAIZ / "README.md").read_text("utf-8")
    hallado = re.search(r"### Un expediente de principio a fin.*?```sh\n(.*?)```", texto, re.DOTALL)

    assert hallado is not None
    renglones = [r for r in hallado[1].splitlines() if not r.startswith(". .venv")]
    guion = "\n".join(renglones).replace("FOLIO", '"$folio"')
    return re.sub(
        r"^(conoceles .* proponer [^#\n]*)$",
        rf"folio=$(\1 | tee /dev/stderr | grep -oE '{FOLIO}' | head -1)",
        guion,
        flags=re.MULTILINE,
    )


def test_el_ensayo_de_principio_a_fin(tmp_path: Path) -> None:
    guion = (
        f'set -eo pipefail\nconoceles() {{ "{sys.executable}" -m generador "$@"; }}\n{_ensayo()}'
    )
    hecho = subprocess.run(
        ["bash", "-c", guion], cwd=tmp_path, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(RAIZ)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert 0 == hecho.returncode, hecho.stderr
    ficha = next((tmp_path / "ensayo/publico/candidaturas").glob("*-mcl-pres-p-1/index.html"))
    assert "En corrección: el Instituto observó este apartado" in ficha.read_text("utf-8")
    assert "La historia está intacta" in hecho.stdout
    assert "12 sobres; 12 se abrieron y coinciden" in hecho.stdout
    assert "nada de lo que se reserva salió" in hecho.stdout
    assert "Observada                                1" in hecho.stdout
