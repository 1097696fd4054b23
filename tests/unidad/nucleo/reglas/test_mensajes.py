"""Lo que se le dice a una persona: cifras, concordancia y remedio."""

from generador.nucleo.conjunto import Conjunto
from generador.nucleo.regla import aplicar_a_una, aplicar_al_conjunto, elegir
from generador.nucleo.reglas import REGLAS

POR_CODIGO = {regla.codigo: regla for regla in REGLAS}


def dichos(codigo, candidatura, contexto):
    hallazgos = aplicar_a_una([POR_CODIGO[codigo]], candidatura, contexto)
    return [(h.mensaje, h.remedio) for h in hallazgos]


def del_conjunto(codigo, contexto, *candidaturas, **extra):
    conjunto = Conjunto(contexto, {c.clave: c for c in candidaturas}, **extra)
    return [h.mensaje for h in aplicar_al_conjunto([POR_CODIGO[codigo]], conjunto)]


def test_el_texto_largo_dice_cuanto_tiene_cuanto_cabe_y_cuanto_sobra(candidatura, armar_contexto):
    contexto = armar_contexto({"textos": {"propuesta": {"maximo": 1600}}})
    una = candidatura(curricular={"propuestas": ["casas " * 428, "x"]})

    assert dichos("TXT01", una, contexto) == [
        (
            "«Propuesta 1» tiene 2,140 caracteres sin contar espacios; el máximo es 1,600.",
            "Acórtela 540 caracteres.",
        )
    ]


def test_el_remedio_concuerda_con_el_campo_y_el_numero(candidatura, contexto):
    una = candidatura(curricular={"motivo": "a" * 401, "historia_profesional": "a" * 19})

    assert dichos("TXT01", una, contexto) == [
        (
            "«¿Por qué quiere ocupar un cargo público?» tiene 401 caracteres; el máximo es 400.",
            "Acórtelo 1 carácter.",
        )
    ]
    assert dichos("TXT02", una, contexto)[0][1] == "Amplíela 1 carácter."


def test_la_extemporanea_dice_cuantos_dias_y_que_la_autoriza(candidatura, contexto):
    una = candidatura(tramite={"enviada": "2030-05-12T00:00:00-06:00"})

    assert dichos("PLZ01", una, contexto) == [
        (
            (
                "Se envió 1 día después de vencer su plazo, el 11 de mayo de 2030. "
                "Se admite y se marca: Oficio ficticio 7/2030."
            ),
            "",
        )
    ]


def test_la_extemporanea_rechazada_dice_por_que(candidatura, armar_contexto, contexto):
    una = candidatura(tramite={"enviada": "2030-05-26T00:00:00-06:00"})
    cerrado = armar_contexto({"plazos": {"extemporanea": None}})
    plazo = "Se envió 15 días después de vencer su plazo, el 11 de mayo de 2030. "

    assert [d[0] for d in dichos("PLZ02", una, contexto)] == [
        plazo + "Lo extemporáneo se admitió hasta el 25 de mayo de 2030, 23:59 horas."
    ]
    assert [d[0] for d in dichos("PLZ02", una, cerrado)] == [
        plazo + "Este proceso no admite captura extemporánea."
    ]


def test_la_omisa_dice_cuantos_dias_lleva(candidatura, armar_contexto):
    contexto = armar_contexto(ahora="2030-05-20T10:00:00-06:00")
    una = candidatura(curricular=None, tramite={"enviada": "BORRAR", "validada": "BORRAR"})

    assert [d[0] for d in dichos("PLZ03", una, contexto)] == [
        "No se ha enviado la captura y su plazo venció hace 9 días, el 11 de mayo de 2030."
    ]


def test_la_clave_que_no_existe_propone_la_parecida(candidatura, contexto):
    registro = {"cargo": "precidencia", "sexo": "f", "postulante": "QQQ", "captura_por": "PAH"}
    una = candidatura(registro=registro)

    assert [d[1] for d in dichos("CAT01", una, contexto)] == [
        "¿Quiso decir «presidencia»?",
        "Admite: PAH, PLN, PT, MC, PVS, AURORA, COALI, IND01.",
        "Admite: mujer, hombre, no_binario.",
    ]


