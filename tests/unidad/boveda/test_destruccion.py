"""Una pide, otra autoriza; muera donde muera, repetir termina y nada queda en los dos lados."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from generador.boveda.almacen import Boveda
from generador.boveda.destruccion import Orden, autorizar, buscar_orden, cumplir, ordenes, pedir
from generador.errores import ErrorConoceles
from tests.unidad.boveda.conftest import Sala
from tests.unidad.boveda.muerte import MUERTE, MUERTO

PEDIDA, AUTORIZADA = "2024-06-10T10:00:00-06:00", "2024-06-10T12:00:00-06:00"
FOLIO = "AAAA-BBBB-CCCC"


def dejar_pedida(sala: Sala) -> Orden:
    return pedir(sala.boveda, FOLIO, ["A-1"], "UT", PEDIDA)


def test_pedir_no_borra_nada_y_repetir_no_la_cambia(sala: Sala) -> None:
    sala.guardar()
    orden = dejar_pedida(sala)

    assert orden == pedir(sala.boveda, FOLIO, ["A-2"], "UT-2", AUTORIZADA)
    assert (orden, False, 2) == (
        buscar_orden(sala.boveda, FOLIO), orden.en_marcha, len(sala.archivos()),
    )  # fmt: skip
    assert None is buscar_orden(sala.boveda, "otro")


def test_sin_autorizar_no_se_borra_nada(sala: Sala) -> None:
    sala.guardar()
    dejar_pedida(sala)

    for folio in (FOLIO, "otro"):
        with pytest.raises(ErrorConoceles, match="no está autorizada"):
            cumplir(sala.boveda, folio, AUTORIZADA)
    assert 2 == len(sala.archivos())


def test_quien_la_pidio_no_la_autoriza_ni_quien_va_con_el_reloj_atrasado(sala: Sala) -> None:
    dejar_pedida(sala)

    with pytest.raises(ErrorConoceles, match="debe autorizarlo otra cuenta"):
        autorizar(sala.boveda, FOLIO, "UT", AUTORIZADA)
    with pytest.raises(ErrorConoceles, match="revise el reloj"):
        autorizar(sala.boveda, FOLIO, "UT-2", "2024-06-10T09:59:59-06:00")
    with pytest.raises(ErrorConoceles, match="No hay ninguna orden"):
        autorizar(sala.boveda, "otro", "UT-2", AUTORIZADA)
    assert "" == buscar_orden(sala.boveda, FOLIO).autorizada


def test_cumplirla_borra_y_repetirla_no_hace_dano(sala: Sala) -> None:
    sala.guardar()
    otro = sala.guardar("A-2")
    dejar_pedida(sala)
    orden = autorizar(sala.boveda, FOLIO, "UT-2", AUTORIZADA)

    assert (orden, True) == (autorizar(sala.boveda, FOLIO, "UT-3", "x"), orden.en_marcha)
    assert (2, 0) == tuple(cumplir(sala.boveda, FOLIO, AUTORIZADA) for _ in range(2))
    assert [replace(orden, cumplida=AUTORIZADA)] == list(ordenes(sala.boveda))
    assert otro.clave == sala.boveda.leer("A-2", otro.compromiso, sala.privadas[0]).clave


@pytest.mark.parametrize(
    "crudo",
    [b"", b"{}", b"[]", b"\xff", b"[" * 5000, b'{"folio": "x"}',
     json.dumps({"folio": "otro", "claves": [], "pedida_por": "", "pedida": PEDIDA}).encode(),
     json.dumps({"folio": FOLIO, "claves": [], "pedida_por": "", "pedida": "ayer"}).encode()],
)  # fmt: skip
def test_una_orden_que_no_se_entiende_se_dice(crudo: bytes, sala: Sala) -> None:
    (sala.carpeta / "ordenes" / f"{FOLIO}.json").write_bytes(crudo)

    with pytest.raises(ErrorConoceles, match="restáurela del respaldo"):
        buscar_orden(sala.boveda, FOLIO)


def test_sin_espacio_para_autorizar_no_se_borra_nada(sala: Sala, con_limite) -> None:
    sala.guardar()
    dejar_pedida(sala)

    with con_limite(20), pytest.raises(ErrorConoceles, match="No se pudo escribir la orden"):
        autorizar(sala.boveda, FOLIO, "UT-2", AUTORIZADA)
    assert ("", 2) == (buscar_orden(sala.boveda, FOLIO).autorizada, len(sala.archivos()))


DESTRUYE = f"""{MUERTE}
from pathlib import Path
from generador.boveda.almacen import Boveda
from generador.boveda.destruccion import autorizar, cumplir
boveda = Boveda.abrir(Path(sys.argv[2]))
morir_en(int(sys.argv[1]))
autorizar(boveda, "{FOLIO}", "UT-2", "{AUTORIZADA}")
cumplir(boveda, "{FOLIO}", "{AUTORIZADA}")
"""


def test_muera_donde_muera_repetir_termina(sala: Sala, tmp_path: Path) -> None:
    sala.guardar("A-1")
    sala.guardar("A-1")
    ajeno = sala.guardar("A-2")
    (sala.carpeta / "abiertos" / ".paso-x").write_bytes(sala.sobre(ajeno).read_bytes())
    dejar_pedida(sala)
    muertes = 0
    for numero in range(1, 200):
        carpeta = tmp_path / f"copia-{numero}"
        shutil.copytree(sala.carpeta, carpeta)
        boveda = Boveda.abrir(carpeta)
        orden = [sys.executable, "-c", DESTRUYE, str(numero), str(carpeta)]
        murio = subprocess.run(orden, check=False, capture_output=True, text=True)
        assert murio.returncode in (0, MUERTO), murio.stderr

        medio = buscar_orden(boveda, FOLIO)
        quedan = list((carpeta / "abiertos").glob("A-1.*"))
        assert medio is not None
        assert len(quedan) == 4 or medio.autorizada  # nada se perdió sin autorización
        assert not (medio.cumplida and quedan)  # ni consta destruido algo que sigue ahí
        autorizar(boveda, FOLIO, "UT-2", AUTORIZADA)
        cumplir(boveda, FOLIO, AUTORIZADA)

        assert buscar_orden(boveda, FOLIO).cumplida
        assert ["A-2", "A-2"] == sorted(
            r.name.partition(".")[0] for r in (carpeta / "abiertos").iterdir()
        )
        assert "A-2" == boveda.leer("A-2", ajeno.compromiso, sala.privadas[0]).clave
        if murio.returncode == 0:
            break
        muertes += 1
    assert muertes > 10
