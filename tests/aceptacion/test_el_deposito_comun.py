"""¿Qué se dice cuando el depósito común se movió, no está, se niega o fue reescrito?"""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.aceptacion.conftest import Terminal
from tests.aceptacion.fallas import (
    CAPTURA,
    ENTRE_DOS,
    ENVIO,
    FOLIO,
    SUPERVISORA,
    UNIDAD,
    UNION,
    VALIDACION,
    Escena,
    escrita,
    esperar,
    git,
    poner_git,
    validada,
)


@pytest.fixture
def escena(simulado: Path, tmp_path: Path) -> Escena:
    """Dos capturas en la carpeta, sin enviar."""
    return escrita(simulado).copiar(tmp_path)


@pytest.fixture
def lista(simulado: Path, tmp_path: Path) -> Escena:
    """Las dos, en una propuesta validada."""
    return validada(simulado).copiar(tmp_path)


# --- dos a la vez ------------------------------------------------------------------------------


def _cambiar_motivo(escena: Escena, dicho: str) -> None:
    """La otra cuenta escribe otra cosa en el mismo expediente."""
    ruta = escena.terminal.ruta(escena.clave)
    texto = ruta.read_text("utf-8")
    nuevo = re.sub(r'  motivo: (?:\|-\n(?:    .*\n|\n)+|".*"\n)', f'  motivo: "{dicho}"\n', texto)
    ruta.write_text(nuevo, encoding="utf-8")


OTRO_MOTIVO = "Quiero que cada colonia sepa en qué se gasta su dinero y decida qué va primero. " * 6


def test_de_dos_capturas_del_mismo_expediente_entra_una_y_la_otra_sabe_cual(
    escena: Escena, tmp_path: Path
) -> None:
    otra = escena.clonar(tmp_path / "otra")
    _cambiar_motivo(otra, OTRO_MOTIVO.strip())
    ruta, suya = (str(e.terminal.ruta(e.clave)) for e in (escena, otra))

    escena.terminal(ENVIO, "proponer", ruta, *CAPTURA)
    negada = otra.terminal("2024-04-28T11:01", "proponer", suya, "--cuenta", escena.clave, espera=2)
    repetida = otra.terminal(
        "2024-04-28T11:02", "proponer", suya, "--cuenta", escena.clave, espera=2
    )

    assert escena.terminal.folio in negada
    assert "única oportunidad de captura" in negada
    assert negada == repetida
    escena.exigir_sano()
    otra.exigir_sano()


def test_en_el_mismo_instante_y_con_lo_mismo_es_una_sola_propuesta(
    escena: Escena, tmp_path: Path
) -> None:
    copias = [escena, *(escena.clonar(tmp_path / f"copia{n}") for n in range(3))]

    procesos = [
        una.lanzar(f"{ENVIO}:0{n}", "proponer", str(una.raiz / una.carpeta), *CAPTURA)
        for n, una in enumerate(copias)
    ]
    corridas = [esperar(p) for p in procesos]
    folios = {hallado[0] for c in corridas if (hallado := FOLIO.search(c.dicho))}
    constancias = [r for r in escena.referencias() if r.startswith("refs/propuestas/")]

    assert [0, 0, 0, 0] == [c.codigo for c in corridas], [c.todo for c in corridas]
    assert 1 == len(folios)
    assert 1 == sum(c.dicho.startswith("Folio ") for c in corridas)
    assert 2 == len(constancias)  # la entrega de la cuenta y esta
    for una in copias:
        una.exigir_sano()


def test_en_el_mismo_instante_y_con_otra_cosa_solo_una_se_integra(
    escena: Escena, tmp_path: Path
) -> None:
    otra = escena.clonar(tmp_path / "otra")
    _cambiar_motivo(otra, OTRO_MOTIVO.strip())
    copias = (escena, otra)

    procesos = [
        una.lanzar(ENVIO, "proponer", str(una.terminal.ruta(una.clave)), *CAPTURA) for una in copias
    ]
    corridas = [esperar(p) for p in procesos]
    folios = [r.rpartition("/")[2] for r in escena.referencias() if r.startswith("refs/heads/cap")]
    negadas = [c.todo for c in corridas if c.codigo]
    for folio in folios:
        escena.terminal(VALIDACION, "validar-propuesta", folio, *SUPERVISORA)
    sobran = len(folios) - 1
    primera = escena.terminal(UNION, "integrar", "--automatico", *UNIDAD, espera=sobran)
    segunda = escena.terminal(
        "2024-04-28T13:01", "integrar", "--automatico", *UNIDAD, espera=sobran
    )

    assert 1 == primera.count("Integrada: folio ")
    assert sobran == len(re.findall(rf"La propuesta {FOLIO.pattern} toca lo mismo", primera))
    assert sobran == len(re.findall(rf"La propuesta {FOLIO.pattern} choca", segunda))
    assert all("no se cambió nada" in n or "única oportunidad" in n for n in negadas)
    assert "enviada" in str(escena.terminal.dato(escena.clave)["tramite"])
    for una in copias:
        una.exigir_sano()


