"""¿Se halla una aguja sembrada en cada clase de salida, y no lo que alguien publicó?"""

import base64
import gzip
import json
from collections.abc import Callable
from urllib.parse import quote

import pytest
from siembras import (
    ABIERTA,
    DATOS,
    FICHA,
    FIN,
    ORIGINALES,
    SECRETO,
    Sitio,
    aguja,
    al_final,
    cambiar,
    en_csv,
    en_json,
    en_libro,
    exigir,
)

from generador.reserva.agujas import Acerico, Aguja
from generador.reserva.fuga import Fuga
from generador.reserva.inspeccion import Inspector


def _foto_con_perfil(crudo: bytes) -> bytes:
    dato = SECRETO.encode("latin-1")
    dato += b"\0" * (len(dato) % 2)
    return crudo + b"ICCP" + len(dato).to_bytes(4, "little") + dato


CON_AGUJA = {
    "una ficha ajena": ("candidaturas/{abierta}/index.html", cambiar(FIN, f"<p>{SECRETO}{FIN}")),
    "su ficha, partido": (
        FICHA, cambiar(FIN, f"<p>{SECRETO.replace(' ', '</p><p>')}</p>{FIN}")
    ),
    "un atributo": (FICHA, cambiar('<p class="guia">', f'<p title="{SECRETO}">')),
    "una dirección": (FICHA, cambiar(FIN, f'<a href="?q={quote(SECRETO)}">x</a>{FIN}')),
    "JSON escapado": (DATOS, cambiar('"acuerdo":"', f'"acuerdo":{json.dumps(SECRETO)[:-1]}')),
    "su sección de la foto": ("candidaturas/{con_foto}/{con_foto}.webp", _foto_con_perfil),
    "una página escrita": ("privacidad/index.html", al_final(SECRETO.upper())),
    "el índice del buscador": ("search/search_index.json", en_json(lambda d: d.update(x=SECRETO))),
    "el descriptor": ("datos/datapackage.json", en_json(lambda d: d.update(title=SECRETO))),
    "el LÉAME": ("datos/LEAME.txt", al_final(SECRETO)),
    "un catálogo": ("datos/catalogos.csv", en_csv("nombre", SECRETO)),
    "las cifras de control": ("datos/cifras_de_control.csv", en_csv("nombre", SECRETO)),
    "un archivo en UTF-16": ("nuevo.txt", lambda _: SECRETO.encode("utf-16")),
    "base 64 en una página": (
        "listado/index.html",
        cambiar(FIN, f"<p>{base64.b64encode(SECRETO.encode()).decode()}</p>{FIN}"),
    ),
    "un comprimido": ("respaldo.gz", lambda _: gzip.compress(SECRETO.encode())),
    "las propiedades del libro": (
        "datos/conoceles.xlsx", en_libro("docProps/app.xml", cambiar("</", f"{SECRETO}</"))
    ),
}  # fmt: skip


@pytest.mark.parametrize("siembra", CON_AGUJA)
def test_halla_una_aguja_y_dice_de_quien_es(siembra: str, sitio: Sitio, revisar: Callable) -> None:
    forma, sembrar = CON_AGUJA[siembra]
    ruta = sitio.ruta(forma)
    fugas = revisar(ruta, sembrar, (aguja(sitio),))

    exigir(fugas, ruta)
    assert (sitio.callada.clave, "i03_otra") in {(f.clave, f.campo) for f in fugas}


def test_dice_el_renglon_de_una_tabla(sitio: Sitio, revisar: Callable) -> None:
    fugas = revisar("datos/propuestas.csv", en_csv("texto", SECRETO), (aguja(sitio),))

    assert "publico/datos/propuestas.csv:2" in {f.lugar for f in fugas if f.campo == "i03_otra"}


def test_una_aguja_corta_solo_se_halla_en_lo_suyo_y_entera(sitio: Sitio, revisar: Callable) -> None:
    corta = (Aguja(sitio.callada.clave, "i05_otra", "TDAH"),)

    fugas = revisar(sitio.ruta(FICHA), cambiar(FIN, f"<p>tdah</p>{FIN}"), corta)
    assert (sitio.callada.clave, "i05_otra") in {(f.clave, f.campo) for f in fugas}


def test_lo_que_ella_publico_no_es_fuga(sitio: Sitio, revisar: Callable) -> None:
    motivo = next(
        respuesta.valor
        for rubro in sitio.abierta.rubros
        for respuesta in rubro.respuestas
        if respuesta.puntero.endswith("/motivo")
    )
    aguja = Aguja(sitio.abierta.clave, "i07_otra", motivo[:60])

    assert [] == revisar(sitio.ruta(ABIERTA), lambda crudo: crudo, (aguja,))
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
