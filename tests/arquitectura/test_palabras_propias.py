"""¿Toda palabra `x-` de los esquemas está explicada, y ninguna explicación sobra?"""

import json
import re
from pathlib import Path

ESQUEMAS = Path(__file__).parents[2] / "esquemas"


def palabras_usadas():
    def recorrer(nodo):
        if isinstance(nodo, dict):
            yield from (clave for clave in nodo if clave.startswith("x-"))
            for valor in nodo.values():
                yield from recorrer(valor)
        elif isinstance(nodo, list):
            for valor in nodo:
                yield from recorrer(valor)

    return {
        palabra
        for ruta in ESQUEMAS.glob("*.schema.json")
        for palabra in recorrer(json.loads(ruta.read_text(encoding="utf-8")))
    }


def valores_usados(palabra):
    texto = "".join(r.read_text(encoding="utf-8") for r in sorted(ESQUEMAS.glob("*.schema.json")))
    return set(re.findall(rf'"{palabra}": "([a-z_]+)"', texto))


def fila(palabra):
    texto = (ESQUEMAS / "LEEME.md").read_text(encoding="utf-8")
    return next(renglon for renglon in texto.splitlines() if renglon.startswith(f"| `{palabra}` |"))


def test_la_tabla_explica_exactamente_las_palabras_que_se_usan():
    texto = (ESQUEMAS / "LEEME.md").read_text(encoding="utf-8")
    explicadas = set(re.findall(r"^\| `(x-[a-z-]+)` \|", texto, flags=re.MULTILINE))

    assert palabras_usadas() == explicadas


def test_la_tabla_enumera_todo_valor_cerrado():
    for palabra in ("x-visibilidad", "x-origen", "x-formato"):
        enumerados = set(re.findall(r"`([a-z_]+)`", fila(palabra)))

        assert valores_usados(palabra) <= enumerados


def test_cada_esquema_y_solo_ellos_estan_en_la_lista():
    texto = (ESQUEMAS / "LEEME.md").read_text(encoding="utf-8")
    nombrados = set(re.findall(r"^\| `([a-z-]+\.schema\.json)` \|", texto, flags=re.MULTILINE))

    assert {ruta.name for ruta in ESQUEMAS.glob("*.schema.json")} == nombrados