def test_dos_ordenes_a_la_vez_en_la_misma_carpeta_no_se_estorban(lista: Escena) -> None:
    ordenes: list[tuple[str, ...]] = [
        ("integrar", lista.folio, *UNIDAD),
        ("integrar", "--automatico", *UNIDAD),
        ("rechazar", lista.folio, "--causa", "archivo", *UNIDAD),
        ("historial", "anclar", *UNIDAD),
    ]
    corridas = [esperar(p) for p in [lista.lanzar(UNION, *o) for o in ordenes]]
    hechas = [c for c in corridas[:3] if c.codigo == 0 and "No hay propuestas" not in c.dicho]
    despues = lista.correr("2024-04-28T13:05", "integrar", lista.folio, *UNIDAD)

    assert len(hechas) <= 1, [c.todo for c in corridas]
    assert {0, 1, 2} >= {c.codigo for c in corridas}
    assert despues.codigo == 0 or re.search(r"ya está integrada|ya se cerró", despues.error)
    lista.exigir_sano()


# --- lo que se movió ---------------------------------------------------------------------------


def test_no_se_integra_lo_que_se_movio_despues_de_revisarse(lista: Escena) -> None:
    rama = f"refs/heads/captura/{lista.folio}"
    viejo = git(lista.comun, "rev-parse", f"{rama}~1")
    antes = lista.referencias()

    dicho = lista.terminal(UNION, "integrar", lista.folio, "--revisado", viejo, *UNIDAD, espera=2)

    assert "cambió después de revisarse" in dicho
    assert viejo[:10] in dicho
    assert antes == lista.referencias()
    lista.terminal(UNION, "integrar", lista.folio, "--revisado", antes[rama], *UNIDAD)
    lista.exigir_sano()


def test_si_otro_lleva_algo_entre_traer_y_llevar_no_se_cambia_nada(
    lista: Escena, tmp_path: Path
) -> None:
    rama = f"refs/heads/captura/{lista.folio}"
    otra = lista.clonar(tmp_path / "otra")
    otra.terminal.git("fetch", "--quiet", "origin", rama)
    quien = ("-c", "user.name=X", "-c", "user.email=x@y")
    nuevo = git(
        otra.raiz, *quien, "commit-tree", "FETCH_HEAD^{tree}", "-p", "FETCH_HEAD", "-m", "x"
    )
    ambiente = poner_git(tmp_path / "git", ENTRE_DOS)
    (tmp_path / "git" / "otro").write_text(
        f"cd '{otra.raiz}' && '{shutil.which('git')}' push --quiet origin {nuevo}:{rama}\n", "utf-8"
    )
    tronco = lista.referencias()["refs/heads/main"]

    corrida = lista.correr(UNION, "integrar", lista.folio, *UNIDAD, ambiente=ambiente)
    repetida = lista.terminal(UNION, "integrar", lista.folio, *UNIDAD, espera=2)

    assert (2, "") == (corrida.codigo, corrida.dicho)
    assert "Alguien escribió antes: no se cambió nada." in corrida.error
    assert nuevo == lista.referencias()[rama]
    assert tronco == lista.referencias()["refs/heads/main"]
    assert f"La propuesta {lista.folio} " in repetida  # el commit de más no dice qué acto es
    lista.exigir_sano()


