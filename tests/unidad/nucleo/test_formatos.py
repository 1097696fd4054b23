import json
import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generador.nucleo.formatos import (
    a_github,
    a_json,
    a_markdown,
    a_sarif,
    a_texto,
    contados,
    resumen,
    visible,
)
from generador.nucleo.hallazgo import Hallazgo, Nivel

ARCHIVO = "candidaturas/ayuntamientos/106-tlatlaya/pah/AYU-106-PAH-REG02-P-1.yml"
REGLAS = {
    "TXT02": ("La propuesta cabe en su límite", "https://ejemplo.test/reglas/TXT02/"),
    "PLZ01": ("La captura llegó en plazo", "Se cuenta desde que se recibe la cuenta."),
}
BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
HOSTIL = "\x1b[31mrojo\r\n::error::falso\u202e|<b>@ana #12 ![x](https://ejemplo.test)\x9b2J"


def hallazgo(**cambios) -> Hallazgo:
    campos = {
        "archivo": ARCHIVO,
        "linea": 17,
        "columna": 3,
        "puntero": "/curricular/propuestas/0",
        "regla": "TXT02",
        "nivel": Nivel.ERROR,
        "mensaje": "La propuesta tiene 2,140 caracteres; el máximo es 2,000.",
        "remedio": "Acórtela 140 caracteres.",
    }
    return Hallazgo(**{**campos, **cambios})


def muchos(cuantos: int, **cambios) -> list[Hallazgo]:
    return [hallazgo(linea=n, **cambios) for n in range(1, cuantos + 1)]


textos = st.text(max_size=60) | st.text(alphabet="\x1b\r\n:#[]%|@<\u202e\ud800 ax", max_size=20)
hallazgos = st.builds(
    Hallazgo,
    archivo=textos,
    linea=st.integers(1, 99),
    columna=st.integers(1, 99),
    puntero=textos,
    regla=st.sampled_from(["TXT02", "PLZ01", "YAM01"]),
    nivel=st.sampled_from(Nivel),
    mensaje=textos,
    remedio=textos,
)
listas = st.lists(hallazgos, max_size=15)

# --- Texto ajeno ---


def es_oculto(caracter: str) -> bool:
    return (
        unicodedata.category(caracter) in {"Cc", "Cs", "Zl", "Zp"}
        or unicodedata.bidirectional(caracter) in BIDI
        or caracter in "\u200b\u200e\u200f\u061c\ufeff\u2060\U000e0041"
    )


def test_todo_caracter_de_control_o_que_voltea_la_escritura_se_escapa():
    peligrosos = [c for c in map(chr, range(sys.maxunicode + 1)) if es_oculto(c)]
    crudos = [c for c in peligrosos if not re.fullmatch(r"\\(u....|U........)", visible(c))]

    assert not crudos
    assert len(peligrosos) > 2100


def test_las_letras_con_acento_y_los_simbolos_se_respetan():
    frase = "¿Señalización «útil»? Ñandú, 10 % — 你好 😀"

    assert frase == visible(frase)


@pytest.mark.parametrize(
    ("texto", "esperado"),
    [
        ("a\u202eb", r"a\u202eb"),
        ("\x1b[2J", r"\u001b[2J"),
        ("uno\ndos", r"uno\u000ados"),
        ("\U000e0041", r"\U000e0041"),
        ("\ud800", r"\ud800"),
        ("::error::x", r"\u003a:error::x"),
        (" \u00a0::error::x", " \u00a0\\u003a:error::x"),
        ("x ##[add-mask]a", r"x #\u0023[add-mask]a"),
        ("a::b", "a::b"),
    ],
)
def test_lo_oculto_se_ve(texto, esperado):
    assert esperado == visible(texto)


@given(listas)
def test_ninguna_salida_de_terminal_deja_pasar_caracteres_ocultos(lista):
    salidas = [
        a_texto(lista, 1),
        a_github(lista, REGLAS),
        a_markdown(lista, 1, REGLAS),
        a_json(lista, 1),
        a_sarif(lista, REGLAS),
    ]
    ocultos = {c for salida in salidas for c in salida.replace("\n", "") if es_oculto(c)}

    assert not ocultos


