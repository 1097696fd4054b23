"""¿Toda regla se explica, se prueba y se distingue de las demás?"""

import re
from pathlib import Path

from generador.nucleo.regla import Alcance
from generador.nucleo.reglas import REGLAS, de_alcance

CASOS = Path(__file__).parents[1] / "casos"
SINTAXIS_DE_CODIGO = re.compile(r"[A-Z]{3}[0-9]{2}|ESQ-[a-zA-Z]+")
APARTE = {
    "YAM01": "hace falta un disco: la prueba la carga del conjunto",
    "YAM09": "hace falta un archivo de un millón de bytes: la prueba el lector",
    "CUE01": "es de cuentas.yml: test_cuentas.py",
    **{f"ROF{n:02d}": "es de la hoja: test_registro_oficial.py" for n in range(1, 11)},
    **{f"IDE{n:02d}": "es del cuestionario: test_reglas_de_identidad.py" for n in range(1, 12)},
    "PRO10": "hace falta quitar un catálogo del programa: test_proceso.py",
}
PARRAFO_MINIMO = 100


def casos_de(codigo, clase):
    return list((CASOS / codigo).glob(f"{clase}-*"))


def test_los_codigos_son_unicos_y_bien_formados():
    codigos = [regla.codigo for regla in REGLAS]

    assert sorted(set(codigos)) == sorted(codigos)
    assert [c for c in codigos if not SINTAXIS_DE_CODIGO.fullmatch(c)] == []


def test_cada_familia_se_documenta_junta_y_en_orden():
    for alcance in Alcance:
        codigos = [regla.codigo for regla in de_alcance(alcance) if regla.codigo[:3] != "ESQ"]
        familias = list(dict.fromkeys(codigo[:3] for codigo in codigos))

        assert codigos == sorted(codigos, key=lambda c: (familias.index(c[:3]), c))


def test_toda_regla_tiene_titulo_fundamento_y_una_explicacion_que_se_entiende():
    incompletas = [
        regla.codigo
        for regla in REGLAS
        if not (regla.titulo and regla.fundamento and len(regla.explicacion) > PARRAFO_MINIMO)
    ]

    assert incompletas == []


def test_la_explicacion_empieza_con_una_frase_completa():
    sin_frase = [
        regla.codigo
        for regla in REGLAS
        if regla.explicacion[0] != regla.explicacion[0].upper() or regla.explicacion[-1] != "."
    ]

    assert sin_frase == []


def test_toda_regla_tiene_un_caso_valido_y_uno_invalido():
    sin_casos = [
        regla.codigo
        for regla in REGLAS
        if regla.codigo not in APARTE
        and not (casos_de(regla.codigo, "valido") and casos_de(regla.codigo, "invalido"))
    ]

    assert sin_casos == []


def test_todo_caso_es_de_una_regla():
    carpetas = {carpeta.name for carpeta in CASOS.iterdir() if carpeta.is_dir()}

    assert carpetas - {regla.codigo for regla in REGLAS} == set()


def test_las_reglas_del_lector_no_corren_y_las_demas_si():
    sin_funcion = [regla.codigo for regla in REGLAS if regla.funcion is None]

    leidas = (*de_alcance(Alcance.ARCHIVO), *de_alcance(Alcance.HOJA))
    assert sorted(sin_funcion) == sorted(regla.codigo for regla in leidas)
    assert list(de_alcance(Alcance.ARCHIVO)[0]()) == []
