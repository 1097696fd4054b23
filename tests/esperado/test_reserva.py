"""¿Se detiene la publicación ante una fuga sembrada en cada clase de salida, y solo entonces?"""

import gzip
import re
from collections.abc import Callable

import pytest
from siembras import (
    ABIERTA,
    DATOS,
    FICHA,
    FIN,
    ORIGINALES,
    PAR,
    PREGUNTA,
    TITULO,
    VALOR,
    Siembra,
    Sitio,
    al_final,
    cambiar,
    celda_de_mas,
    columna_de_mas,
    en_csv,
    en_json,
    en_libro,
    exigir,
    hoja,
)

from generador.reserva.casa import Casa
from generador.reserva.pagina import Pagina

EN_FICHAS = {
    "la respuesta en su apartado": (FICHA, cambiar(TITULO, f"{TITULO}<dl>{PAR}</dl>")),
    "la respuesta fuera de su apartado": (FICHA, cambiar("<dl>\n", f"<dl>{PAR}")),
    "un rótulo nuevo con un «sí»": (
        FICHA, cambiar("<dl>\n", "<dl><div><dt>Afromexicana</dt><dd>Sí</dd></div>")
    ),
    "la opción en un párrafo": (FICHA, cambiar(FIN, f"<p>{VALOR}</p>{FIN}")),
    "la opción con entidades": (FICHA, cambiar(FIN, f"<p>&#77;azahua</p>{FIN}")),
    "la pregunta en la descripción": (
        FICHA, cambiar('<meta name="description" content="', f"\\g<0>{PREGUNTA} Sí. ".replace(
            "\\g<0>", '<meta name="description" content="'))
    ),
    "un atributo nuevo": (FICHA, cambiar('<article class="ficha">', '<article data-i08="si">')),
    "una clase nueva": (
        FICHA, cambiar('<article class="ficha">', '<article class="ficha afro">')
    ),
    "un comentario": (FICHA, cambiar(FIN, f"<!-- i08=si -->{FIN}")),
    "un guion": (FICHA, cambiar(FIN, f"<script>let a = 1</script>{FIN}")),
    "una llave de datos ligados": (
        FICHA, cambiar('{"@context"', '{"ethnicity":"si","@context"')
    ),
    "una frase en su apartado": (
        FICHA, cambiar(TITULO, f"{TITULO}<p>Sí, desde siempre.</p>")
    ),
    "una palabra que nadie escribió": (
        FICHA, cambiar("años al día", "años, afrodescendiente, al día")
    ),
    "una palabra en un texto alterno": (
        "candidaturas/{con_foto}/index.html", cambiar('alt="Foto', 'alt="Otomí. Foto')
    ),
    "el apartado dos veces": (
        FICHA,
        cambiar(FIN, f'<section aria-labelledby="identidad">{TITULO}</section>{FIN}'),
    ),
    "otra respuesta en lugar de la permitida": (
        ABIERTA, lambda crudo: re.sub(
            f"(<dt>{re.escape(PREGUNTA)}</dt><dd>)[^<]*".encode(), rb"\1Ixcateco", crudo
        ),
    ),
    "lo de quien salió de la consulta": (
        "candidaturas/{retirada}/index.html", cambiar(FIN, f"<p>{PREGUNTA}</p>{FIN}")
    ),
}  # fmt: skip