@given(listas)
def test_un_texto_ajeno_no_crea_comandos_de_flujo(lista):
    en_texto = [r for r in a_texto(lista, 1).split("\n") if r.lstrip().startswith("::")]
    en_github = a_github(lista, REGLAS).splitlines()

    assert all(
        re.match(r"::\d+:\d+  ", renglon.lstrip()) for renglon in en_texto
    )  # archivo llamado «:»
    assert "##[" not in a_texto(lista, 1) + a_github(lista, REGLAS)
    assert all(re.match(r"::(error|warning|notice)( file=|::Hay )", r) for r in en_github)


# --- Frases ---


@pytest.mark.parametrize(
    ("cantidad", "esperado"),
    [(0, "0 avisos"), (1, "1 aviso"), (2, "2 avisos"), (2140, "2,140 avisos")],
)
def test_el_sustantivo_concuerda_con_el_numero(cantidad, esperado):
    assert esperado == contados(cantidad, "aviso", "avisos")


@pytest.mark.parametrize(
    ("niveles", "archivos", "esperado"),
    [
        ("", 0, "Se revisaron 0 archivos: sin hallazgos."),
        ("", 1, "Se revisó 1 archivo: sin hallazgos."),
        ("e", 20000, "Se revisaron 20,000 archivos: 1 error."),
        ("aan", 2, "Se revisaron 2 archivos: 2 avisos y 1 nota."),
        ("neea", 2, "Se revisaron 2 archivos: 2 errores, 1 aviso y 1 nota."),
    ],
)
def test_el_resumen_concuerda_y_calla_los_niveles_vacios(niveles, archivos, esperado):
    por_letra = {nivel[0]: nivel for nivel in Nivel}
    lista = [hallazgo(nivel=por_letra[letra]) for letra in niveles]

    assert esperado == resumen(lista, archivos)


# --- Texto ---


def test_el_renglon_de_texto_abre_el_archivo_con_un_clic_y_abajo_dice_que_hacer():
    esperado = (
        f"{ARCHIVO}:17:3  error  TXT02  La propuesta tiene 2,140 caracteres; el máximo es 2,000.\n"
        "    Acórtela 140 caracteres.\n"
        "Se revisó 1 archivo: 1 error.\n"
    )
    obtenido = a_texto([hallazgo()], 1)

    assert esperado == obtenido


def test_sin_remedio_no_hay_renglon_vacio():
    assert a_texto([hallazgo(remedio="")], 1).count("\n") == 2


def test_el_texto_sale_en_orden_y_sin_repetidos():
    lista = [hallazgo(linea=9), hallazgo(linea=2), hallazgo(linea=9)]
    lineas = re.findall(r"yml:(\d+):", a_texto(lista, 1))

    assert lineas == ["2", "9"]


def test_el_color_solo_aparece_si_se_pide():
    obtenido = a_texto([hallazgo()], 1, color=True)

    assert "  \x1b[31merror\x1b[0m  TXT02" in obtenido
    assert "\x1b" not in a_texto([hallazgo()], 1)


def test_con_diez_mil_hallazgos_salen_todos():
    obtenido = a_texto(muchos(10_000, remedio=""), 20_000)

    assert obtenido.count("\n") == 10_001
    assert obtenido.endswith("Se revisaron 20,000 archivos: 10,000 errores.\n")


@pytest.mark.parametrize(
    ("maximo", "esperado"),
    [
        (50, "Faltan 9,950 hallazgos por mostrar."),
        (9_999, "Falta 1 hallazgo por mostrar."),
        (0, "Faltan 10,000 hallazgos por mostrar."),
    ],
)
def test_con_un_maximo_dice_cuantos_faltan(maximo, esperado):
    renglones = a_texto(muchos(10_000, remedio=""), 1, maximo=maximo).splitlines()

    assert len(renglones) == maximo + 2
    assert esperado == renglones[-2]


def test_un_maximo_que_alcanza_no_anuncia_faltantes():
    assert "por mostrar" not in a_texto(muchos(3), 1, maximo=3)


def test_con_un_maximo_se_prefieren_los_mas_graves_en_el_orden_de_siempre():
    lista = [*muchos(5, nivel=Nivel.AVISO), hallazgo(linea=8), hallazgo(linea=7)]
    lineas = re.findall(r"yml:(\d+):", a_texto(lista, 1, maximo=3))

    assert lineas == ["1", "7", "8"]


# --- JSON ---


