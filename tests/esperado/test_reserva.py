"""¿Se detiene la publicación ante una fuga sembrada en cada clase de salida, y solo entonces?"""

import base64
import csv
import gzip
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner, Result
from construccion import FECHA

from generador.archivos.carga import cargar
from generador.cli import conoceles
from generador.nucleo.ficha import FichaPublica
from generador.nucleo.publico import publicar
from generador.reserva.agujas import Acerico, Aguja
from generador.reserva.comprobar import Donde, comprobar
from generador.reserva.fuga import Fuga
from generador.reserva.inspeccion import Inspector
from generador.reserva.llano import aplanar
from generador.reserva.originales import Originales
from generador.reserva.verdad import Verdad
from generador.simulacion.identidad import extracto_ficticio

VALOR = "Mazahua"
PREGUNTA = "¿A qué pueblo y/o comunidad indígena pertenece?"
ORIGINALES = Originales.del_programa()
SECRETO = "zqcanario, con Ñoñería y todo"

Siembra = Callable[[bytes], bytes]


class Sitio:
    """La demostración construida, su verdad, y a quién se le siembra la fuga."""

    def __init__(self, raiz: Path) -> None:
        self.raiz = raiz
        self.publico = raiz / "publico"
        momento = datetime.fromisoformat(f"{FECHA}T23:59:59")  # sin zona: la del proceso
        conjunto = cargar(raiz, momento)
        fichas = publicar(conjunto, extracto_ficticio(conjunto))
        self.verdad = Verdad.de_fichas(fichas, conjunto.contexto, raiz)
        self.callada = next(f for f in fichas if f.identidad_vacio == "no_consintio")
        self.retirada = next(f for f in fichas if not f.esta_vigente)
        self.abierta = next(
            f for f in fichas if f.identidad_vacio is None and "i03" in self._dichas(f)
        )
        self.sin_foto = next(f for f in fichas if f.esta_vigente and not f.fotografia)
        self.con_foto = next(f for f in fichas if f.fotografia and f.esta_vigente)

    @staticmethod
    def _dichas(ficha: FichaPublica) -> set[str]:
        return {r.puntero.rpartition("/")[2] for r in ficha.identidad if r.valor is not None}

    def ruta(self, forma: str) -> str:
        """`{callada}` y demás se cambian por su carpeta."""
        return forma.format(
            **{
                nombre: getattr(self, nombre).clave.lower()
                for nombre in ("callada", "abierta", "retirada", "sin_foto", "con_foto")
            }
        )


@pytest.fixture(scope="session")
def sitio(demostracion: Path) -> Sitio:
    return Sitio(demostracion)


@pytest.fixture
def revisar(sitio: Sitio, tmp_path: Path) -> Callable[..., list[Fuga]]:
    """`revisar(ruta, sembrar, agujas)` → las fugas de ese archivo con la siembra puesta."""
    copia = tmp_path / "publico"

    def hacer(ruta: str, sembrar: Siembra, agujas: tuple[Aguja, ...] = ()) -> list[Fuga]:
        propia, original = copia / ruta, sitio.publico / ruta
        propia.parent.mkdir(parents=True)
        # El libro y las variantes se comparan con las demás tablas: esas, enlazadas.
        (copia / "datos").mkdir(exist_ok=True)
        for otra in (sitio.publico / "datos").glob("*.*"):
            if otra != original:
                (copia / "datos" / otra.name).symlink_to(otra)
        propia.write_bytes(sembrar(original.read_bytes() if original.is_file() else b""))
        inspector = Inspector(copia, sitio.verdad, Acerico(agujas), ORIGINALES)
        return list(inspector.revisar(ruta, f"publico/{ruta}"))

    return hacer


def _cambiar(viejo: str, nuevo: str) -> Siembra:
    def sembrar(crudo: bytes) -> bytes:
        assert viejo.encode() in crudo, "la siembra no encontró su lugar"
        return crudo.replace(viejo.encode(), nuevo.encode(), 1)

    return sembrar


def _al_final(texto: str) -> Siembra:
    return lambda crudo: crudo + texto.encode()


def _en_json(cambiar: Callable[[dict], object]) -> Siembra:
    def sembrar(crudo: bytes) -> bytes:
        dato = json.loads(crudo)
        cambiar(dato)
        return json.dumps(dato, ensure_ascii=False).encode()

    return sembrar


