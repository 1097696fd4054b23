"""¿El índice tiene a quien compite, y solo a quien compite?"""

import json
from unicodedata import normalize

from generador.publicacion.busqueda import archivos
from generador.publicacion.indice import Indice, plegar


def test_hay_un_indice_por_eleccion_sin_quienes_ya_no_compiten(indice: Indice) -> None:
    indices = archivos(indice)
    ayuntamientos = json.loads(indices["busqueda/ayuntamientos.json"])

    claves = {fila[0] for fila in ayuntamientos["filas"]}
    assert "ayu-001-pno-pres-p-2" in claves
    assert "ayu-001-pno-pres-p-1" not in claves
    assert "ayu-001-pah-reg01-p-1" not in claves


def test_cada_renglon_cita_sus_tablas(indice: Indice) -> None:
    dato = json.loads(archivos(indice)["busqueda/diputaciones.json"])
    fila = dato["filas"][0]

    assert "Bruno Colín Ávila" == fila[1]
    assert "Diputación local" == dato["cargos"][fila[2]][1]
    assert "PAH" == dato["postulantes"][fila[4]][1]
    assert "licenciatura" == dato["grados"][fila[7]]


def test_pliega_acentos_y_enie() -> None:
    assert "nuno avila" == plegar(normalize("NFC", "Ñuño ÁVILA"))