def test_el_json_trae_todos_los_campos_la_huella_y_el_conteo():
    uno = hallazgo()
    esperado = {
        "total_archivos": 1,
        "conteo": {"error": 1, "aviso": 0, "nota": 0},
        "hallazgos": [
            {
                "archivo": ARCHIVO,
                "linea": 17,
                "columna": 3,
                "puntero": "/curricular/propuestas/0",
                "regla": "TXT02",
                "nivel": "error",
                "mensaje": uno.mensaje,
                "remedio": uno.remedio,
                "huella": uno.huella,
            }
        ],
    }
    obtenido = a_json([uno], 1)

    assert esperado == json.loads(obtenido)
    assert "máximo" in obtenido


@given(textos)
def test_el_json_devuelve_el_mismo_texto_que_entro(texto):
    obtenido = json.loads(a_json([hallazgo(mensaje=texto)], 1))["hallazgos"][0]["mensaje"]

    # Un par de sustitutos sueltos se lee como el carácter que forman: eso dice RFC 8259.
    assert texto.encode("utf-16", "surrogatepass") == obtenido.encode("utf-16", "surrogatepass")


# --- GitHub ---


def leer_comando(renglon: str) -> tuple[str, dict[str, str], str]:
    """Lee un comando de flujo como lo hace GitHub."""
    _, cabeza, dato = renglon.split("::", 2)
    nombre, _, lista = cabeza.partition(" ")
    propiedades = dict(par.split("=", 1) for par in lista.split(",") if par)
    return nombre, {k: desescapar(v) for k, v in propiedades.items()}, desescapar(dato)


def desescapar(texto: str) -> str:
    for clave, valor in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        texto = texto.replace(clave, valor)
    return texto


def test_la_anotacion_dice_lugar_regla_mensaje_y_remedio():
    esperado = (
        f"::error file={ARCHIVO},line=17,col=3,title=TXT02%3A La propuesta cabe en su límite"
        "::La propuesta tiene 2,140 caracteres; el máximo es 2,000.%0AAcórtela 140 caracteres.\n"
    )
    obtenido = a_github([hallazgo()], REGLAS)

    assert esperado == obtenido


def test_sin_titulo_de_regla_basta_el_codigo():
    assert ",title=TXT02::" in a_github([hallazgo()])


@pytest.mark.parametrize(
    ("nivel", "esperado"),
    [(Nivel.ERROR, "::error "), (Nivel.AVISO, "::warning "), (Nivel.NOTA, "::notice ")],
)
def test_cada_nivel_tiene_su_comando(nivel, esperado):
    assert a_github([hallazgo(nivel=nivel)]).startswith(esperado)


def test_los_signos_del_comando_se_escapan_y_se_leen_igual():
    uno = hallazgo(archivo="a,b:c%2C.yml", mensaje="100 %: uno, dos %0A::fin", remedio="")
    renglon = a_github([uno], {"TXT02": ("a: b, c", "")}).rstrip("\n")
    nombre, propiedades, dato = leer_comando(renglon)

    assert "file=a%2Cb%3Ac%252C.yml," in renglon
    assert (nombre, dato) == ("error", "100 %: uno, dos %0A::fin")
    assert (propiedades["file"], propiedades["title"]) == ("a,b:c%2C.yml", "TXT02: a: b, c")


def test_un_salto_de_renglon_ajeno_se_ve_y_el_propio_se_escapa():
    obtenido = a_github([hallazgo(mensaje="uno\r\n::error::dos", remedio="tres")])

    assert obtenido.endswith(r"::uno\u000d\u000a::error::dos%0Atres" + "\n")
    assert obtenido.count("\n") == 1


def test_salen_diez_por_nivel_y_al_final_se_cuentan_los_demas():
    lista = muchos(12) + muchos(11, nivel=Nivel.AVISO) + muchos(2, nivel=Nivel.NOTA)
    renglones = a_github(lista).splitlines()
    comandos = [leer_comando(renglon)[0] for renglon in renglones]

    assert comandos == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 3
    assert renglones[-1] == (
        "::notice::Hay 3 hallazgos más: la lista completa está en el resumen del flujo."
    )


def test_el_conteo_ocupa_el_lugar_de_una_nota():
    renglones = a_github(muchos(11, nivel=Nivel.NOTA)).splitlines()

    assert len(renglones) == 10
    assert renglones[-1].startswith("::notice::Hay 2 hallazgos más")


def test_con_uno_de_mas_el_conteo_va_en_singular():
    assert a_github(muchos(11)).splitlines()[-1].startswith("::notice::Hay 1 hallazgo más: ")


def test_diez_notas_justas_caben_todas():
    assert "Hay" not in a_github(muchos(10, nivel=Nivel.NOTA))


