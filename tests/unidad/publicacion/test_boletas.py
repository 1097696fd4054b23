"""¿Cada sección llega a su boleta?"""

import json
from dataclasses import replace

from generador.nucleo.proceso import Proceso
from generador.publicacion.boletas import archivo_de_secciones, combinaciones, comunes, fragmentos


def test_junta_las_secciones_que_comparten_boleta(proceso_ficticio: Proceso) -> None:
    boletas = combinaciones(proceso_ficticio)

    assert [("001-014", 3), ("002-039", 1)] == [(b.clave, len(b.secciones)) for b in boletas]


def test_el_archivo_compacto_parte_los_tramos_donde_falta_una_seccion(
    proceso_ficticio: Proceso,
) -> None:
    dato = json.loads(archivo_de_secciones(combinaciones(proceso_ficticio)))

    assert [[1, 2, 0], [4, 4, 0], [107, 107, 1]] == dato["tramos"]


def test_los_fragmentos_llevan_cien_secciones_y_no_abrevian(proceso_ficticio: Proceso) -> None:
    archivos = fragmentos(proceso_ficticio)

    assert ["secciones/00.json", "secciones/01.json"] == sorted(archivos)
    assert {"municipio": "002", "distrito": "039"} == json.loads(archivos["secciones/01.json"])[
        "0107"
    ]


def test_la_entidad_esta_en_todas_las_boletas(proceso_ficticio: Proceso) -> None:
    assert ["EDO"] == [lugar.clave for lugar in comunes(proceso_ficticio)]


def test_las_secciones_que_solo_difieren_en_un_lugar_ajeno_comparten_boleta(
    proceso_ficticio: Proceso,
) -> None:
    distrito = proceso_ficticio.ambitos["distrito"]
    proceso = replace(
        proceso_ficticio,
        ambitos={**proceso_ficticio.ambitos, "distrito": replace(distrito, lugares={})},
        secciones={
            "0001": {"municipio": "001", "distrito": "014"},
            "0002": {"municipio": "001", "distrito": "039"},
            "0003": {"municipio": "999", "distrito": "039"},
        },
    )

    assert [("municipio-001", ("0001", "0002"))] == [
        (b.clave, b.secciones) for b in combinaciones(proceso)
    ]