EN_JSON = {
    "valor en una pregunta": (
        DATOS,
        en_json(lambda d: d.update(identidad=[_de_json("i08", "Sí", "si")], identidad_vacio=None)),
    ),
    "la clave sin el valor": (
        DATOS, en_json(lambda d: d.update(identidad=[_de_json("i08", None, "si")]))
    ),
    "una llave nueva": (DATOS, en_json(lambda d: d.update(i08="si"))),
    "una llave repetida": (DATOS, cambiar('{"clave"', '{"identidad_vacio":"si","clave"')),
    "una pregunta en otro rubro": (
        DATOS, en_json(lambda d: d["rubros"][0]["respuestas"].append(_de_json("i08", "Sí", "si")))
    ),
    "el valor en otro campo": (DATOS, en_json(lambda d: d.update(sobrenombre=VALOR))),
    "el valor en la historia": (DATOS, en_json(lambda d: d["historia"][0].update(asunto=VALOR))),
    "una llave en la historia": (DATOS, en_json(lambda d: d["historia"][0].update(i08="si"))),
    "identidad de quien salió": (
        "candidaturas/{retirada}/ficha.json", en_json(lambda d: d.update(identidad=[]))
    ),
    "otra respuesta en lugar de la permitida": (
        "candidaturas/{abierta}/ficha.json", en_json(lambda d: _cambiar_una(d, "i03", "Ixcateco"))
    ),
    "una columna en el índice de nombres": (
        "busqueda/ayuntamientos.json", en_json(lambda d: d["filas"][0].append(1))
    ),
    "un texto en el índice de nombres": (
        "busqueda/ayuntamientos.json",
        en_json(lambda d: d["filas"][0].__setitem__(1, f"{d['filas'][0][1]} ({VALOR})")),
    ),
    "una tabla en el índice de nombres": (
        "busqueda/ayuntamientos.json", en_json(lambda d: d.update(pueblos=[VALOR]))
    ),
    "una opción en una tabla del índice": (
        "busqueda/diputaciones.json", en_json(lambda d: d["grados"].append(VALOR))
    ),
    "algo más en la lista de elecciones": (
        "busqueda/indice.json", en_json(lambda d: d.update(indigena=["x"]))
    ),
    "algo más en una sección": (
        "secciones/17.json", en_json(lambda d: d.update({"i08": {"si": "001"}}))
    ),
    "un nombre en el catálogo de secciones": (
        "secciones/todas.json", en_json(lambda d: d["boletas"].append(["x", VALOR]))
    ),
    "datos dentro del descriptor": (
        "datos/datapackage.json", en_json(lambda d: d["resources"][0].update(data=[["si"]]))
    ),
    "una columna en el descriptor": (
        "datos/datapackage.json",
        en_json(lambda d: d["resources"][0]["schema"]["fields"].append({"name": "i08"})),
    ),
}  # fmt: skip


def _de_json(pregunta: str, valor: object, clave: object) -> dict[str, object]:
    puntero = f"/respuestas/{pregunta}"
    return {"puntero": puntero, "titulo": "", "valor": valor, "clave": clave, "vacio": None}


def _cambiar_una(dato: dict, pregunta: str, valor: str) -> None:
    for una in dato["identidad"]:
        if una["puntero"].endswith(pregunta):
            una["valor"] = valor


EN_LO_DEMAS = {
    "el mapa": ("sitemap.xml", al_final(f"<!-- {VALOR} -->")),
    "robots": ("robots.txt", al_final(f"# {VALOR}")),
    "las huellas": ("datos/SHA256SUMS", al_final(f"{VALOR}\n")),
    "un guion del tema": ("js/buscar.js", al_final(f"// {VALOR}")),
    "un estilo de Material": ("assets/stylesheets/palette.css", al_final(VALOR)),
    "un emblema": ("emblemas/pmn.svg", al_final(f"<!-- {VALOR} -->")),
    "un archivo nuevo entre los datos": ("datos/identidad.json", al_final("{}")),
    "una tabla nueva": ("datos/indigenas.csv", al_final("clave,i01\n")),
    "un archivo nuevo en una ficha": ("candidaturas/{callada}/notas.txt", al_final("x")),
    "un comprimido": ("respaldo.tar.gz", lambda _: gzip.compress(b"nada")),
    "la foto de quien no la muestra": (
        "candidaturas/{sin_foto}/{sin_foto}.webp", lambda _: b"RIFF\x04\0\0\0WEBP"
    ),
    "algo después de una foto": ("candidaturas/{con_foto}/{con_foto}.webp", al_final("\0i08=si")),
    "metadatos en una foto": (
        "candidaturas/{con_foto}/{con_foto}.webp", al_final("EXIF\x06\0\0\0i08=si")
    ),
    "la ficha de nadie": ("candidaturas/ayu-999-pah-pres-p-1/index.html", al_final("<p>x</p>")),
    "un proceso anterior que no lo es": ("procesos/otro/index.html", al_final("<p>x</p>")),
    "un árbol nuevo": ("indigenas/index.html", al_final("<p>x</p>")),
}  # fmt: skip

PAGINAS = (
    "index.html", "boleta/index.html", "buscar/index.html", "candidaturas/index.html",
    "cifras/index.html", "comparar/index.html", "comparar/{contienda}/index.html",
    "datos/index.html", "listado/index.html", "listado/presidencia/index.html",
    "lugares/index.html", "lugares/municipio/106/index.html", "planillas/{planilla}/index.html",
    "postulantes/index.html", "postulantes/foy/index.html",
)  # fmt: skip
TABLAS = (
    "candidaturas", "curricular", "contactos", "casas_campana", "formacion", "propuestas",
    "identidad_publica", "historia", "postulantes", "integrantes", "ambitos", "cargos",
    "catalogos", "vacios", "cifras_de_control",
)  # fmt: skip
DE_PERSONAS = {
    "candidaturas": "sobrenombre", "curricular": "motivo", "contactos": "valor",
    "casas_campana": "colonia", "formacion": "texto", "propuestas": "texto",
    "historia": "documento", "identidad_publica": "i03_otra",
}  # fmt: skip