def test_primero_van_los_de_archivos_tocados():
    lista = [hallazgo(archivo=f"{letra}.yml") for letra in "abcdefghijklmn"]
    archivos = re.findall(r"file=(\w)", a_github(lista, tocados={"m.yml", "n.yml"}))

    assert archivos == list("mnabcdefgh")


def test_sin_hallazgos_no_se_escribe_nada():
    assert not a_github([])


# --- SARIF ---


def probar_sarif(documento: dict) -> None:
    """Lo que SARIF 2.1.0 obliga en lo que escribimos (OASIS, secciones 3.13 a 3.30)."""
    assert documento["version"] == "2.1.0"
    assert documento["$schema"].endswith("sarif-2.1.0.json")
    (corrida,) = documento["runs"]
    programa = corrida["tool"]["driver"]
    assert programa["name"]
    assert re.fullmatch(r"[a-z]{2}-[A-Z]{2}", programa["language"])
    codigos = [regla["id"] for regla in programa["rules"]]
    assert len(codigos) == len(set(codigos))
    for regla in programa["rules"]:
        assert regla["shortDescription"]["text"]
        assert regla.get("helpUri", "https://").startswith("https://")
    for resultado in corrida["results"]:
        assert resultado["ruleId"] == codigos[resultado["ruleIndex"]]
        assert resultado["level"] in {"error", "warning", "note"}
        assert isinstance(resultado["message"]["text"], str)
        (lugar,) = resultado["locations"]
        assert re.fullmatch(
            r"([\w.~/-]|%[0-9A-F]{2})*",
            lugar["physicalLocation"]["artifactLocation"]["uri"],
            re.ASCII,
        )
        region = lugar["physicalLocation"]["region"]
        assert min(region["startLine"], region["startColumn"]) >= 1
        assert all(isinstance(v, str) for v in resultado["partialFingerprints"].values())


@given(listas)
def test_el_sarif_cumple_lo_obligatorio_con_cualquier_hallazgo(lista):
    probar_sarif(json.loads(a_sarif(lista, REGLAS)))


def test_el_sarif_trae_una_regla_por_codigo_con_su_ayuda():
    lista = [
        hallazgo(regla=codigo, linea=n) for codigo in ("TXT02", "PLZ01", "YAM01") for n in (1, 2)
    ]
    programa = json.loads(a_sarif(lista, REGLAS, version="1.2.3"))["runs"][0]["tool"]["driver"]
    esperado = [
        {
            "id": "PLZ01",
            "shortDescription": {"text": "La captura llegó en plazo"},
            "help": {"text": "Se cuenta desde que se recibe la cuenta."},
        },
        {
            "id": "TXT02",
            "shortDescription": {"text": "La propuesta cabe en su límite"},
            "helpUri": "https://ejemplo.test/reglas/TXT02/",
        },
        {"id": "YAM01", "shortDescription": {"text": "YAM01"}},
    ]

    assert esperado == programa["rules"]
    assert programa["version"] == "1.2.3"


