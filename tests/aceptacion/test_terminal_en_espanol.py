"""¿Todo lo que dice la terminal está en español, y sale con 2 lo que no se entendió?"""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from generador.__main__ import principal
from generador.cli import Grupo, conoceles

RAIZ = Path(__file__).parents[2]
UN_ARCHIVO, UNA_CARPETA = __file__, str(Path(__file__).parent)
INGLES = re.compile(
    r"\b(Usage|Options|Commands|Error|Missing|Invalid|Show|Try|Aborted|No such"
    r"|OPTIONS?|COMMAND|ARGS|ARGUMENTS?|DIRECTORY|FILE|PATH|INTEGER|RANGE|TEXT|FLOAT|BOOLEAN|CHOICE"
    r"|argument|command|default|directory|does|exists?|file|is|not|of|one|option|required"
    r"|takes?|that|the|this|unexpected|valid|values?|with|you)\b"
)
INTERRUMPIDO = "\nconoceles: interrumpido.\n"
IDIOMAS = ({"LC_ALL": "C"}, {"LANGUAGE": "en", "LANG": "en_US.UTF-8"}, {"LANGUAGE": "fr:de"})


def recorrer(comando, camino=()):
    yield camino, comando
    for nombre, hija in sorted(getattr(comando, "commands", {}).items()):
        yield from recorrer(hija, (*camino, nombre))


VERBOS = dict(recorrer(conoceles))


def valores_malos(tipo):
    """Valores que ese tipo de dato no admite."""
    if isinstance(tipo, click.IntRange):
        yield "doce"
        if tipo.min is not None:
            yield str(tipo.min - 1)
        if tipo.max is not None:
            yield str(tipo.max + 1)
    if isinstance(tipo, click.Choice):
        yield "ninguna-de-esas"
    if isinstance(tipo, click.Path):
        if not tipo.file_okay:
            yield UN_ARCHIVO
        if not tipo.dir_okay:
            yield UNA_CARPETA
        if tipo.exists:
            yield "no/existe"


def equivocaciones():
    """Toda forma de equivocarse que se deduce de cada orden, con lo que se escribiría."""
    for camino, comando in VERBOS.items():
        yield (*camino, "--no-existe")
        if isinstance(comando, click.Group):
            yield (*camino, "no-existe")
            if comando.no_args_is_help:
                yield camino
        elif not any(p.nargs == -1 for p in comando.params):
            yield (*camino, *(["sobra"] * (len(comando.params) + 2)))
        if any(p.required for p in comando.params):
            yield camino
        for parametro in comando.params:
            opcion = getattr(parametro, "is_flag", None)
            largo = max(parametro.opts, key=len)
            if opcion is None:
                yield from ((*camino, malo) for malo in valores_malos(parametro.type))
            elif opcion:
                yield (*camino, f"{largo}=1")
            else:
                yield (*camino, largo)
                yield from ((*camino, largo, malo) for malo in valores_malos(parametro.type))
    yield ("vldar",)
    yield ("validar", "--frmato", "json")
    yield ("--fecha", "ayer", "validar")
    yield ("reglas", "NADA99")
    yield ("validar", "no/existe")
    yield ("--raiz", UNA_CARPETA, "validar")


def correr(*argumentos):
    return CliRunner().invoke(conoceles, argumentos, prog_name="conoceles")


@pytest.mark.parametrize("camino", VERBOS, ids=" ".join)
def test_la_ayuda_de_cada_orden_esta_en_espanol(camino):
    hecho = correr(*camino, "--help")

    assert hecho.exit_code == 0
    assert hecho.output.startswith("Uso: conoceles ")
    assert "Muestra esta ayuda y termina." in hecho.output
    assert INGLES.findall(hecho.output) == []


@pytest.mark.parametrize("argumentos", sorted(set(equivocaciones())), ids=" ".join)
def test_lo_que_no_se_entiende_se_dice_en_espanol_y_sale_con_2(argumentos):
    hecho = correr(*argumentos)
    dicho = hecho.output.replace(UN_ARCHIVO, "").replace(UNA_CARPETA, "")

    assert hecho.exit_code == 2, hecho.output
    assert dicho
    assert INGLES.findall(dicho) == []


