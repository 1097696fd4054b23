from dataclasses import replace

from generador.nucleo.reglas import REGLAS

POR_CODIGO = {regla.codigo: regla for regla in REGLAS}


def test_dice_que_catalogo_falta(contexto):
    sin_grados = {k: v for k, v in contexto.proceso.catalogos.items() if k != "grados"}
    incompleto = replace(contexto, proceso=replace(contexto.proceso, catalogos=sin_grados))

    assert [dicho[1] for dicho in POR_CODIGO["PRO10"](incompleto)] == [
        "Falta el catálogo «grados»."
    ]
    assert list(POR_CODIGO["PRO10"](contexto)) == []


def test_sin_su_catalogo_una_respuesta_no_se_juzga(contexto, candidatura):
    incompleto = replace(contexto, proceso=replace(contexto.proceso, catalogos={}))
    una = candidatura(curricular={"formacion": {"grado_maximo": "zzz"}})

    assert list(POR_CODIGO["CAT01"](una, incompleto)) == []


def test_un_limite_sin_texto_no_se_exige(armar_contexto, candidatura):
    contexto = armar_contexto({"textos": {"motivo": "BORRAR"}})
    una = candidatura(curricular={"motivo": "BORRAR"})

    assert list(POR_CODIGO["TXT03"](una, contexto)) == []


def test_la_tabla_de_alianzas_dice_cada_defecto_con_su_renglon(armar_contexto):
    contexto = armar_contexto({"alianzas": "alianzas-con-errores.csv"})

    assert [dicho[1] for dicho in POR_CODIGO["PRO05"](contexto)] == [
        "Renglón 2: «PAH» no es una alianza de este proceso.",
        "Renglón 3: captura «PVS», que no integra COALI.",
        "Renglón 4: el ámbito «999» no existe en esa elección.",
        "Renglón 5: no hay cargos en la elección «municipales».",
        "Renglón 6: la posición «RP01» no es de ningún cargo de ese lugar.",
        "Renglón 7: repite un lugar de COALI.",
        "Renglón 7: captura «PVS», que no integra COALI.",
        "Renglón 8: «NADIE» no es una alianza de este proceso.",
    ]