def test_el_resultado_sarif_dice_lugar_puntero_y_huella():
    uno = hallazgo(archivo="a b/ñ:1.yml", nivel=Nivel.NOTA)
    resultado = json.loads(a_sarif([uno]))["runs"][0]["results"][0]
    lugar = resultado["locations"][0]

    assert lugar["physicalLocation"] == {
        "artifactLocation": {"uri": "a%20b/%C3%B1%3A1.yml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 17, "startColumn": 3},
    }
    assert lugar["logicalLocations"] == [{"fullyQualifiedName": "/curricular/propuestas/0"}]
    assert resultado["level"] == "note"
    assert resultado["partialFingerprints"]["primaryLocationLineHash"] == f"{uno.huella}:1"


def test_dos_hallazgos_con_la_misma_huella_se_distinguen_por_su_ordinal():
    resultados = json.loads(a_sarif(muchos(2)))["runs"][0]["results"]
    huellas = [r["partialFingerprints"]["conocelesHuella/v1"] for r in resultados]

    assert huellas == [f"{hallazgo().huella}:1", f"{hallazgo().huella}:2"]


def test_un_texto_ajeno_no_pone_enlaces_en_sarif():
    documento = json.loads(a_sarif([hallazgo(mensaje=r"\[clic](https://x.test)", remedio="")]))

    assert documento["runs"][0]["results"][0]["message"]["text"] == r"\\\[clic\](https://x.test)"


# --- Markdown ---


def test_el_markdown_agrupa_por_archivo_y_enlaza_la_regla():
    lista = [
        hallazgo(archivo="b.yml", regla="PLZ01", nivel=Nivel.AVISO, remedio=""),
        hallazgo(archivo="a.yml", linea=20, regla="YAM01"),
        hallazgo(archivo="a.yml"),
    ]
    mensaje = "La propuesta tiene 2,140 caracteres; el máximo es 2,000."
    remedio = "Acórtela 140 caracteres."
    esperado = f"""\
**Se revisaron 2 archivos: 2 errores y 1 aviso.**

### a.yml

| Línea | Nivel | Regla | Mensaje | Qué hacer |
|---:|---|---|---|---|
| 17:3 | error | [TXT02](https://ejemplo.test/reglas/TXT02/) | {mensaje} | {remedio} |
| 20:3 | error | YAM01 | {mensaje} | {remedio} |

### b.yml

| Línea | Nivel | Regla | Mensaje | Qué hacer |
|---:|---|---|---|---|
| 17:3 | aviso | PLZ01 | {mensaje} |  |
"""
    obtenido = a_markdown(lista, 2, REGLAS)

    assert esperado == obtenido


@given(listas)
def test_ningun_texto_ajeno_rompe_la_tabla_ni_mete_marcas(lista):
    salida = a_markdown(lista, 1)
    filas = [r for r in salida.splitlines() if re.match(r"\| \d", r)]

    assert len(filas) == len(set(lista))
    assert all(fila.count("|") == 6 for fila in filas)
    assert not re.search(r"[<>`\\~$\[\]]|&(?!#\d+;)|(?<!&)[@#](?!&#8203;|#|\s)", salida)


@pytest.mark.parametrize(
    ("texto", "esperado"),
    [
        ("a | b", "a &#124; b"),
        ("<b>&amp;", "&#60;b&#62;&#38;amp;"),
        ("**x** _y_ `z`", "&#42;&#42;x&#42;&#42; &#95;y&#95; &#96;z&#96;"),
        ("@ana #12", "@&#8203;ana #&#8203;12"),
        ("https://a.test WWW.a.test", "https:&#8203;//a.test WWW&#8203;.a.test"),
        ("uno\ndos", "uno&#92;u000ados"),
    ],
)
def test_las_marcas_ajenas_se_leen_como_texto(texto, esperado):
    obtenido = a_markdown([hallazgo(mensaje=texto, remedio="")], 1).splitlines()[-1]

    assert obtenido == f"| 17:3 | error | TXT02 | {esperado} |  |"


def test_la_direccion_de_ayuda_no_puede_romper_el_enlace():
    obtenido = a_markdown([hallazgo()], 1, {"TXT02": ("", "https://x.test/a b)|c")})

    assert "[TXT02](https://x.test/a%20b%29%7Cc)" in obtenido


def test_lo_que_no_cabe_se_corta_entre_renglones_y_se_cuenta():
    obtenido = a_markdown(muchos(10_000), 1, limite=100_000)
    filas = obtenido.count("| error |")

    assert 90_000 < len(obtenido.encode()) <= 100_000
    assert f"**Faltan {10_000 - filas:,} hallazgos que no caben aquí.**" in obtenido
    assert obtenido.count("|") == 6 * (filas + 2)


def test_si_falta_uno_lo_dice_en_singular():
    completo = len(a_markdown(muchos(2), 1).encode())
    obtenido = a_markdown(muchos(2), 1, limite=completo)

    assert "**Falta 1 hallazgo que no cabe aquí.**" in obtenido


def test_el_limite_de_siempre_cabe_en_el_resumen_de_un_paso():
    obtenido = a_markdown(muchos(10_000, mensaje="ñ" * 200), 1)

    assert 890_000 < len(obtenido.encode()) <= 900_000


def test_sin_hallazgos_el_markdown_es_solo_el_resumen():
    assert a_markdown([], 3) == "**Se revisaron 3 archivos: sin hallazgos.**\n"


@pytest.mark.parametrize("formato", [a_texto, a_json, a_markdown])
def test_cada_formato_admite_que_no_haya_nada(formato):
    assert formato([], 0).endswith("\n")


def test_el_texto_hostil_queda_a_la_vista_en_la_terminal():
    renglon = a_texto([hallazgo(mensaje=HOSTIL, remedio="")], 1).splitlines()[0]

    assert r"\u001b[31mrojo\u000d\u000a::error::falso\u202e|<b>@ana" in renglon
    assert renglon.endswith(r"\u009b2J")