def test_si_el_tronco_avanza_entre_traer_y_llevar_se_repite_y_entra(
    lista: Escena, tmp_path: Path
) -> None:
    tronco = lista.referencias()["refs/heads/main"]
    arbol = git(lista.comun, "rev-parse", f"{tronco}^{{tree}}")
    quien = ("-c", "user.name=X", "-c", "user.email=x@y")
    ambiente = poner_git(tmp_path / "git", ENTRE_DOS)
    nuevo = git(lista.comun, *quien, "commit-tree", arbol, "-p", tronco, "-m", "x")
    (tmp_path / "git" / "otro").write_text(
        f"cd '{lista.comun}' && '{shutil.which('git')}' update-ref refs/heads/main {nuevo}\n",
        "utf-8",
    )

    corrida = lista.correr(UNION, "integrar", lista.folio, *UNIDAD, ambiente=ambiente)
    lista.terminal(UNION, "integrar", lista.folio, *UNIDAD)

    assert (2, "") == (corrida.codigo, corrida.dicho)
    assert "no se cambió nada. Repita la orden" in corrida.error
    assert nuevo == git(lista.comun, "rev-parse", "main^1")
    lista.exigir_sano()


def test_lo_que_choca_con_el_tronco_se_niega_y_dice_donde(lista: Escena) -> None:
    lista.terminal.git("fetch", "--quiet")
    lista.terminal(
        "2024-04-28T12:30", "cancelar", lista.clave, "--causa", "Renuncia", "--acuerdo",
        "IED/CG/2/2024", *UNIDAD,
    )  # fmt: skip
    antes = lista.referencias()

    uno = lista.terminal(UNION, "integrar", lista.folio, *UNIDAD, espera=2)
    todas = lista.terminal(UNION, "integrar", "--automatico", *UNIDAD, espera=1)
    revisada = lista.terminal(
        UNION, "revisar", "--cabeza", f"origin/captura/{lista.folio}", espera=1
    )

    assert f"La propuesta {lista.folio} choca con lo que ya se integró en" in uno
    assert f"{lista.clave}.yml" in uno
    assert lista.folio in todas
    assert f"Choca con origin/main en {lista.ruta}." in revisada
    assert antes == lista.referencias()
    lista.terminal("2024-04-28T13:10", "rechazar", lista.folio, "--causa", "archivo", *UNIDAD)
    lista.exigir_sano()


# --- un depósito que falla ---------------------------------------------------------------------


def _quitar(escena: Escena) -> None:
    escena.comun.rename(escena.comun.with_name("lejos.git"))


def _poner_gancho(nombre: str, dicho: str) -> Callable[[Escena], None]:
    def poner(escena: Escena) -> None:
        gancho = escena.comun / "hooks" / nombre
        gancho.parent.mkdir(exist_ok=True)
        gancho.write_text(f"#!/bin/sh\n{dicho}\nexit 1\n", encoding="utf-8")
        gancho.chmod(0o755)

    return poner


def _romper(escena: Escena) -> None:
    (escena.comun / "HEAD").write_text("esto no es una referencia\n", encoding="utf-8")


def _quitar_lugar(escena: Escena) -> None:
    git(escena.comun, "config", "receive.maxInputSize", "10")


FALLAS: dict[str, tuple[Callable[[Escena], None], str]] = {
    "no está": (_quitar, r"No se pudo traer lo último .* no se cambió nada\. Revise la conexión"),
    "está roto": (_romper, r"No se pudo traer lo último .* no se cambió nada\. Revise la conexión"),
    "se niega": (
        _poner_gancho("pre-receive", "echo 'cerrado por mantenimiento'"),
        r"no admitió el envío: no se cambió nada\. Dijo: «cerrado por mantenimiento»",
    ),
    "se niega callado": (
        _poner_gancho("pre-receive", ""),
        r"no admitió el envío: no se cambió nada\. Dijo: «pre-receive hook declined»",
    ),
    "no tiene lugar": (
        _quitar_lugar,
        r"no admitió el envío: no se cambió nada\. Dijo: «fatal: pack exceeds maximum",
    ),
    "niega una referencia": (
        _poner_gancho("update", "printf 'no \\033[2J\\n'"),
        r"no admitió el envío: no se cambió nada\. Dijo: «no \\u001b\[2J»",
    ),
}


@pytest.mark.parametrize("como", list(FALLAS))
def test_si_el_deposito_falla_se_dice_y_nada_se_pierde(
    como: str, escena: Escena, tmp_path: Path
) -> None:
    fallar, dice = FALLAS[como]
    antes = escena.referencias()
    captura = ("proponer", str(escena.raiz / escena.carpeta), *CAPTURA)
    escrito = escena.terminal.ruta(escena.clave).read_bytes()
    sano = tmp_path / "sano.git"
    shutil.copytree(escena.comun, sano)

    fallar(escena)
    dicho = escena.terminal(ENVIO, *captura, espera=2)
    shutil.rmtree(escena.comun, ignore_errors=True)
    sano.rename(escena.comun)

    assert re.search(dice, dicho), dicho
    assert "\x1b" not in dicho
    assert antes == escena.referencias()
    assert escrito == escena.terminal.ruta(escena.clave).read_bytes()
    escena.terminal(ENVIO, *captura)
    escena.exigir_sano()


