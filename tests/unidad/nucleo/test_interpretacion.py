"""¿Se arma el proceso que dice su árbol?"""

from pathlib import Path

import pytest

from generador.archivos.texto import leer
from generador.nucleo.interpretacion import leer_proceso

CASOS = Path(__file__).parents[2] / "casos"


def test_un_tipo_de_lugar_puede_tomar_solo_algunos(armar_contexto):
    proceso = armar_contexto({"ambitos": {"distrito": {"solo": ["002"]}}}).proceso

    assert ["002"] == list(proceso.ambitos["distrito"].lugares)


def test_las_alianzas_pueden_ir_escritas_en_el_proceso(armar_contexto):
    fila = dict.fromkeys(("postulante", "eleccion", "ambito", "posicion", "captura_por"), "")
    con = armar_contexto({"alianzas": [fila | {"postulante": "COALI"}]}).proceso
    sin = armar_contexto({"alianzas": "BORRAR"}).proceso

    assert ["COALI"] == [a.postulante for a in con.alianzas]
    assert () == sin.alianzas


def test_sin_extemporanea_y_con_todos_los_dias_habiles(armar_contexto):
    todos = {"desde": "2030-01-05", "hasta": "2030-12-04", "fundamento": "x"}
    proceso = armar_contexto(
        {"plazos": {"extemporanea": None}, "calendario": {"todos_habiles": todos}}
    ).proceso

    assert proceso.plazos.extemporanea is None
    assert "2030-12-04" == proceso.calendario.todos_habiles_hasta.isoformat()


def test_los_postulantes_pueden_venir_de_una_tabla():
    dato = leer((CASOS / "proceso.yml").read_bytes()).dato
    dato |= {"postulantes": "p.csv", "alianzas": "a.csv"}
    renglon = {"nombre": "Uno", "siglas": "U", "tipo": "coalicion", "orden": "3"}
    tablas = {
        "p.csv": {"UNO": renglon | {"integrantes": "PAH;PT"}, "DOS": renglon},
        "a.csv": [],
        "municipios.csv": {},
    }
    proceso = leer_proceso(dato, catalogos={}, tablas=tablas)

    assert (("PAH", "PT"), 3) == (
        proceso.postulantes["UNO"].integrantes,
        proceso.postulantes["UNO"].orden,
    )
    with pytest.raises(ValueError, match=r"p\.csv, «UNO», orden: «tres» no es un número"):
        leer_proceso(
            dato, catalogos={}, tablas=tablas | {"p.csv": {"UNO": renglon | {"orden": "tres"}}}
        )
    dato["fechas"]["registro"] = "2030-02-30"
    with pytest.raises(ValueError, match="«2030-02-30» no existe en el calendario"):
        leer_proceso(dato, catalogos={}, tablas=tablas)