_SIEMBRAS = {**EN_FICHAS, **EN_JSON, **EN_LO_DEMAS}


@pytest.mark.parametrize("siembra", _SIEMBRAS)
def test_se_detiene_ante_una_fuga(siembra: str, sitio: Sitio, revisar: Callable) -> None:
    forma, sembrar = _SIEMBRAS[siembra]
    ruta = sitio.ruta(forma)

    exigir(revisar(ruta, sembrar), ruta)


@pytest.mark.parametrize("forma", PAGINAS)
def test_se_detiene_ante_una_opcion_en_cada_clase_de_pagina(
    forma: str, sitio: Sitio, revisar: Callable
) -> None:
    planilla = sitio.callada.clave.rsplit("-", 3)[0].lower()
    contienda = min((sitio.publico / "comparar").glob("*/")).name
    ruta = forma.format(planilla=planilla, contienda=contienda)

    exigir(revisar(ruta, cambiar(FIN, f"<p>{PREGUNTA} {VALOR}.</p>{FIN}")), ruta)


def test_se_detiene_si_una_pagina_escrita_enlaza_a_alguien(sitio: Sitio, revisar: Callable) -> None:
    liga = f'<a href="../candidaturas/{sitio.callada.clave.lower()}/">i08</a>'

    exigir(revisar("privacidad/index.html", al_final(liga)), "privacidad/index.html")


@pytest.mark.parametrize("tabla", TABLAS)
@pytest.mark.parametrize("sembrar", [columna_de_mas, celda_de_mas])
@pytest.mark.parametrize("carpeta", ["datos", "datos/excel"])
def test_se_detiene_ante_una_columna_o_una_celda_de_mas(
    tabla: str, sembrar: Siembra, carpeta: str, revisar: Callable
) -> None:
    ruta = f"{carpeta}/{tabla}.csv"

    exigir(revisar(ruta, sembrar), ruta)


@pytest.mark.parametrize("carpeta", ["datos", "datos/excel"])
@pytest.mark.parametrize("tabla", DE_PERSONAS)
def test_se_detiene_ante_una_celda_que_no_es_suya(
    tabla: str, carpeta: str, revisar: Callable
) -> None:
    ruta = f"{carpeta}/{tabla}.csv"

    exigir(revisar(ruta, en_csv(DE_PERSONAS[tabla], VALOR)), ruta)


@pytest.mark.parametrize("valor", ["si", "no", "pnc", "mazahua", "", "Sí"])
def test_se_detiene_ante_cualquier_valor_en_una_pregunta_que_no_es_publica(
    valor: str, sitio: Sitio, revisar: Callable
) -> None:
    (fuga,) = revisar("datos/identidad_publica.csv", en_csv("i08", valor, sitio.callada.clave))

    assert (fuga.clave, fuga.campo) == (sitio.callada.clave, "i08")


def test_se_detiene_ante_una_celda_de_la_compatible(revisar: Callable) -> None:
    ruta = "datos/compatibilidad/conoceles_ine_2022.csv"

    exigir(revisar(ruta, en_csv("CURSOS", f"Lengua {VALOR}")), ruta)


@pytest.mark.parametrize("tabla", DE_PERSONAS)
def test_se_detiene_ante_una_celda_del_libro(tabla: str, sitio: Sitio, revisar: Callable) -> None:
    def sembrar(crudo: bytes) -> bytes:
        celdas = list(re.finditer(rb"<t[^>]*>([^<]+)</t>", crudo))
        ultima = celdas[-2]
        return crudo[: ultima.start(1)] + VALOR.encode() + crudo[ultima.end(1) :]

    ruta = "datos/conoceles.xlsx"
    exigir(revisar(ruta, en_libro(hoja(sitio.publico, tabla), sembrar)), ruta)


def test_se_detiene_ante_una_parte_nueva_del_libro(revisar: Callable) -> None:
    ruta = "datos/conoceles.xlsx"

    exigir(revisar(ruta, en_libro("xl/comments1.xml", al_final("x"), nueva=True)), ruta)


def test_lo_ajeno_que_se_repite_se_ve_en_cada_pagina(sitio: Sitio) -> None:
    casa = Casa(ORIGINALES, sitio.verdad)
    pagina = Pagina('<p title="Xilófono azul">Cuestionario curricular,</p><p>dijo zorruno</p>')
    vistas = [casa.trozos_ajenos(pagina) for _ in range(4)]

    assert all({"Xilófono", "zorruno"} <= trozos for trozos in vistas)
    assert ["curricular," in trozos for trozos in vistas] == [True, True, False, False]