@pytest.mark.parametrize(
    ("argumentos", "frase"),
    [
        (("vldar",), "No existe la orden «vldar»."),
        (("validar", "--nada"), "No existe la opción «--nada»."),
        (("validar", "--formato"), "La opción «--formato» lleva un valor."),
        (("validar", "--sin-avisos=1"), "La opción «--sin-avisos» no lleva valor."),
        (("validar", "--maximo", "x"), "Valor inválido en '--maximo': «x» no es un entero válido."),
        (("simular",), "Falta el argumento 'CUANTAS'."),
        (("simular", "3"), "Falta la opción '--carpeta'."),
        (("documentar", "a", "b"), "Sobran: a b"),
        (("--raiz", UN_ARCHIVO), f"Carpeta «{UN_ARCHIVO}»: es un archivo."),
    ],
)
def test_dice_que_esta_mal(argumentos, frase):
    assert f"conoceles: {frase}" in correr(*argumentos).output.replace(
        "Valor inválido en '--raiz': ", ""
    )


@pytest.mark.parametrize("interrupcion", [KeyboardInterrupt, EOFError, click.Abort])
def test_interrumpir_no_se_confunde_con_datos_malos(interrupcion):
    def esperar():
        raise interrupcion

    grupo = Grupo("conoceles", commands=[click.Command("esperar", callback=esperar)])
    hecho = CliRunner().invoke(grupo, ["esperar"])

    assert hecho.exit_code == 130
    assert hecho.output == INTERRUMPIDO


def interrumpir(programa, tubo):
    """Corre el programa hasta que lee `tubo`, que nunca trae nada, y da Ctrl-C a su familia."""
    os.mkfifo(tubo)
    # Quien corre las pruebas en segundo plano hereda la señal ignorada.
    atenta = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    with subprocess.Popen(
        [sys.executable, "-c", atenta + programa, str(tubo.parent)],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(RAIZ)},
    ) as proceso:
        try:
            abierto = esperar_lector(tubo, proceso)
            dicho = insistir(proceso)
            os.close(abierto)
        finally:
            if proceso.poll() is None:
                os.killpg(proceso.pid, signal.SIGKILL)
    return proceso.returncode, dicho


def insistir(proceso):
    """Da Ctrl-C; si cayó justo antes de que se durmiera leyendo, otra vez, como cualquiera.

    Python atiende la señal entre dos instrucciones: la que llega en el instante anterior a la
    llamada que espera no la despierta (PEP 475).
    """
    for _ in range(3):
        os.killpg(proceso.pid, signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return proceso.communicate(timeout=10)[1]
    return pytest.fail("no lo detuvo Ctrl-C")


def esperar_lector(tubo, proceso):
    """Abre el tubo cuando alguien lo lee del otro lado; antes, el sistema se niega."""
    limite = time.monotonic() + 30
    while time.monotonic() < limite and proceso.poll() is None:
        try:
            return os.open(tubo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.02)
    pytest.fail("nadie leyó el tubo")


def test_ctrl_c_sale_con_130_y_sin_traza(tmp_path):
    programa = (
        "import sys; from generador.cli import conoceles\n"
        "conoceles(['--raiz', sys.argv[1], 'validar'])"
    )

    assert interrumpir(programa, tmp_path / "proceso.yml") == (130, INTERRUMPIDO)


def test_ctrl_c_mientras_leen_varios_procesos_no_deja_a_nadie_esperando(tmp_path):
    programa = f"""if True:
        import sys
        from pathlib import Path
        from generador.archivos.carga import abrir_contexto
        from generador.archivos.expediente import leer_uno, preparar_lector
        from generador.archivos.reparto import repartir
        from generador.cli.opciones import instante

        contexto = abrir_contexto(Path({str(RAIZ / "tests" / "casos")!r}), instante("2030-05-10"))
        lector = preparar_lector(Path(sys.argv[1]), contexto)
        try:
            list(repartir(lambda ruta: leer_uno(lector, ruta), ["Z.yml", "Z.yml"], 2))
        except KeyboardInterrupt:
            sys.exit(130)
    """

    assert interrumpir(programa, tmp_path / "Z.yml") == (130, "")


@pytest.mark.parametrize("idioma", IDIOMAS, ids=str)
def test_no_depende_del_idioma_de_la_maquina(idioma):
    hecho = subprocess.run(
        [sys.executable, "-m", "generador", "validar", "--xyz"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(RAIZ), **idioma},
    )

    assert hecho.returncode == 2
    assert hecho.stdout == ""
    assert hecho.stderr == (
        "Uso: conoceles validar [OPCIONES] [RUTAS]...\n"
        "Pida ayuda con «conoceles validar --ayuda».\n\n"
        "conoceles: No existe la opción «--xyz».\n"
    )


def test_la_orden_instalada_empieza_por_el_mismo_lugar():
    (orden,) = entry_points(group="console_scripts", name="conoceles")

    assert orden.load() is principal