def _en_csv(columna: str, valor: str, cual: str = "") -> Siembra:
    """Pone el valor en la columna de la primera fila (o la de esa clave)."""

    def sembrar(crudo: bytes) -> bytes:
        renglones = list(csv.reader(io.StringIO(crudo.decode("utf-8-sig"), newline="")))
        lugar = renglones[0].index(columna)
        fila = next(r for r in renglones[1:] if not cual or r[0] == cual)
        fila[lugar] = valor
        return _a_csv(renglones)

    return sembrar


def _columna_de_mas(crudo: bytes) -> bytes:
    renglones = list(csv.reader(io.StringIO(crudo.decode("utf-8-sig"), newline="")))
    return _a_csv([[*r, "i08" if n == 0 else "si"] for n, r in enumerate(renglones)])


def _celda_de_mas(crudo: bytes) -> bytes:
    return crudo.rstrip(b"\r\n") + b",si\n"


def _a_csv(renglones: list[list[str]]) -> bytes:
    salida = io.StringIO()
    csv.writer(salida, lineterminator="\n").writerows(renglones)
    return salida.getvalue().encode()


def _en_libro(parte: str, sembrar: Siembra, *, nueva: bool = False) -> Siembra:
    def hacer(crudo: bytes) -> bytes:
        salida = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(crudo)) as viejo,
            zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as nuevo,
        ):
            for nombre in viejo.namelist():
                leido = viejo.read(nombre)
                nuevo.writestr(nombre, sembrar(leido) if nombre == parte else leido)
            if nueva:
                nuevo.writestr(parte, sembrar(b""))
        return salida.getvalue()

    return hacer


def _hoja(publico: Path, nombre: str) -> str:
    """En qué parte del libro está una hoja."""
    with zipfile.ZipFile(publico / "datos/conoceles.xlsx") as libro:
        hojas = re.findall(r'<sheet name="([^"]+)"', libro.read("xl/workbook.xml").decode())
    return f"xl/worksheets/sheet{hojas.index(nombre) + 1}.xml"


_PAR = f"<div><dt>{PREGUNTA}</dt><dd>{VALOR}</dd></div>"
_FICHA, _JSON = "candidaturas/{callada}/index.html", "candidaturas/{callada}/ficha.json"
_ABIERTA = "candidaturas/{abierta}/index.html"
_FIN = "</main>"
_TITULO = '<h2 id="identidad">Identidad</h2>'

EN_FICHAS = {
    "la respuesta en su apartado": (_FICHA, _cambiar(_TITULO, f"{_TITULO}<dl>{_PAR}</dl>")),
    "la respuesta fuera de su apartado": (_FICHA, _cambiar("<dl>\n", f"<dl>{_PAR}")),
    "un rótulo nuevo con un «sí»": (
        _FICHA, _cambiar("<dl>\n", "<dl><div><dt>Afromexicana</dt><dd>Sí</dd></div>")
    ),
    "la opción en un párrafo": (_FICHA, _cambiar(_FIN, f"<p>{VALOR}</p>{_FIN}")),
    "la opción con entidades": (_FICHA, _cambiar(_FIN, f"<p>&#77;azahua</p>{_FIN}")),
    "la pregunta en la descripción": (
        _FICHA, _cambiar('<meta name="description" content="', f"\\g<0>{PREGUNTA} Sí. ".replace(
            "\\g<0>", '<meta name="description" content="'))
    ),
    "un atributo nuevo": (_FICHA, _cambiar('<article class="ficha">', '<article data-i08="si">')),
    "una clase nueva": (
        _FICHA, _cambiar('<article class="ficha">', '<article class="ficha afro">')
    ),
    "un comentario": (_FICHA, _cambiar(_FIN, f"<!-- i08=si -->{_FIN}")),
    "un guion": (_FICHA, _cambiar(_FIN, f"<script>let a = 1</script>{_FIN}")),
    "una llave de datos ligados": (
        _FICHA, _cambiar('{"@context"', '{"ethnicity":"si","@context"')
    ),
    "una frase en su apartado": (
        _FICHA, _cambiar(_TITULO, f"{_TITULO}<p>Sí, desde siempre.</p>")
    ),
    "una palabra que nadie escribió": (
        _FICHA, _cambiar("años al día", "años, afrodescendiente, al día")
    ),
    "una palabra en un texto alterno": (
        "candidaturas/{con_foto}/index.html", _cambiar('alt="Foto', 'alt="Otomí. Foto')
    ),
    "el apartado dos veces": (
        _FICHA,
        _cambiar(_FIN, f'<section aria-labelledby="identidad">{_TITULO}</section>{_FIN}'),
    ),
    "otra respuesta en lugar de la permitida": (
        _ABIERTA, lambda crudo: re.sub(
            f"(<dt>{re.escape(PREGUNTA)}</dt><dd>)[^<]*".encode(), rb"\1Ixcateco", crudo
        ),
    ),
    "lo de quien salió de la consulta": (
        "candidaturas/{retirada}/index.html", _cambiar(_FIN, f"<p>{PREGUNTA}</p>{_FIN}")
    ),
}  # fmt: skip