CORTE = """#!/bin/sh
# Ya quedó escrito, y quien lo recibió se muere antes de contestar.
if test "$1" = committed && test -z "$(cat "$GIT_DIR/cortado" 2>/dev/null)"; then
  echo ya > "$GIT_DIR/cortado"; {antes}kill -9 "$PPID"
fi
"""


SE_VA = 'mv "$PWD" "$PWD-lejos"; '


@pytest.mark.parametrize("antes", ["", SE_VA])
def test_si_el_deposito_no_alcanza_a_contestar_no_se_dice_lo_que_no_es(
    lista: Escena, antes: str
) -> None:
    gancho = lista.comun / "hooks" / "reference-transaction"
    gancho.parent.mkdir(exist_ok=True)
    gancho.write_text(CORTE.replace("{antes}", antes), encoding="utf-8")
    gancho.chmod(0o755)
    lejos = lista.comun.with_name(f"{lista.comun.name}-lejos")

    dicho = lista.terminal(UNION, "integrar", lista.folio, *UNIDAD, espera=2 if antes else 0)
    if antes:
        lejos.rename(lista.comun)
    repetida = lista.terminal(UNION, "integrar", lista.folio, *UNIDAD, espera=2)

    assert ("no se sabe si el envío llegó" if antes else "Integrada: folio") in dicho
    assert f"La propuesta {lista.folio} ya está integrada." in repetida
    lista.exigir_sano()


def test_un_deposito_de_solo_lectura_se_dice(escena: Escena) -> None:
    raiz = os.geteuid() == 0
    if raiz and not shutil.which("setpriv"):
        pytest.skip("a quien administra el equipo nada le está vedado, y no hay con qué quitárselo")
    sin_permiso = 'set -- setpriv --bounding-set=-dac_override "$@"' if raiz else ":"
    antes = escena.referencias()
    captura = ("proponer", str(escena.raiz / escena.carpeta), *CAPTURA)
    carpetas = [escena.comun, *(r for r in escena.comun.rglob("*") if r.is_dir())]

    for carpeta in carpetas:
        carpeta.chmod(0o555)
    corrida = escena.correr(ENVIO, *captura, prefijo=sin_permiso)
    for carpeta in carpetas:
        carpeta.chmod(0o755)
    intacto = escena.referencias()
    escena.terminal(ENVIO, *captura)

    assert (2, "") == (corrida.codigo, corrida.dicho)
    assert "no admitió el envío: no se cambió nada" in corrida.error
    assert antes == intacto
    escena.exigir_sano()


@pytest.mark.parametrize(
    "bloques", [*(pytest.param(n, marks=pytest.mark.lento) for n in (0, 1, 4)), 8]
)
def test_sin_lugar_en_el_disco_se_dice_y_se_puede_repetir(escena: Escena, bloques: int) -> None:
    antes = escena.referencias()
    captura = ("proponer", str(escena.raiz / escena.carpeta), *CAPTURA)

    corrida = escena.correr(ENVIO, *captura, prefijo=f"ulimit -f {bloques}")
    intacto = escena.referencias()
    escena.terminal(ENVIO, *captura)

    assert (2, "") == (corrida.codigo, corrida.dicho)
    assert re.search(r"no hay dónde escribir|no cabe|el sistema lo detuvo", corrida.error)
    assert antes == intacto
    escena.exigir_sano()


def test_sin_git_se_dice(escena: Escena, tmp_path: Path) -> None:
    (tmp_path / "nada").mkdir()

    corrida = escena.correr(ENVIO, "historial", ambiente={"PATH": str(tmp_path / "nada")})

    assert (2, "") == (corrida.codigo, corrida.dicho)
    assert "Hace falta Git" in corrida.error


