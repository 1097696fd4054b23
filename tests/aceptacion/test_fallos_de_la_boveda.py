"""¿Se pierde algo, se dice de más o queda a medias cuando algo falla en la bóveda?"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from generador.boveda.almacen import Boveda
from generador.boveda.cifrado import NoAbre
from generador.boveda.destruccion import buscar_orden
from generador.boveda.llaves import crear_privada, leer_privada
from generador.boveda.sobre import abrir_sobre
from tests.aceptacion.bovedas import (
    CANARIO,
    Caso,
    abierta,
    depositada,
    folio_de,
    pedida,
    publicada,
)
from tests.aceptacion.fallas import MATON, poner_git
from tests.unidad.boveda.muerte import MUERTE, MUERTO

HORA = "2024-04-30T10:00"
UT = ("--cuenta", "UT")


@pytest.fixture(scope="module")
def con_llave(simulado: Path) -> Caso:
    """Una publicada, para órdenes que no deben cambiar nada."""
    return publicada(simulado)


@pytest.fixture
def caso(simulado: Path, tmp_path: Path) -> Caso:
    return publicada(simulado).copiar(tmp_path / "caso")


@pytest.fixture
def por_destruir(simulado: Path, tmp_path: Path) -> Caso:
    return pedida(simulado).copiar(tmp_path / "caso")


# --- llaves ------------------------------------------------------------------------------------


def _cortada(caso: Caso, ruta: Path) -> Path:
    ruta.write_text(caso.llave("UT-1").read_text("utf-8")[:-30], encoding="utf-8")
    ruta.chmod(0o600)
    return ruta


def _ajena(_: Caso, ruta: Path) -> Path:
    crear_privada(ruta)
    return ruta


def _abierta(caso: Caso, ruta: Path) -> Path:
    shutil.copy(caso.llave("UT-1"), ruta)
    ruta.chmod(0o644)
    return ruta


def _enlace(caso: Caso, ruta: Path) -> Path:
    ruta.symlink_to(caso.llave("UT-1"))
    return ruta


def _en_git(caso: Caso, _: Path) -> Path:
    ruta = caso.raiz / "llave"
    shutil.copy(caso.llave("UT-1"), ruta)
    return ruta


def _la_llave_misma(caso: Caso, _: Path) -> Path:
    return Path(caso.llave("UT-1").read_text("utf-8").split()[-1])


def _dos(caso: Caso, ruta: Path) -> Path:
    juntas = "".join(caso.llave(n).read_text("utf-8") for n in ("UT-1", "UT-2"))
    ruta.write_text(juntas, encoding="utf-8")
    ruta.chmod(0o600)
    return ruta


LLAVES_MALAS: dict[str, tuple[Callable[[Caso, Path], Path], str]] = {
    "no está": (lambda _, ruta: ruta, "no existe"),
    "cortada": (_cortada, "Use la copia de respaldo"),
    "ajena": (_ajena, "Esa llave no es de esta bóveda"),
    "abierta": (_abierta, "corra «chmod 0600"),
    "enlace": (_enlace, "es un enlace"),
    "en Git": (_en_git, "guárdelo fuera"),
    "la llave misma": (_la_llave_misma, "dé la ruta del archivo"),
    "dos": (_dos, "trae varias"),
}


@pytest.mark.parametrize("cual", LLAVES_MALAS)
def test_con_una_llave_que_no_sirve_no_se_abre_ni_se_cambia_nada(
    cual: str, con_llave: Caso, tmp_path: Path
) -> None:
    preparar, dice = LLAVES_MALAS[cual]
    mala = str(preparar(con_llave, tmp_path / "mala"))
    antes = con_llave.sobre().read_bytes()
    clave = con_llave.clave
    secreta = con_llave.llave("UT-1").read_text("utf-8").split()[-1]

    for orden in (("leer", clave), ("publicar",)):
        dicho = con_llave(HORA, "boveda", *orden, "--llave", mala, *UT, espera=2)
        assert dice in dicho
        assert CANARIO not in dicho
        assert secreta[16:26] not in dicho
    dicho = con_llave(HORA, "boveda", "verificar", *UT, espera=2, CONOCELES_BOVEDA_LLAVE=mala)
    assert dice in dicho
    con_llave(HORA, "boveda", "rotar", "--llave", mala, *UT, espera=0 if cual == "ajena" else 2)
    assert antes == con_llave.sobre().read_bytes()
    (con_llave.raiz / "llave").unlink(missing_ok=True)


def test_sin_decir_la_llave_o_la_boveda_se_dice_cual_falta(con_llave: Caso) -> None:
    nada = {"CONOCELES_BOVEDA_LLAVE": ""}
    leer = ("boveda", "leer", con_llave.clave, *UT)

    assert "Falta la llave privada" in con_llave(HORA, *leer, espera=2, **nada)
    assert "No se dijo dónde está" in con_llave(HORA, *leer, espera=2, CONOCELES_BOVEDA="")
    assert "sin llave no se comprobó" in con_llave(HORA, "boveda", "verificar", *UT, **nada)


def test_solo_la_unidad_abre_y_cada_lectura_queda_anotada(con_llave: Caso) -> None:
    leer = ("boveda", "leer", con_llave.clave, "--cuenta")

    assert "no es suya" in con_llave(HORA, *leer, f"{con_llave.partido}-CAPTURA", espera=2)
    assert "no existe" in con_llave(HORA, *leer, "NADIE", espera=2)
    assert CANARIO in con_llave(HORA, *leer, "UT-2")
    ultimo = json.loads((con_llave.boveda / "bitacora.jsonl").read_text("utf-8").split("\n")[-2])
    assert ("UT-2", "leer", [con_llave.clave]) == tuple(
        ultimo[c] for c in ("quien", "acto", "claves")
    )


def test_perder_una_llave_no_pierde_nada(con_llave: Caso) -> None:
    for nombre in ("UT-1", "UT-2", "UT-3"):
        otra = str(con_llave.llave(nombre))
        assert CANARIO in con_llave(HORA, "boveda", "leer", con_llave.clave, "--llave", otra, *UT)


def test_dar_la_privada_por_publica_o_por_nombre_no_la_repite(con_llave: Caso) -> None:
    secreta = con_llave.llave("UT-1").read_text("utf-8").split()[-1]
    agregar = ("boveda", "llaves", "--agregar")

    con_llave(HORA, *agregar, "UT-9", "--publica", secreta, espera=2)
    con_llave(HORA, *agregar, secreta, "--publica", "age1x", espera=2)


@pytest.mark.parametrize("donde", ["proceso/boveda", "proceso/.git/boveda", "comun.git/boveda"])
def test_la_boveda_no_vive_en_un_repositorio(donde: str, con_llave: Caso) -> None:
    dicho = con_llave(
        HORA, "boveda", "llaves", "--crear", espera=2, CONOCELES_BOVEDA=str(con_llave.base / donde)
    )
    assert "Git no olvida" in dicho
    assert not (con_llave.base / donde).exists()


# --- sobres y expedientes ----------------------------------------------------------------------


def _cambiar_rotulo(crudo: bytes) -> bytes:
    linea, _, cifrado = crudo.partition(b"\n")
    return linea.replace(b"2024-04-28", b"2020-04-28") + b"\n" + cifrado


ROTOS: dict[str, Callable[[bytes], bytes]] = {
    "cortado": lambda crudo: crudo[:-1],
    "un bit": lambda crudo: crudo[:-9] + bytes([crudo[-9] ^ 1]) + crudo[-8:],
    "rótulo editado": _cambiar_rotulo,
    "rótulo con otra forma": lambda crudo: b'{"clave": 1}' + crudo,
}


@pytest.mark.parametrize("como", ROTOS)
def test_un_sobre_danado_se_nombra_no_se_publica_y_no_detiene_nada(como: str, caso: Caso) -> None:
    ruta = caso.sobre()
    ruta.write_bytes(ROTOS[como](ruta.read_bytes()))
    roto = ruta.read_bytes()

    assert caso.clave in caso(HORA, "boveda", "leer", caso.clave, *UT, espera=2)
    for verbo in ("verificar", "publicar"):
        assert caso.clave in caso(HORA, "boveda", verbo, *UT, espera=1)
    nada = {"CONOCELES_BOVEDA_LLAVE": ""}
    caso(HORA, "boveda", "verificar", *UT, espera=1, **nada)  # se nota también sin llave
    assert {} == json.loads((caso.raiz / "identidad-publica.json").read_text())["candidaturas"]
    caso(HORA, "boveda", "rotar", *UT, espera=[0, 1])
    assert roto == ruta.read_bytes()


def test_lo_que_no_cuadra_entre_el_expediente_y_su_sobre_se_dice(caso: Caso) -> None:
    verificar = ("boveda", "verificar", *UT)
    sobre, documento, expediente = caso.sobre(), caso.sobre(".documento"), caso.terminal.ruta(
        caso.clave
    )  # fmt: skip
    guardados = {r: r.read_bytes() for r in (sobre, documento, expediente)}
    texto = guardados[expediente].decode()
    compromiso = caso.identidad()["compromiso"]
    huella = caso.terminal.dato(caso.clave)["consentimiento"]["documento"]  # type: ignore[index]

    def otra(de: str) -> bytes:
        return texto.replace(de, f"sha256:{'0' * 64}").encode()

    fallas: list[tuple[str, dict[Path, bytes | None]]] = [
        ("restáurelo del respaldo", {sobre: None}),
        ("Falta el documento firmado", {documento: None}),
        ("está dañado o cortado", {documento: guardados[documento][:-3]}),
        ("su sobre no está en la bóveda", {expediente: otra(compromiso)}),
        ("no es el que se depositó", {expediente: otra(huella)}),
    ]
    for dice, cambios in fallas:
        for ruta, crudo in cambios.items():
            ruta.unlink() if crudo is None else ruta.write_bytes(crudo)
        assert dice in caso(HORA, *verificar, espera=1)
        for ruta, crudo in guardados.items():
            ruta.write_bytes(crudo)
            ruta.chmod(0o644 if ruta == expediente else 0o600)
    assert "1 se abrieron y coinciden" in caso(HORA, *verificar)


def test_dos_sobres_intercambiados_no_se_leen_uno_por_otro(simulado, tmp_path: Path) -> None:
    caso = abierta(simulado).copiar(tmp_path / "caso")
    for clave in (caso.clave, caso.suplente):
        caso("2024-04-28T10:00", *caso.de_depositar(clave))
    propio, ajeno = (next(caso.boveda.glob(f"*/{c}.*.sobre")) for c in (caso.clave, caso.suplente))
    crudo = propio.read_bytes()
    propio.write_bytes(ajeno.read_bytes())
    ajeno.write_bytes(crudo)

    for clave in (caso.clave, caso.suplente):
        dicho = caso(HORA, "boveda", "leer", clave, *UT, espera=2)
        assert CANARIO not in dicho
        assert "se cambió" in dicho
    assert 2 == caso(HORA, "boveda", "verificar", *UT, espera=1).count("guarda el sobre de")


def test_un_sobre_que_nadie_nombra_se_dice_y_solo_se_depura_pasado_el_plazo(
    simulado: Path, tmp_path: Path
) -> None:
    caso = abierta(simulado).copiar(tmp_path / "caso")
    caso("2024-04-27T10:00", *caso.de_depositar())
    caso("2024-04-28T10:00", *caso.de_depositar())
    caso.integrar("2024-04-28")
    depurar = ("boveda", "verificar", "--depurar", *UT)

    assert "1 sobres no los nombra" in caso("2024-04-29T10:00", *depurar)
    assert 4 == len(caso.en_disco())
    caso("2024-06-20T10:00", *depurar)
    assert 2 == len(caso.en_disco())
    assert caso.se_lee()


def test_la_bitacora_alterada_se_dice(caso: Caso) -> None:
    ruta = caso.boveda / "bitacora.jsonl"
    renglones = ruta.read_text("utf-8").splitlines(keepends=True)
    ruta.write_text("".join(renglones[1:]), encoding="utf-8")

    assert "alguien quitó, cambió o movió" in caso(HORA, "boveda", "verificar", *UT, espera=1)


# --- disco lleno -------------------------------------------------------------------------------


@pytest.mark.parametrize("cuanto", [8])
def test_con_el_disco_lleno_nada_queda_a_medias_y_repetir_alcanza(
    cuanto: int, simulado: Path, tmp_path: Path
) -> None:
    caso = abierta(simulado).copiar(tmp_path / "caso")
    antes = caso.terminal.ruta(caso.clave).read_bytes()
    depositar = caso.de_depositar()

    lleno = caso.correr("2024-04-28T10:00", *depositar, prefijo=f"ulimit -f {cuanto}")

    assert 2 == lleno.codigo, lleno.todo
    assert "no cabe: hay un límite de tamaño" in lleno.error
    assert antes == caso.terminal.ruta(caso.clave).read_bytes()
    assert [] == [r for r in caso.boveda.rglob("*") if r.suffix == ".sobre" or ".paso" in r.name]
    caso("2024-04-28T10:05", *depositar)
    caso.integrar("2024-04-28")
    assert caso.se_lee()


@pytest.mark.parametrize("orden", [("rotar",), ("publicar",), ("leer",)])
def test_con_el_disco_lleno_las_demas_ordenes_no_pierden_nada(orden, caso: Caso) -> None:
    nueva = str(caso.llave("UT-4"))
    caso(HORA, "boveda", "llaves", "--agregar", "UT-4", "--nueva", nueva)
    extracto = (caso.raiz / "identidad-publica.json").read_bytes()
    palabras = [*orden, caso.clave] if orden == ("leer",) else orden

    llena = caso.correr(HORA, "boveda", *palabras, *UT, prefijo="ulimit -f 0")

    assert llena.codigo in (0, 2), llena.todo
    assert CANARIO not in llena.todo  # lo que no se pudo anotar no se lee
    assert extracto == (caso.raiz / "identidad-publica.json").read_bytes()
    assert caso.se_lee()
    caso(HORA, "boveda", *palabras, *UT)


def _con_un_tope_al_tamano(caso: Caso) -> None:
    llena = caso.correr("2024-04-28T10:00", *caso.de_depositar(), prefijo="ulimit -f 0")

    assert 2 == llena.codigo, llena.todo
    assert "límite de tamaño" in llena.error
    assert "Traceback" not in llena.error
    caso("2024-04-28T10:00", *caso.de_depositar())


def test_con_un_tope_al_tamano_no_se_pierde_el_deposito(simulado: Path, tmp_path: Path) -> None:
    _con_un_tope_al_tamano(abierta(simulado).copiar(tmp_path / "caso"))


DE_PASO = "mount -t tmpfs -o size=48k,mode=700 lleno {montado} && cp -r {boveda}/. {montado}"


def test_en_un_disco_lleno_de_verdad_no_se_pierde_nada(simulado: Path, tmp_path: Path) -> None:
    caso = abierta(simulado).copiar(tmp_path / "caso")
    montado = tmp_path / "montado"
    montado.mkdir(mode=0o700)
    aparte = ["unshare", "--user", "--map-root-user", "--mount", "bash", "-c"]
    if subprocess.run([*aparte, "true"], check=False, capture_output=True).returncode:
        _con_un_tope_al_tamano(caso)  # donde no se puede montar un disco, ese es el que se llena
        return
    partes = [sys.executable, "-m", "generador", "--raiz", str(caso.raiz)]
    orden = [*partes, "--fecha", "2024-04-28T10:00", *caso.de_depositar()]
    guion = "; ".join([
        "set -e",
        DE_PASO.format(montado=montado, boveda=caso.boveda),
        f"! head -c 1M /dev/zero > {montado}/relleno 2>/dev/null",
        'lleno=0; "$@" || lleno=$?',
        f"rm {montado}/relleno; ls -A {montado}/abiertos | grep -c . || true",
        'vacio=0; "$@" || vacio=$?; echo "$lleno $vacio"',
    ])  # fmt: skip
    ambiente = {**os.environ, "CONOCELES_BOVEDA": str(montado)}
    hecha = subprocess.run(
        [*aparte, guion, "bash", *orden], check=False, capture_output=True, text=True, env=ambiente
    )

    assert "2 0" == hecha.stdout.split("\n")[-2], hecha.stdout + hecha.stderr
    assert "el disco está lleno" in hecha.stderr
    assert "Traceback" not in hecha.stderr


def test_con_el_disco_lleno_no_se_destruye_a_medias(por_destruir: Caso) -> None:
    autorizar = ("boveda", "destruir", "--autorizar", por_destruir.folio, "--cuenta", "UT-2")

    llena = por_destruir.correr("2024-06-10T12:00", *autorizar, prefijo="ulimit -f 0")

    assert 2 == llena.codigo, llena.todo
    assert "" != llena.error
    assert "bloqueada" == por_destruir.identidad()["estado"]
    _repetir_y_exigir_destruida(por_destruir)


# --- muertes -----------------------------------------------------------------------------------


def _repetir_y_exigir_destruida(caso: Caso) -> None:
    autorizar = ("boveda", "destruir", "--autorizar", caso.folio, "--cuenta", "UT-2")
    caso("2024-06-10T12:00", *autorizar)

    assert "destruida" == caso.identidad()["estado"]
    assert [] == caso.en_disco()
    assert [] == [r.name for r in caso.boveda.rglob(".paso-*")]
    assert CANARIO.encode() not in b"".join(
        r.read_bytes() for r in caso.raiz.glob("**/identidad-publica*") if r.is_file()
    )
    orden = buscar_orden(Boveda.abrir(caso.boveda), caso.folio)
    assert orden is not None
    assert orden.cumplida
    assert "0 sobres" in caso("2024-06-11", "boveda", "verificar", *UT)
    caso("2024-06-11", "historial", "verificar", *UT, "--todo")


def _exigir_a_salvo(caso: Caso) -> None:
    """A medio camino: o sigue entera, o se autorizó borrarla; y no consta lo que no se hizo."""
    orden = buscar_orden(Boveda.abrir(caso.boveda), caso.folio)
    assert orden is not None
    if not orden.autorizada:
        crudo = caso.sobre().read_bytes()
        assert abrir_sobre(crudo, caso.privada).cuestionario.respuestas["i03_otra"] == CANARIO
    if caso.identidad()["estado"] == "destruida":
        assert [] == caso.en_disco()


CON_MUERTE = f"""{MUERTE}
from generador.__main__ import principal
from generador.cli import conoceles
import generador.tramites.destruir, generador.tramites.mesa, generador.repositorio.forja
numero = int(sys.argv.pop(1))
morir_en(numero)
principal()
"""


def _morir(caso: Caso, numero: int, *orden: str, hora: str) -> int:
    partes = [sys.executable, "-c", CON_MUERTE, str(numero), "--raiz", str(caso.raiz)]
    hecha = subprocess.run(
        [*partes, "--fecha", hora, *orden],
        check=False, capture_output=True, text=True, env={**os.environ, **caso.ambiente()},
    )  # fmt: skip
    caso.exigir_callada(orden, hecha.stdout + hecha.stderr)
    return hecha.returncode


def _destruir_muriendo(simulado: Path, destino: Path, numero: int) -> int:
    caso = pedida(simulado).copiar(destino)
    autorizar = ("boveda", "destruir", "--autorizar", caso.folio, "--cuenta", "UT-2")
    codigo = _morir(caso, numero, *autorizar, hora="2024-06-10T12:00")
    assert codigo in (0, MUERTO)
    _exigir_a_salvo(caso)
    _repetir_y_exigir_destruida(caso)
    return codigo


@pytest.mark.parametrize("numero", [9])
def test_muera_donde_muera_destruir_repetirlo_termina(numero, simulado, tmp_path: Path) -> None:
    assert MUERTO == _destruir_muriendo(simulado, tmp_path / "caso", numero)


@pytest.mark.lento
def test_muera_en_cada_punto_destruir_repetirlo_termina(simulado, tmp_path: Path) -> None:
    muertes = 0
    while _destruir_muriendo(simulado, tmp_path / f"caso-{muertes}", muertes + 1) == MUERTO:
        muertes += 1
    assert muertes > 10


@pytest.mark.parametrize("cuando", ["antes", "despues"])
def test_muera_al_llevarlo_a_git_repetirlo_termina(cuando: str, por_destruir: Caso) -> None:
    autorizar = ("boveda", "destruir", "--autorizar", por_destruir.folio, "--cuenta", "UT-2")
    ambiente = poner_git(por_destruir.base / "git", MATON, MATON_EN="push", MATON_CUANDO=cuando)
    muerta = por_destruir.correr("2024-06-10T12:00", *autorizar, ambiente=ambiente)

    assert -9 == muerta.codigo, muerta.todo
    _exigir_a_salvo(por_destruir)
    if cuando == "antes":
        # Lo borrado por orden de dos cuentas no se restaura del respaldo: falta que conste.
        dicho = por_destruir("2024-06-10T12:01", "boveda", "verificar", *UT, espera=1)
        assert f"destruir --autorizar {por_destruir.folio}" in dicho
        assert "restáurelo del respaldo" not in dicho
    _repetir_y_exigir_destruida(por_destruir)


@pytest.mark.parametrize("numero", [6])
def test_un_deposito_que_muere_se_repite_y_no_deja_copias(numero, simulado, tmp_path) -> None:
    caso = abierta(simulado).copiar(tmp_path / "caso")
    depositar = caso.de_depositar()

    assert MUERTO == _morir(caso, numero, *depositar, hora="2024-04-28T10:00")
    caso("2024-04-28T10:05", *depositar)
    caso("2024-04-28T10:06", "boveda", "rotar", *UT)
    assert [] == list(caso.boveda.rglob(".paso-*"))
    assert CANARIO in caso(HORA, "boveda", "leer", caso.clave, *UT)


def test_lo_que_dejo_a_medias_un_deposito_muerto_tambien_se_destruye(por_destruir: Caso) -> None:
    # Una copia entera del sobre, sin nombre de nadie: con ella y una llave se lee todo.
    copia = por_destruir.boveda / "abiertos" / ".paso-huerfano"
    copia.write_bytes(por_destruir.sobre().read_bytes())
    copia.chmod(0o600)

    _repetir_y_exigir_destruida(por_destruir)


def test_un_extracto_a_medias_no_entra_a_git_y_se_borra_al_retirar(caso: Caso) -> None:
    resto = caso.raiz / ".cache" / "identidad-publica.json"
    resto.parent.mkdir(exist_ok=True)
    shutil.copy(caso.raiz / "identidad-publica.json", resto)

    assert "" == caso.terminal.git("status", "--porcelain")
    caso("2024-05-02T10:00", "boveda", "retirar", caso.clave, "--documento", "Escrito 7", *UT)
    assert not resto.exists()
    assert {} == json.loads((caso.raiz / "identidad-publica.json").read_text())["candidaturas"]


@pytest.mark.parametrize("crudo", [b"", b"{", "otro"])
def test_un_extracto_que_no_es_el_asentado_se_borra_al_retirar(crudo, caso: Caso) -> None:
    ruta = caso.raiz / "identidad-publica.json"
    texto = ruta.read_text("utf-8").replace(CANARIO, f"{CANARIO} alterado")
    ruta.write_bytes(texto.encode() if crudo == "otro" else crudo)

    caso("2024-05-02T10:00", "boveda", "retirar", caso.clave, "--documento", "Escrito 7", *UT)
    assert not ruta.exists()
    assert "El extracto lleva lo de 0" in caso("2024-05-02T11:00", "boveda", "publicar", *UT)


# --- dos a la vez ------------------------------------------------------------------------------


def test_dos_depositan_a_la_misma_a_la_vez(simulado: Path, tmp_path: Path) -> None:
    caso = abierta(simulado).copiar(tmp_path / "caso")
    depositar = caso.de_depositar()

    juntas = [caso.lanzar("2024-04-28T10:00", *depositar) for _ in range(2)]
    dichos = [una.communicate(timeout=60) for una in juntas]

    assert [0, 0] == [una.returncode for una in juntas], dichos
    assert 4 == len(caso.en_disco())
    assert CANARIO in caso(HORA, "boveda", "leer", caso.clave, *UT)
    assert "1 se abrieron y coinciden" in caso(HORA, "boveda", "verificar", *UT)


def test_se_deposita_y_se_rota_a_la_vez_y_dos_rotaciones_no_caben(simulado, tmp_path) -> None:
    caso = abierta(simulado).copiar(tmp_path / "caso")
    caso("2024-04-27T10:00", *caso.de_depositar(caso.suplente))
    nueva = str(caso.llave("UT-4"))
    caso(HORA, "boveda", "llaves", "--agregar", "UT-4", "--nueva", nueva)
    rotar = ("boveda", "rotar", *UT)

    juntas = [caso.lanzar("2024-04-28T10:00", *caso.de_depositar()),
              *(caso.lanzar("2024-04-28T10:00", *rotar) for _ in range(2))]  # fmt: skip
    dichos = [una.communicate(timeout=60) for una in juntas]

    assert 0 == juntas[0].returncode, dichos
    assert {una.returncode for una in juntas[1:]} <= {0, 2}, dichos
    assert all("espere a que termine" in d[1] for una, d in zip(juntas, dichos, strict=True)
               if una.returncode)  # fmt: skip
    caso(HORA, *rotar)
    for clave in (caso.clave, caso.suplente):
        for nombre in ("UT-1", "UT-4"):
            suya = str(caso.llave(nombre))
            assert CANARIO in caso(HORA, "boveda", "leer", clave, "--llave", suya, *UT)


def test_rotar_mientras_otra_mantiene_se_niega_con_su_remedio(con_llave: Caso) -> None:
    with Boveda.abrir(con_llave.boveda).mantenimiento():
        for orden in ("rotar", "bloquear"):
            dicho = con_llave(HORA, "boveda", orden, *UT, espera=2)
            assert "espere a que termine" in dicho


def test_la_quitada_deja_de_abrir_al_rotar(caso: Caso) -> None:
    caso(HORA, "boveda", "llaves", "--quitar", "UT-3")
    caso(HORA, "boveda", "rotar", "--llave", str(caso.llave("UT-3")), *UT)

    with pytest.raises(NoAbre):
        abrir_sobre(caso.sobre().read_bytes(), leer_privada(caso.llave("UT-3")))
    assert caso.se_lee()


# --- el reloj ----------------------------------------------------------------------------------


def test_con_el_reloj_atrasado_no_se_deposita_ni_se_autoriza(simulado, tmp_path: Path) -> None:
    caso = abierta(simulado).copiar(tmp_path / "caso")
    caso("2024-04-28T10:00", *caso.de_depositar())
    antes = caso.en_disco()

    dicho = caso("2024-04-28T09:59", *caso.de_depositar(), espera=2)
    assert "un instante que no ha llegado" in dicho
    assert "Revise el reloj" in dicho
    firmada = caso.de_depositar(firmado="2024-04-29")
    assert "un día que no ha llegado" in caso("2024-04-28T10:01", *firmada, espera=2)
    assert antes == caso.en_disco()

    vencida = pedida(simulado).copiar(tmp_path / "vencida")
    autorizar = ("boveda", "destruir", "--autorizar", vencida.folio, "--cuenta", "UT-2")
    vencida("2024-06-10T09:59", *autorizar, espera=2)
    assert 2 == len(vencida.en_disco())
    assert "bloqueada" == vencida.identidad()["estado"]


def test_en_un_proceso_de_verdad_la_hora_de_la_boveda_es_la_de_ahora(simulado, tmp_path) -> None:
    caso = depositada(simulado).copiar(tmp_path / "caso")
    proceso = caso.raiz / "proceso.yml"
    texto = proceso.read_text("utf-8").replace("ficticio: true", "ficticio: false")
    proceso.write_text(texto, encoding="utf-8")

    for orden in (("leer", caso.clave), ("publicar",), ("verificar",), ("rotar",)):
        dicho = caso(HORA, "boveda", *orden, *UT, espera=2)
        assert "«--fecha» solo vale en un proceso ficticio" in dicho


# --- la entrevista -----------------------------------------------------------------------------


@pytest.mark.parametrize("como", ["fin", "ctrl-c"])
def test_una_entrevista_interrumpida_no_deja_nada(como: str, simulado, tmp_path: Path) -> None:
    caso = abierta(simulado).copiar(tmp_path / "caso")
    antes = {
        r: r.read_bytes() for r in caso.base.rglob("*") if r.is_file() and ".git" not in str(r)
    }
    orden = (
        "boveda", "capturar", caso.clave, "--documento", str(caso.base / "firmado.pdf"),
        "--firmado", "2024-04-26", "--aviso", "1", "--cuenta", f"{caso.partido}-CAPTURA",
    )  # fmt: skip
    partes = [sys.executable, "-m", "generador", "--raiz", str(caso.raiz), "--fecha", HORA]
    with subprocess.Popen(
        [*partes, *orden], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, env={**os.environ, **caso.ambiente()},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as proceso:  # fmt: skip
        assert proceso.stdin is not None
        assert proceso.stdout is not None
        proceso.stdin.write(f"Sí\nSí\nSí\nSí\nNo\nOtro\n{CANARIO}\n")
        proceso.stdin.flush()
        while "discapacidad" not in proceso.stdout.readline():
            pass
        if como == "ctrl-c":
            time.sleep(0.3)
            proceso.send_signal(signal.SIGINT)
        else:
            proceso.stdin.close()
            proceso.stdin = None
        _, error = proceso.communicate(timeout=30)

    assert 130 == proceso.returncode, error
    assert "interrumpido" in error
    assert CANARIO not in error
    assert antes == {
        r: r.read_bytes() for r in caso.base.rglob("*") if r.is_file() and ".git" not in str(r)
    }


# --- la orden y la propuesta -------------------------------------------------------------------


def test_una_orden_a_la_que_alguien_agrego_otra_clave_no_se_cumple(por_destruir: Caso) -> None:
    ruta = por_destruir.boveda / "ordenes" / f"{por_destruir.folio}.json"
    dato = json.loads(ruta.read_text("utf-8"))
    ruta.write_text(json.dumps(dato | {"claves": [*dato["claves"], por_destruir.suplente]}))

    autorizar = ("boveda", "destruir", "--autorizar", por_destruir.folio, "--cuenta", "UT-2")
    dicho = por_destruir("2024-06-10T12:00", *autorizar, espera=2)

    assert "alguien la cambió" in dicho
    assert 2 == len(por_destruir.en_disco())


def test_una_propuesta_rechazada_despues_de_borrar_se_termina_con_otra(por_destruir: Caso) -> None:
    autorizar = ("boveda", "destruir", "--autorizar", por_destruir.folio, "--cuenta", "UT-2")
    ambiente = poner_git(por_destruir.base / "git", MATON, MATON_EN="push", MATON_CUANDO="antes")
    por_destruir.correr("2024-06-10T12:00", *autorizar, ambiente=ambiente)
    por_destruir("2024-06-10T13:00", "rechazar", por_destruir.folio, "--causa", "archivo", *UT)
    assert "se cerró" in por_destruir("2024-06-10T14:00", *autorizar, espera=2)

    pedir = ("boveda", "destruir", por_destruir.clave, "--documento", "Acta 10", *UT)
    folio = folio_de(por_destruir("2024-06-10T15:00", *pedir))
    otra = ("boveda", "destruir", "--autorizar", folio, "--cuenta", "UT-2")
    assert "0 archivos" in por_destruir("2024-06-10T16:00", *otra)
    assert "destruida" == por_destruir.identidad()["estado"]
    por_destruir("2024-06-11", "boveda", "verificar", *UT)
    assert replace(por_destruir, folio=folio).identidad()["compromiso"].startswith("sha256:")


# --- la carpeta y los cortes -------------------------------------------------------------------


@pytest.mark.parametrize(
    "orden", [("publicar",), ("bloquear",), ("matriz", "../m.age")], ids=" ".join
)
def test_lo_sensible_no_se_decide_con_lo_que_alguien_tenga_en_su_carpeta(
    orden: tuple[str, ...], caso: Caso
) -> None:
    ruta = caso.terminal.ruta(caso.clave)
    ruta.write_text(ruta.read_text("utf-8").replace("publicacion: true", "publicacion: false"))

    dicho = caso(HORA, "boveda", *orden, *UT, espera=2)

    assert "no dice lo mismo que lo integrado" in dicho
    assert "git pull" in dicho


def test_un_corte_se_cuenta_una_vez_y_pide_a_quienes_se_contaron_antes(caso: Caso) -> None:
    assert "1 cuestionario" in caso("2024-05-02T10:00", "estadistica", *UT)
    corte = caso.raiz / "estadistica" / "2024-05-02" / "identidad.csv"
    # De una sola persona no se dice ningún número que no sea de la edad, que es pública.
    conteos = {r.split(",")[7] for r in corte.read_text("utf-8").splitlines()[1:] if ",i01," in r}
    assert {""} == conteos
    dicho = caso("2024-05-02T11:00", "estadistica", *UT, espera=2)
    assert "Ya hay un corte del 2 de mayo de 2024" in dicho

    (poblacion,) = (caso.boveda / "cortes").iterdir()
    assert caso.clave.encode() not in poblacion.read_bytes()
    guardada = poblacion.read_bytes()
    poblacion.unlink()
    assert "restáurela del respaldo" in caso("2024-05-03T10:00", "estadistica", *UT, espera=2)
    poblacion.write_bytes(guardada)
    poblacion.chmod(0o600)
    caso("2024-05-04T10:00", "estadistica", *UT)
    assert 2 == len(list((caso.boveda / "cortes").iterdir()))


def test_la_matriz_completa_solo_se_abre_con_la_llave(caso: Caso, tmp_path: Path) -> None:
    cifrada, abierta_ = tmp_path / "m.age", tmp_path / "m.xlsx"
    caso(HORA, "boveda", "matriz", str(cifrada), *UT)
    assert b"PK" != cifrada.read_bytes()[:2]
    assert CANARIO.encode() not in cifrada.read_bytes()

    caso(HORA, "boveda", "abrir", str(cifrada), str(abierta_))
    libro = load_workbook(abierta_)
    celdas = [str(c) for hoja in libro for fila in hoja.iter_rows(values_only=True) for c in fila]
    assert CANARIO in celdas
    assert "0600" == f"{abierta_.stat().st_mode & 0o777:04o}"
    assert "ya existe" in caso(HORA, "boveda", "abrir", str(cifrada), str(abierta_), espera=2)
    assert "dentro de un repositorio" in caso(
        HORA, "boveda", "abrir", str(cifrada), str(caso.raiz / "m.xlsx"), espera=2
    )