EN_JSON = {
    "valor en una pregunta": (
        _JSON,
        _en_json(lambda d: d.update(identidad=[_de_json("i08", "Sí", "si")], identidad_vacio=None)),
    ),
    "la clave sin el valor": (
        _JSON, _en_json(lambda d: d.update(identidad=[_de_json("i08", None, "si")]))
    ),
    "una llave nueva": (_JSON, _en_json(lambda d: d.update(i08="si"))),
    "una llave repetida": (_JSON, _cambiar('{"clave"', '{"identidad_vacio":"si","clave"')),
    "una pregunta en otro rubro": (
        _JSON, _en_json(lambda d: d["rubros"][0]["respuestas"].append(_de_json("i08", "Sí", "si")))
    ),
    "el valor en otro campo": (_JSON, _en_json(lambda d: d.update(sobrenombre=VALOR))),
    "el valor en la historia": (_JSON, _en_json(lambda d: d["historia"][0].update(asunto=VALOR))),
    "una llave en la historia": (_JSON, _en_json(lambda d: d["historia"][0].update(i08="si"))),
    "identidad de quien salió": (
        "candidaturas/{retirada}/ficha.json", _en_json(lambda d: d.update(identidad=[]))
    ),
    "otra respuesta en lugar de la permitida": (
        "candidaturas/{abierta}/ficha.json", _en_json(lambda d: _cambiar_una(d, "i03", "Ixcateco"))
    ),
    "una columna en el índice de nombres": (
        "busqueda/ayuntamientos.json", _en_json(lambda d: d["filas"][0].append(1))
    ),
    "un texto en el índice de nombres": (
        "busqueda/ayuntamientos.json",
        _en_json(lambda d: d["filas"][0].__setitem__(1, f"{d['filas'][0][1]} ({VALOR})")),
    ),
    "una tabla en el índice de nombres": (
        "busqueda/ayuntamientos.json", _en_json(lambda d: d.update(pueblos=[VALOR]))
    ),
    "una opción en una tabla del índice": (
        "busqueda/diputaciones.json", _en_json(lambda d: d["grados"].append(VALOR))
    ),
    "algo más en la lista de elecciones": (
        "busqueda/indice.json", _en_json(lambda d: d.update(indigena=["x"]))
    ),
    "algo más en una sección": (
        "secciones/17.json", _en_json(lambda d: d.update({"i08": {"si": "001"}}))
    ),
    "un nombre en el catálogo de secciones": (
        "secciones/todas.json", _en_json(lambda d: d["boletas"].append(["x", VALOR]))
    ),
    "datos dentro del descriptor": (
        "datos/datapackage.json", _en_json(lambda d: d["resources"][0].update(data=[["si"]]))
    ),
    "una columna en el descriptor": (
        "datos/datapackage.json",
        _en_json(lambda d: d["resources"][0]["schema"]["fields"].append({"name": "i08"})),
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
    "el mapa": ("sitemap.xml", _al_final(f"<!-- {VALOR} -->")),
    "robots": ("robots.txt", _al_final(f"# {VALOR}")),
    "las huellas": ("datos/SHA256SUMS", _al_final(f"{VALOR}\n")),
    "un guion del tema": ("js/buscar.js", _al_final(f"// {VALOR}")),
    "un estilo de Material": ("assets/stylesheets/palette.css", _al_final(VALOR)),
    "un emblema": ("emblemas/pmn.svg", _al_final(f"<!-- {VALOR} -->")),
    "un archivo nuevo entre los datos": ("datos/identidad.json", _al_final("{}")),
    "una tabla nueva": ("datos/indigenas.csv", _al_final("clave,i01\n")),
    "un archivo nuevo en una ficha": ("candidaturas/{callada}/notas.txt", _al_final("x")),
    "un comprimido": ("respaldo.tar.gz", lambda _: gzip.compress(b"nada")),
    "la foto de quien no la muestra": (
        "candidaturas/{sin_foto}/{sin_foto}.webp", lambda _: b"RIFF\x04\0\0\0WEBP"
    ),
    "algo después de una foto": ("candidaturas/{con_foto}/{con_foto}.webp", _al_final("\0i08=si")),
    "metadatos en una foto": (
        "candidaturas/{con_foto}/{con_foto}.webp", _al_final("EXIF\x06\0\0\0i08=si")
    ),
    "la ficha de nadie": ("candidaturas/ayu-999-pah-pres-p-1/index.html", _al_final("<p>x</p>")),
    "un proceso anterior que no lo es": ("procesos/otro/index.html", _al_final("<p>x</p>")),
    "un árbol nuevo": ("indigenas/index.html", _al_final("<p>x</p>")),
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


def _exigir(fugas: list[Fuga], lugar: str) -> None:
    """Que se detuvo, que dice dónde, y que no dice qué."""
    assert fugas
    for fuga in fugas:
        assert fuga.lugar.startswith(f"publico/{lugar}")
        assert VALOR.lower() not in fuga.motivo.lower()
        assert aplanar(SECRETO) not in aplanar(fuga.frase())


@pytest.mark.parametrize("siembra", _SIEMBRAS)
def test_se_detiene_ante_una_fuga(siembra: str, sitio: Sitio, revisar: Callable) -> None:
    forma, sembrar = _SIEMBRAS[siembra]
    ruta = sitio.ruta(forma)

    _exigir(revisar(ruta, sembrar), ruta)


@pytest.mark.parametrize("forma", PAGINAS)
def test_se_detiene_ante_una_opcion_en_cada_clase_de_pagina(
    forma: str, sitio: Sitio, revisar: Callable
) -> None:
    planilla = sitio.callada.clave.rsplit("-", 3)[0].lower()
    contienda = min((sitio.publico / "comparar").glob("*/")).name
    ruta = forma.format(planilla=planilla, contienda=contienda)

    _exigir(revisar(ruta, _cambiar(_FIN, f"<p>{PREGUNTA} {VALOR}.</p>{_FIN}")), ruta)


def test_se_detiene_si_una_pagina_escrita_enlaza_a_alguien(sitio: Sitio, revisar: Callable) -> None:
    liga = f'<a href="../candidaturas/{sitio.callada.clave.lower()}/">i08</a>'

    _exigir(revisar("privacidad/index.html", _al_final(liga)), "privacidad/index.html")


@pytest.mark.parametrize("tabla", TABLAS)
@pytest.mark.parametrize("sembrar", [_columna_de_mas, _celda_de_mas])
@pytest.mark.parametrize("carpeta", ["datos", "datos/excel"])
def test_se_detiene_ante_una_columna_o_una_celda_de_mas(
    tabla: str, sembrar: Siembra, carpeta: str, revisar: Callable
) -> None:
    ruta = f"{carpeta}/{tabla}.csv"

    _exigir(revisar(ruta, sembrar), ruta)


@pytest.mark.parametrize("carpeta", ["datos", "datos/excel"])
@pytest.mark.parametrize("tabla", DE_PERSONAS)
def test_se_detiene_ante_una_celda_que_no_es_suya(
    tabla: str, carpeta: str, revisar: Callable
) -> None:
    ruta = f"{carpeta}/{tabla}.csv"

    _exigir(revisar(ruta, _en_csv(DE_PERSONAS[tabla], VALOR)), ruta)


@pytest.mark.parametrize("valor", ["si", "no", "pnc", "mazahua", "", "Sí"])
def test_se_detiene_ante_cualquier_valor_en_una_pregunta_que_no_es_publica(
    valor: str, sitio: Sitio, revisar: Callable
) -> None:
    (fuga,) = revisar("datos/identidad_publica.csv", _en_csv("i08", valor, sitio.callada.clave))

    assert (fuga.clave, fuga.campo) == (sitio.callada.clave, "i08")


def test_se_detiene_ante_una_celda_de_la_compatible(revisar: Callable) -> None:
    ruta = "datos/compatibilidad/conoceles_ine_2022.csv"

    _exigir(revisar(ruta, _en_csv("CURSOS", f"Lengua {VALOR}")), ruta)


@pytest.mark.parametrize("tabla", DE_PERSONAS)
def test_se_detiene_ante_una_celda_del_libro(tabla: str, sitio: Sitio, revisar: Callable) -> None:
    def sembrar(crudo: bytes) -> bytes:
        celdas = list(re.finditer(rb"<t[^>]*>([^<]+)</t>", crudo))
        ultima = celdas[-2]
        return crudo[: ultima.start(1)] + VALOR.encode() + crudo[ultima.end(1) :]

    ruta = "datos/conoceles.xlsx"
    _exigir(revisar(ruta, _en_libro(_hoja(sitio.publico, tabla), sembrar)), ruta)


def test_se_detiene_ante_una_parte_nueva_del_libro(revisar: Callable) -> None:
    ruta = "datos/conoceles.xlsx"

    _exigir(revisar(ruta, _en_libro("xl/comments1.xml", _al_final("x"), nueva=True)), ruta)


# --- con agujas --------------------------------------------------------------------------------


def _aguja(sitio: Sitio) -> Aguja:
    return Aguja(sitio.callada.clave, "i03_otra", SECRETO)


def _foto_con_perfil(crudo: bytes) -> bytes:
    dato = SECRETO.encode("latin-1")
    dato += b"\0" * (len(dato) % 2)
    return crudo + b"ICCP" + len(dato).to_bytes(4, "little") + dato


CON_AGUJA = {
    "una ficha ajena": ("candidaturas/{abierta}/index.html", _cambiar(_FIN, f"<p>{SECRETO}{_FIN}")),
    "su ficha, partido": (
        _FICHA, _cambiar(_FIN, f"<p>{SECRETO.replace(' ', '</p><p>')}</p>{_FIN}")
    ),
    "un atributo": (_FICHA, _cambiar('<p class="guia">', f'<p title="{SECRETO}">')),
    "una dirección": (_FICHA, _cambiar(_FIN, f'<a href="?q={quote(SECRETO)}">x</a>{_FIN}')),
    "JSON escapado": (_JSON, _cambiar('"acuerdo":"', f'"acuerdo":{json.dumps(SECRETO)[:-1]}')),
    "su sección de la foto": ("candidaturas/{con_foto}/{con_foto}.webp", _foto_con_perfil),
    "una página escrita": ("privacidad/index.html", _al_final(SECRETO.upper())),
    "el índice del buscador": ("search/search_index.json", _en_json(lambda d: d.update(x=SECRETO))),
    "el descriptor": ("datos/datapackage.json", _en_json(lambda d: d.update(title=SECRETO))),
    "el LÉAME": ("datos/LEAME.txt", _al_final(SECRETO)),
    "un catálogo": ("datos/catalogos.csv", _en_csv("nombre", SECRETO)),
    "las cifras de control": ("datos/cifras_de_control.csv", _en_csv("nombre", SECRETO)),
    "un archivo en UTF-16": ("nuevo.txt", lambda _: SECRETO.encode("utf-16")),
    "base 64 en una página": (
        "listado/index.html",
        _cambiar(_FIN, f"<p>{base64.b64encode(SECRETO.encode()).decode()}</p>{_FIN}"),
    ),
    "un comprimido": ("respaldo.gz", lambda _: gzip.compress(SECRETO.encode())),
    "las propiedades del libro": (
        "datos/conoceles.xlsx", _en_libro("docProps/app.xml", _cambiar("</", f"{SECRETO}</"))
    ),
}  # fmt: skip


@pytest.mark.parametrize("siembra", CON_AGUJA)
def test_halla_una_aguja_y_dice_de_quien_es(siembra: str, sitio: Sitio, revisar: Callable) -> None:
    forma, sembrar = CON_AGUJA[siembra]
    ruta = sitio.ruta(forma)
    fugas = revisar(ruta, sembrar, (_aguja(sitio),))

    _exigir(fugas, ruta)
    assert (sitio.callada.clave, "i03_otra") in {(f.clave, f.campo) for f in fugas}


def test_dice_el_renglon_de_una_tabla(sitio: Sitio, revisar: Callable) -> None:
    fugas = revisar("datos/propuestas.csv", _en_csv("texto", SECRETO), (_aguja(sitio),))

    assert "publico/datos/propuestas.csv:2" in {f.lugar for f in fugas if f.campo == "i03_otra"}


def test_una_aguja_corta_solo_se_halla_en_lo_suyo_y_entera(sitio: Sitio, revisar: Callable) -> None:
    corta = (Aguja(sitio.callada.clave, "i05_otra", "TDAH"),)

    fugas = revisar(sitio.ruta(_FICHA), _cambiar(_FIN, f"<p>tdah</p>{_FIN}"), corta)
    assert (sitio.callada.clave, "i05_otra") in {(f.clave, f.campo) for f in fugas}


def test_lo_que_ella_publico_no_es_fuga(sitio: Sitio, revisar: Callable) -> None:
    motivo = next(
        respuesta.valor
        for rubro in sitio.abierta.rubros
        for respuesta in rubro.respuestas
        if respuesta.puntero.endswith("/motivo")
    )
    aguja = Aguja(sitio.abierta.clave, "i07_otra", motivo[:60])

    assert [] == revisar(sitio.ruta(_ABIERTA), lambda crudo: crudo, (aguja,))
    assert [] == _revisar_tabla(sitio, "curricular", aguja)


def test_las_mismas_palabras_en_lo_publico_de_otra_no_son_fuga(sitio: Sitio) -> None:
    motivo = next(
        respuesta.valor
        for rubro in sitio.abierta.rubros
        for respuesta in rubro.respuestas
        if respuesta.puntero.endswith("/motivo")
    )
    aguja = Aguja(sitio.callada.clave, "i07_otra", motivo[:60])

    assert [] == _revisar_tabla(sitio, "curricular", aguja)


def _revisar_tabla(sitio: Sitio, tabla: str, aguja: Aguja) -> list[Fuga]:
    inspector = Inspector(sitio.publico, sitio.verdad, Acerico([aguja]), ORIGINALES)
    return list(inspector.revisar(f"datos/{tabla}.csv", "publico"))


# --- la orden ----------------------------------------------------------------------------------


@pytest.fixture
def correr(sitio: Sitio) -> Callable[..., Result]:
    def hacer(*opciones: str) -> Result:
        base = ["--raiz", str(sitio.raiz), "--fecha", FECHA, "comprobar-reserva"]
        return CliRunner().invoke(conoceles, [*base, "--identidad-ficticia", *opciones])

    return hacer


@pytest.fixture
def agujas(sitio: Sitio, tmp_path: Path) -> Iterator[Path]:
    ruta = tmp_path / "agujas.json"
    una = _aguja(sitio)
    ruta.write_text(
        json.dumps([{"clave": una.clave, "campo": una.campo, "texto": una.texto}]), encoding="utf-8"
    )
    ruta.chmod(0o600)
    yield ruta
    assert SECRETO in json.loads(ruta.read_text(encoding="utf-8"))[0]["texto"]


def test_la_demostracion_limpia_pasa_y_dice_que_se_comprobo(correr: Callable, agujas: Path) -> None:
    corrida = correr("--agujas", str(agujas))

    assert 0 == corrida.exit_code, corrida.output
    assert "378 candidaturas" in corrida.output
    assert "1 aguja" in corrida.output
    assert "nada de lo que se reserva salió" in corrida.output


def test_con_una_fuga_sale_con_uno_y_no_dice_el_valor(
    correr: Callable, agujas: Path, sitio: Sitio, tmp_path: Path
) -> None:
    copia = tmp_path / "copia"
    copia.mkdir()
    for nombre in ("datos", "busqueda", f"candidaturas/{sitio.callada.clave.lower()}"):
        shutil.copytree(sitio.publico / nombre, copia / nombre)
    pagina = copia / sitio.ruta(_FICHA)
    pagina.write_bytes(_cambiar(_TITULO, f"{_TITULO}<dl>{_PAR}</dl>")(pagina.read_bytes()))
    (copia / f"{SECRETO}.txt").write_text("nada", encoding="utf-8")
    bitacoras = tmp_path / "bitacoras"
    bitacoras.mkdir()
    (bitacoras / "servidor.log").write_text(f"uno\nse leyó {SECRETO.upper()}\n", encoding="utf-8")

    corrida = correr("--publico", str(copia), "--agujas", str(agujas), "--bitacora", str(bitacoras))
    assert 1 == corrida.exit_code
    clave = sitio.callada.clave
    assert (
        f"copia/{sitio.ruta(_FICHA)}: {clave}, i03: tiene valor y no es público." in corrida.output
    )
    assert f"servidor.log:2: {clave}, i03_otra: aparece y se reserva (texto)." in corrida.output
    assert f"copia/(un nombre que lo dice): {clave}, i03_otra" in corrida.output
    assert aplanar(SECRETO) not in aplanar(corrida.output)
    assert VALOR not in corrida.output


@pytest.mark.parametrize(
    ("contenido", "frase"),
    [
        ("{", "no es JSON"),
        ("{}", "no es una lista"),
        ('[{"clave":"A","campo":"b"}]', "El elemento 1"),
        ('[{"clave":"A","campo":"b","texto":""}]', "El elemento 1"),
    ],
)
def test_un_archivo_de_agujas_mal_hecho_no_se_usa(
    correr: Callable, tmp_path: Path, contenido: str, frase: str
) -> None:
    ruta = tmp_path / "agujas.json"
    ruta.write_text(contenido, encoding="utf-8")
    ruta.chmod(0o600)

    corrida = correr("--agujas", str(ruta))
    assert 2 == corrida.exit_code
    assert frase in corrida.output


def test_no_lee_agujas_que_otros_pueden_leer_ni_las_que_git_guardaria(
    correr: Callable, agujas: Path
) -> None:
    agujas.chmod(0o640)
    abiertas = correr("--agujas", str(agujas))
    agujas.chmod(0o600)
    dentro = Path(__file__).with_name("agujas.json")
    shutil.copy(agujas, dentro)
    try:
        en_git = correr("--agujas", str(dentro))
    finally:
        dentro.unlink()

    assert (2, 2) == (abiertas.exit_code, en_git.exit_code)
    assert "chmod 600" in abiertas.output
    assert "nunca entra en Git" in en_git.output


def test_un_proceso_anterior_se_mide_con_su_propia_verdad(sitio: Sitio, tmp_path: Path) -> None:
    publico = tmp_path / "publico"
    for carpeta in (publico, publico / "procesos" / "ensayo"):
        carpeta.mkdir(parents=True)
        shutil.copytree(sitio.publico / "busqueda", carpeta / "busqueda")
        ficha = carpeta / sitio.ruta(_FICHA)
        ficha.parent.mkdir(parents=True)
        shutil.copy(sitio.publico / sitio.ruta(_FICHA), ficha)
    limpio = comprobar(Donde(publico, sitio.verdad, {"ensayo": sitio.verdad}))
    ficha.write_bytes(_cambiar(_TITULO, f"{_TITULO}<dl>{_PAR}</dl>")(ficha.read_bytes()))
    sucio = comprobar(Donde(publico, sitio.verdad, {"ensayo": sitio.verdad}))
    ajeno = comprobar(Donde(publico, sitio.verdad, {}))

    assert () == limpio.fugas
    assert {f.lugar for f in sucio.fugas} == {f"publico/procesos/ensayo/{sitio.ruta(_FICHA)}"}
    assert all(f.lugar.startswith("publico/procesos/ensayo/") for f in ajeno.fugas)
    assert len(ajeno.fugas) > 1


def test_dos_procesos_y_uno_encuentran_lo_mismo(sitio: Sitio, tmp_path: Path) -> None:
    (tmp_path / "publico").mkdir()
    for numero in range(5):
        (tmp_path / f"publico/{numero}.txt").write_text(SECRETO, encoding="utf-8")
    donde = Donde(tmp_path / "publico", sitio.verdad, {})

    uno, dos = (comprobar(donde, [_aguja(sitio)], trabajadores=n) for n in (1, 2))
    assert uno == dos
    assert 10 == len(uno.fugas)
