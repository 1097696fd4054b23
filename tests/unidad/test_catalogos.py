"""¿Los catálogos están completos, bien escritos y de acuerdo entre sí?"""

import csv
import json
import re
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest
import yaml

CARPETA = Path(__file__).parents[2] / "esquemas" / "catalogos"
FICHAS = yaml.load(
    (CARPETA / "catalogos.yml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
)["catalogos"]
IDENTIDAD = json.loads((CARPETA.parent / "identidad.schema.json").read_text(encoding="utf-8"))[
    "properties"
]["respuestas"]["properties"]
CON_CLAVE = sorted(set(FICHAS) - {"secciones"})


def leer(nombre):
    with (CARPETA / f"{nombre}.csv").open(encoding="utf-8", newline="") as archivo:
        return list(csv.DictReader(archivo, strict=True))


def encabezado(nombre):
    with (CARPETA / f"{nombre}.csv").open(encoding="utf-8", newline="") as archivo:
        return next(csv.reader(archivo))


def etiquetas(nombre):
    return {fila["clave"]: fila["nombre"] for fila in leer(nombre)}


def llaves(nombre):
    return [fila[FICHAS[nombre]["llave"]] for fila in leer(nombre)]


def suma(nombre, columna):
    return sum(int(fila[columna]) for fila in leer(nombre))


def test_cada_csv_tiene_ficha_y_cada_ficha_su_csv():
    obtenido = {ruta.stem for ruta in CARPETA.glob("*.csv")}

    assert set(FICHAS) == obtenido


@pytest.mark.parametrize("nombre", sorted(FICHAS))
def test_la_ficha_describe_todas_las_columnas_y_en_su_orden(nombre):
    obtenido = [columna["nombre"] for columna in FICHAS[nombre]["columnas"]]

    assert encabezado(nombre) == obtenido
    assert obtenido[0] == FICHAS[nombre]["llave"]


@pytest.mark.parametrize("nombre", sorted(FICHAS))
def test_la_ficha_dice_de_donde_viene_y_que_falta(nombre):
    ficha = FICHAS[nombre]
    esperado = {"titulo", "descripcion", "fuente", "condicion", "huecos", "llave", "columnas"}

    assert esperado == set(ficha)
    assert all(ficha[campo] for campo in esperado - {"huecos"})
    assert all(set(f) == {"autoridad", "documento", "corte"} for f in ficha["fuente"])
    assert all(
        columna[campo]
        for columna in ficha["columnas"]
        for campo in ("nombre", "titulo", "tipo", "descripcion")
    )


@pytest.mark.parametrize("nombre", sorted(FICHAS))
def test_el_csv_va_en_utf8_sin_bom_con_lf_y_sin_espacios_de_mas(nombre):
    crudo = (CARPETA / f"{nombre}.csv").read_bytes()
    celdas = [celda for fila in leer(nombre) for celda in fila.values()]

    assert not crudo.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in crudo
    assert crudo.endswith(b"\n")
    assert not crudo.endswith(b"\n\n")
    assert [celda for celda in celdas if celda != " ".join(celda.split())] == []


@pytest.mark.parametrize("nombre", sorted(FICHAS))
def test_las_columnas_se_llaman_en_ascii(nombre):
    obtenido = [c for c in encabezado(nombre) if not re.fullmatch(r"[a-z][a-z0-9_]*", c)]

    assert obtenido == []


def celda_valida(columna, celda):
    if not celda:
        return "vacio" in columna
    valores = {"si_no": ["si", "no"]}.get(columna["tipo"], columna.get("valores"))
    if valores is not None:
        return celda in valores
    if columna["tipo"] == "entero":
        return re.fullmatch(r"0|[1-9][0-9]*", celda) is not None
    if columna["tipo"] == "fecha":
        return date.fromisoformat(celda).isoformat() == celda
    if columna["tipo"] == "lista":
        return all(celda.split(";")) and not re.search(r"\s", celda)
    return True


@pytest.mark.parametrize("nombre", sorted(FICHAS))
def test_cada_celda_es_del_tipo_que_dice_su_ficha(nombre):
    obtenido = [
        (numero, columna["nombre"], fila[columna["nombre"]])
        for numero, fila in enumerate(leer(nombre), start=2)
        for columna in FICHAS[nombre]["columnas"]
        if not celda_valida(columna, fila[columna["nombre"]])
    ]

    assert obtenido == []


@pytest.mark.parametrize("nombre", sorted(FICHAS))
def test_las_llaves_no_se_repiten(nombre):
    repetidas = [llave for llave, veces in Counter(llaves(nombre)).items() if veces > 1]

    assert repetidas == []


@pytest.mark.parametrize("nombre", CON_CLAVE)
def test_todo_catalogo_tiene_clave_y_nombre_y_sus_claves_son_ascii(nombre):
    claves = llaves(nombre)

    assert {"clave", "nombre"} <= set(encabezado(nombre))
    assert [c for c in claves if not re.fullmatch(r"[A-Za-z0-9]+([._][A-Za-z0-9]+)*", c)] == []


@pytest.mark.parametrize("nombre", [n for n in CON_CLAVE if "orden" in encabezado(n)])
def test_el_orden_corre_desde_uno_y_es_el_del_archivo(nombre):
    obtenido = [int(fila["orden"]) for fila in leer(nombre)]

    assert list(range(1, len(obtenido) + 1)) == obtenido


@pytest.mark.parametrize("nombre", [n for n in sorted(FICHAS) if "orden" not in encabezado(n)])
def test_sin_columna_de_orden_el_archivo_va_por_su_llave(nombre):
    obtenido = llaves(nombre)

    assert sorted(obtenido) == obtenido


@pytest.mark.parametrize("nombre", sorted(FICHAS))
def test_cada_referencia_apunta_a_una_llave_que_existe(nombre):
    huerfanas = []
    for columna in FICHAS[nombre]["columnas"]:
        if "referencia" not in columna:
            continue
        existentes = set(llaves(columna["referencia"]))
        celdas = {fila[columna["nombre"]] for fila in leer(nombre)} - {""}
        apuntadas = {llave for celda in celdas for llave in celda.split(";")}
        huerfanas += sorted(apuntadas - existentes)

    assert huerfanas == []


@pytest.mark.parametrize(
    ("nombre", "esperado"),
    [
        ("municipios", 125),
        ("distritos_locales", 45),
        ("secciones", 6561),
        ("entidades", 32),
        ("paises", 248),
        ("pueblos", 69),
        ("dimensiones", 8),
    ],
)
def test_los_catalogos_traen_las_filas_oficiales(nombre, esperado):
    obtenido = len(leer(nombre))

    assert esperado == obtenido


def test_hay_96_municipios_de_menos_de_150_mil_18_intermedios_y_11_grandes():
    esperado = {"A": 96, "B": 18, "C": 11}
    obtenido = Counter(fila["rango"] for fila in leer("municipios"))

    assert esperado == obtenido


def test_el_tamanio_de_cada_ayuntamiento_sale_de_su_poblacion():
    reglas = leer("rangos_ayuntamiento")
    cargos = ["presidencia", "sindicaturas", "regidurias", "sindicaturas_rp", "regidurias_rp"]
    copiadas = [*cargos, "integrantes"]
    for municipio in leer("municipios"):
        poblacion = int(municipio["poblacion_2020"])
        regla = next(r for r in reglas if not r["hasta"] or poblacion <= int(r["hasta"]))

        assert regla["clave"] == municipio["rango"]
        assert [regla[c] for c in copiadas] == [municipio[c] for c in copiadas]
        assert sum(int(municipio[c]) for c in cargos) == int(municipio["integrantes"])
        assert sum(int(municipio[c]) for c in cargos[:3]) == int(municipio["formulas"])


def test_se_eligen_136_sindicaturas_y_966_regidurias():
    sindicaturas = suma("municipios", "sindicaturas"), suma("municipios", "sindicaturas_rp")
    regidurias = suma("municipios", "regidurias"), suma("municipios", "regidurias_rp")

    assert sindicaturas == (125, 11)
    assert regidurias == (551, 415)


def test_la_clave_electoral_y_la_del_inegi_difieren_en_96_municipios():
    municipios = leer("municipios")
    distintas = [m["clave"] for m in municipios if m["clave"] != m["clave_inegi"]]

    assert len(distintas) == 96
    assert distintas[0] == "025"
    assert len({m["clave_inegi"] for m in municipios}) == 125


def test_municipios_y_distritos_dicen_lo_mismo_que_las_secciones():
    por_municipio, por_distrito = defaultdict(set), defaultdict(set)
    for seccion in leer("secciones"):
        por_municipio[seccion["municipio"]].add(seccion["distrito"])
        por_distrito[seccion["distrito"]].add(seccion["municipio"])
    distritos = {m["clave"]: m["distritos"] for m in leer("municipios")}
    municipios = {d["clave"]: d["municipios"] for d in leer("distritos_locales")}

    assert {c: ";".join(sorted(v)) for c, v in por_municipio.items()} == distritos
    assert {c: ";".join(sorted(v)) for c, v in por_distrito.items()} == municipios


def test_faltan_catorce_secciones_y_se_sabe_en_que_distritos():
    presentes = Counter(seccion["distrito"] for seccion in leer("secciones"))
    oficiales = {d["clave"]: int(d["secciones"]) for d in leer("distritos_locales")}
    esperado = {"012": 6, "027": 1, "030": 5, "033": 1, "039": 1}
    obtenido = {c: n - presentes[c] for c, n in oficiales.items() if n != presentes[c]}

    assert esperado == obtenido


def test_las_claves_conservan_sus_ceros():
    esperado = {
        "municipios": [f"{n:03d}" for n in range(1, 126)],
        "distritos_locales": [f"{n:03d}" for n in range(1, 46)],
        "entidades": [f"{n:02d}" for n in range(1, 33)],
    }

    assert esperado == {nombre: llaves(nombre) for nombre in esperado}
    assert all(re.fullmatch(r"[0-9]{4}", seccion) for seccion in llaves("secciones"))


@pytest.mark.parametrize(
    ("nombre", "clave", "esperado"),
    [
        ("municipios", "060", "Nezahualcóyotl"),
        ("municipios", "081", "Sultepec"),
        ("municipios", "082", "Tecámac"),
        ("municipios", "107", "Toluca"),
        ("distritos_locales", "001", "Distrito 1, Chalco de Díaz Covarrubias"),
        ("distritos_locales", "041", "Distrito 41, Ciudad Nezahualcóyotl"),
        ("entidades", "15", "México"),
        ("paises", "NAM", "Namibia"),
        ("paises", "NOR", "Noruega"),
        ("pueblos", "nahuatl", "Náhuatl"),
        ("si_no_pnc", "si", "Sí"),
    ],
)
def test_los_nombres_llevan_sus_acentos(nombre, clave, esperado):
    obtenido = etiquetas(nombre)[clave]

    assert esperado == obtenido


def test_los_paises_llevan_codigos_iso_y_no_incluyen_a_mexico():
    paises = leer("paises")

    assert all(re.fullmatch(r"[A-Z]{3}", p["clave"]) for p in paises)
    assert len({p["alfa2"] for p in paises if re.fullmatch(r"[A-Z]{2}", p["alfa2"])}) == 248
    assert "MEX" not in {p["clave"] for p in paises}


def test_los_cinco_pueblos_originarios_van_primero_y_otro_al_final():
    pueblos = leer("pueblos")
    originarios = [p["nombre"] for p in pueblos if p["originario_edomex"] == "si"]

    assert originarios == [p["nombre"] for p in pueblos[:5]]
    assert originarios == ["Mazahua", "Otomí", "Náhuatl", "Matlatzinca", "Tlahuica"]
    assert [p["clave"] for p in pueblos if p["texto"] == "si"] == ["otro"]
    assert pueblos[-1]["clave"] == "otro"


def test_las_dimensiones_reparten_las_19_preguntas():
    obtenido = [int(n) for d in leer("dimensiones") for n in d["preguntas"].split(";")]

    assert list(range(1, 20)) == obtenido


@pytest.mark.parametrize(
    ("pregunta", "nombre"),
    [
        ("i01", "si_no_pnc"),
        ("i05", "discapacidad_duracion"),
        ("i06", "discapacidad_tipo"),
        ("i07", "discapacidad_dificultad"),
        ("i10", "diversidad_sexual"),
        ("i13", "extranjero_tiempo"),
        ("i14", "extranjero_motivo"),
        ("i18", "ingreso_mensual"),
        ("i19", "ingreso_fuente"),
    ],
)
def test_el_catalogo_y_el_esquema_de_identidad_ofrecen_lo_mismo(pregunta, nombre):
    campo = IDENTIDAD[pregunta]

    assert campo["x-etiquetas"] == etiquetas(nombre)
    assert sorted(campo.get("items", campo)["enum"]) == sorted(llaves(nombre))


def test_cada_subopcion_sigue_a_su_opcion():
    for nombre in ("discapacidad_tipo", "ingreso_fuente"):
        anterior = None
        for fila in leer(nombre):
            if fila["padre"]:
                assert fila["padre"] == anterior
            else:
                anterior = fila["clave"]