def test_un_catalogo_largo_no_se_enumera(candidatura, contexto):
    una = candidatura(curricular={"formacion": {"grado_maximo": "zzz"}})

    assert [d[1] for d in dichos("CAT01", una, contexto)] == [
        "Consulte las claves en la documentación del catálogo."
    ]


def test_la_copia_cita_hasta_tres_y_cuenta_las_demas(candidatura, contexto):
    propuesta = "Construir captadores de lluvia en las cuarenta escuelas."
    iguales = [
        candidatura(
            registro={"postulante": quien},
            curricular={
                "propuestas": [propuesta],
                "motivo": quien,
                "historia_profesional": quien,
                "trayectoria_politica": quien,
                "propuesta_genero": quien,
            },
        )
        for quien in ("PAH", "PLN", "PT", "MC", "PVS")
    ]

    assert del_conjunto("TXT11", contexto, *iguales)[0] == (
        "«Propuesta 1» es igual, palabra por palabra, a un texto de AYU-106-PLN-PRES-P-1, "
        "AYU-106-PT-PRES-P-1, AYU-106-MC-PRES-P-1 y 1 más."
    )


def test_no_acusa_de_inexistente_a_quien_no_se_pudo_leer(candidatura, contexto):
    entra = candidatura(
        clave="AYU-106-PAH-PRES-P-2", tramite={"sustituye_a": "AYU-106-PAH-PRES-P-1"}
    )
    ilegible = ("candidaturas/x/AYU-106-PAH-PRES-P-1.yml",)

    assert del_conjunto("EXP11", contexto, entra, ilegibles=ilegible) == []
    assert del_conjunto("EXP11", contexto, entra) == [
        "Dice sustituir a AYU-106-PAH-PRES-P-1, que no existe."
    ]


def test_la_planilla_dice_que_le_falta(candidatura, contexto):
    registro = {"ambito": "107", "postulante": "PT", "cargo": "sindicatura", "numero": 1}

    assert del_conjunto("EXP06", contexto, candidatura(registro=registro)) == [
        (
            "A la planilla de PT en 107 le faltan 3 posiciones de 4: presidencia municipal; "
            "regiduría 1; regiduría 2."
        )
    ]


def test_la_paridad_da_las_cifras_y_cuenta_aparte_a_quien_no_es_binaria(candidatura, contexto):
    sexos = ["hombre", "mujer", "hombre", "hombre", "no_binario"]
    planilla = [
        candidatura(
            registro={
                "cargo": "diputacion_lista",
                "numero": n,
                "sexo": sexo,
                "eleccion": "diputaciones",
                "principio": "rp",
                "ambito": "EDO",
            }
        )
        for n, sexo in enumerate(sexos, start=1)
    ]

    assert del_conjunto("PAR03", contexto, *planilla) == [
        "Las propietarias de la planilla son 1 mujer y 3 hombres (y 1 persona más)."
    ]


def test_el_lenguaje_da_razon_alternativa_y_fuente(candidatura, contexto):
    una = candidatura(curricular={"motivo": "Servir a los\nciudadanos de aquí."})

    assert dichos("LEN01", una, contexto) == [
        (
            "«los ciudadanos» nombra solo a los hombres.",
            (
                "Puede decir: la ciudadanía; las ciudadanas y los ciudadanos. Criterio: INE, "
                "«Manual para el uso de Lenguaje Ciudadano e Incluyente para el INE»."
            ),
        )
    ]


def test_la_violencia_politica_se_nombra(candidatura, contexto):
    una = candidatura(curricular={"motivo": "Es títere de su marido, y se nota."})

    assert dichos("LEN03", una, contexto)[0][0] == (
        "Posible violencia política de género: «títere de su marido» niega que una mujer decida "
        "por sí misma."
    )


def test_se_eligen_por_codigo_o_prefijo():
    assert [r.codigo for r in elegir(REGLAS, ["PLZ01", "PAR"])] == [
        "PLZ01",
        "PAR01",
        "PAR02",
        "PAR03",
        "PAR04",
    ]
    assert elegir(REGLAS, []) == REGLAS