def test_una_carpeta_de_otra_persona_se_dice(
    escena: Escena, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")

    dicho = escena.terminal(ENVIO, "bandeja", *UNIDAD, espera=2)

    assert "es de otra persona en este equipo" in dicho


def test_un_deposito_que_ya_es_de_otro_no_se_toma(
    escena: Escena, simulado: Path, tmp_path: Path
) -> None:
    antes = escena.referencias()
    shutil.copytree(simulado, tmp_path / "segundo")
    otro = Terminal(tmp_path / "segundo", Path())

    negado = otro("2024-04-23", "forja", "preparar", "--en", str(escena.comun), espera=2)
    hecho = otro("2024-04-23", "forja", "preparar", "--en", str(tmp_path / "suyo.git"))

    assert "si ya es el depósito de otro expediente, elija otra carpeta" in negado
    assert antes == escena.referencias()
    assert "Depósito común: " in hecho
    escena.exigir_sano()


def test_el_deposito_se_prepara_donde_se_dijo_aunque_la_carpeta_sea_otra(
    simulado: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(simulado, tmp_path / "proceso")
    monkeypatch.chdir(tmp_path)
    terminal = Terminal(Path("proceso"), Path())

    terminal("2024-04-24", "forja", "preparar", "--en", "comun.git")

    assert (tmp_path / "comun.git" / "HEAD").exists()
    assert "No hay nada pendiente." in terminal("2024-04-25", "bandeja", *UNIDAD)


def test_un_candado_abandonado_se_nombra(lista: Escena) -> None:
    candado = lista.comun / "refs" / "heads" / "main.lock"
    propio = lista.raiz / ".git" / "refs" / "remotes" / "origin" / "main.lock"
    antes = lista.referencias()
    orden = ("integrar", lista.folio, *UNIDAD)

    candado.touch()
    comun = lista.terminal(UNION, *orden, espera=2)
    candado.unlink()
    intacto = lista.referencias()
    arbol = git(lista.comun, "rev-parse", "main^{tree}")
    quien = ("-c", "user.name=X", "-c", "user.email=x@y")
    nuevo = git(lista.comun, *quien, "commit-tree", arbol, "-p", "main", "-m", "x")
    git(lista.comun, "update-ref", "refs/heads/main", nuevo)
    propio.touch()
    suya = lista.terminal(UNION, *orden, espera=2)
    propio.unlink()

    assert "main.lock. Espere y repita; si no hay ninguna, bórrelo." in comun
    assert antes == intacto
    assert "main.lock. Espere y repita; si no hay ninguna, bórrelo." in suya
    lista.terminal(UNION, *orden)
    lista.exigir_sano()


# --- una copia sin toda la historia ------------------------------------------------------------


def test_sin_toda_la_historia_se_hace_lo_que_se_puede_y_lo_demas_se_dice(
    escena: Escena, tmp_path: Path
) -> None:
    escena.terminal("2024-04-28T09:00", "historial", "anclar", *UNIDAD)
    corta = escena.clonar(tmp_path / "corta", "--depth", "1")
    captura = str(corta.raiz / corta.carpeta)

    corta.terminal(ENVIO, "validar", "--solo", "YAM")
    corta.terminal(ENVIO, "proponer", captura, *CAPTURA)
    rama = f"origin/captura/{corta.terminal.folio}"
    corta.terminal("2024-04-28T11:10", "revisar", "--cabeza", rama)
    assert "1 pendiente." in corta.terminal("2024-04-28T11:10", "bandeja", *UNIDAD)
    historial = corta.terminal("2024-04-28T11:10", "historial")
    assert "1 movimiento." in historial
    assert "no trae la historia completa" in historial
    for orden in (("historial", "verificar"), ("historial", "verificar", "--todo")):
        dicho = corta.terminal("2024-04-28T11:20", *orden, *UNIDAD, espera=2)
        assert "git fetch --unshallow" in dicho
        assert "intacta" not in dicho
        assert "defecto" not in dicho
    corta.terminal("2024-04-28T11:20", "historial", "anclar", *UNIDAD, espera=2)
    assert "git fetch --unshallow" in corta.terminal.dijo

    corta.terminal.git("fetch", "--quiet", "--unshallow")
    assert "intacta" in corta.terminal(
        "2024-04-28T11:30", "historial", "verificar", "--todo", *UNIDAD
    )
    escena.exigir_sano()
    corta.exigir_sano()


def test_sin_el_antepasado_comun_no_se_juzga_una_rama(lista: Escena, tmp_path: Path) -> None:
    lista.terminal(
        "2024-04-28T12:30", "cancelar", lista.suplente.replace("REG01", "REG02"), "--causa",
        "Renuncia", "--acuerdo", "IED/CG/3/2024", *UNIDAD,
    )  # fmt: skip
    corta = lista.clonar(tmp_path / "corta", "--depth", "1")
    antes = lista.referencias()

    for orden in (("bandeja",), ("integrar", lista.folio), ("integrar", "--automatico")):
        assert "git fetch --unshallow" in corta.terminal(UNION, *orden, *UNIDAD, espera=2)
    rama = f"origin/captura/{lista.folio}"
    assert "git fetch --unshallow" in corta.terminal(UNION, "revisar", "--cabeza", rama, espera=2)

    assert antes == lista.referencias()
    corta.terminal.git("fetch", "--quiet", "--unshallow")
    corta.terminal(UNION, "integrar", lista.folio, *UNIDAD)
    corta.exigir_sano()


@pytest.mark.lento
def test_sin_toda_la_historia_se_construye(escena: Escena, tmp_path: Path) -> None:
    corta = escena.clonar(tmp_path / "corta", "--depth", "1")
    corta.terminal.git("checkout", "--quiet", "--", ".")
    corta.terminal.git("clean", "-fdq")

    entera = escena.clonar(tmp_path / "entera")
    entera.terminal.git("checkout", "--quiet", "--", ".")
    entera.terminal.git("clean", "-fdq")

    corridas = [
        una.correr("2024-05-20", "construir", "--destino", str(tmp_path / "publico"))
        for una in (corta, entera)
    ]

    assert corridas[0] == corridas[1]
    assert "Se escribieron " in corridas[0].dicho


# --- un depósito reescrito ---------------------------------------------------------------------


def _forzar_el_tronco(escena: Escena) -> None:
    git(escena.comun, "update-ref", "refs/heads/main", "main~1")


def _rehacer_la_rama(escena: Escena) -> None:
    git(escena.comun, "update-ref", f"refs/heads/captura/{escena.folio}", "main")


def _rehacer_la_constancia(escena: Escena) -> None:
    git(escena.comun, "update-ref", f"refs/propuestas/{escena.folio}", "main")


def _mover_el_ancla(escena: Escena) -> None:
    ancla = git(escena.comun, "for-each-ref", "--format=%(refname)", "refs/tags/ancla")
    git(escena.comun, "update-ref", ancla, "main")


REESCRITURAS: dict[str, tuple[Callable[[Escena], None], str]] = {
    "el tronco": (_forzar_el_tronco, "main"),
    "una rama": (_rehacer_la_rama, "captura/"),
    "una constancia": (_rehacer_la_constancia, "refs/propuestas/"),
    "un ancla": (_mover_el_ancla, "ancla/"),
}


@pytest.mark.parametrize("como", list(REESCRITURAS))
def test_si_el_deposito_se_reescribio_no_se_sigue_y_aqui_no_se_pierde_nada(
    como: str, lista: Escena
) -> None:
    reescribir, nombre = REESCRITURAS[como]
    lista.terminal("2024-04-28T12:40", "historial", "anclar", *UNIDAD)
    sano = lista.referencias()
    propias = _propias(lista.terminal)

    reescribir(lista)
    alterado = lista.referencias()
    for orden in (("integrar", lista.folio), ("bandeja",), ("historial", "verificar")):
        dicho = lista.terminal(UNION, *orden, *UNIDAD, espera=2)

        assert re.search(rf"El depósito común reescribió «[^»]*{nombre}", dicho), dicho
        assert "guarde esta copia y avise" in dicho
    assert alterado == lista.referencias()
    assert propias == _propias(lista.terminal)
    for referencia, objeto in sano.items():
        git(lista.comun, "update-ref", referencia, objeto)
    lista.terminal(UNION, "integrar", lista.folio, *UNIDAD)
    lista.exigir_sano()


def test_una_constancia_borrada_no_se_borra_aqui_y_el_ancla_la_reclama(
    lista: Escena, tmp_path: Path
) -> None:
    lista.terminal("2024-04-28T12:40", "historial", "anclar", *UNIDAD)
    propias = _propias(lista.terminal)
    git(lista.comun, "update-ref", "-d", f"refs/propuestas/{lista.folio}")

    lista.terminal(UNION, "historial", "verificar", *UNIDAD)
    nueva = lista.clonar(tmp_path / "nueva")
    dicho = nueva.terminal(UNION, "historial", "verificar", *UNIDAD, espera=1)

    assert propias == _propias(lista.terminal)
    assert f"Falta la constancia de la propuesta {lista.folio}" in dicho


def _propias(terminal: Terminal) -> str:
    return terminal.git(
        "for-each-ref", "--format=%(refname) %(objectname)", "refs/remotes", "refs/propuestas",
        "refs/tags",
    )  # fmt: skip
