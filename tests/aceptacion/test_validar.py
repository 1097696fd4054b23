"""«conoceles validar» y «conoceles reglas», como los corre una persona."""

import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generador.archivos.escritura import escribir
from generador.archivos.esquemas import leer_esquemas, orden_de_claves
from generador.archivos.texto import leer
from generador.cli import conoceles
from generador.recursos import carpeta_de_esquemas
from tests.conftest import atender_ctrl_c

CASOS = Path(__file__).parents[1] / "casos"
REPOSITORIO = Path(__file__).parents[2]
CLAVE = "AYU-106-PAH-PRES-P-1"
CARPETA = "candidaturas/ayuntamientos/106-san-martin-del-rio/pah"
ARCHIVO = f"{CARPETA}/{CLAVE}.yml"
FOTO = base64.b64decode("UklGRiQAAABXRUJQVlA4TBcAAAAvY8AYAAdQ5CIXuf9hABLC//1SRP9TiQA=")
BUENA = "2030-05-10"

Correr = Callable[..., Result]


@pytest.fixture(scope="module")
def texto_bueno() -> str:
    dato = leer((CASOS / "base.yml").read_bytes()).dato
    dato["curricular"]["fotografia"] = f"sha256:{sha256(FOTO).hexdigest()}"
    orden = orden_de_claves(leer_esquemas(carpeta_de_esquemas()), "candidatura")
    return escribir(dato, orden)


def sembrar(raiz: Path, texto: str) -> None:
    for nombre in ("proceso.yml", "alianzas.csv", "municipios.csv"):
        shutil.copy(CASOS / nombre, raiz / nombre)
    (raiz / CARPETA).mkdir(parents=True)
    (raiz / ARCHIVO).write_text(texto, encoding="utf-8")
    (raiz / CARPETA / f"{CLAVE}.webp").write_bytes(FOTO)


@pytest.fixture
def raiz(tmp_path: Path, texto_bueno: str) -> Path:
    """Un proceso ficticio con una candidatura sin ningún problema."""
    sembrar(tmp_path, texto_bueno)
    return tmp_path


@pytest.fixture
def correr(raiz: Path) -> Correr:
    """`correr("--solo", "TXT")` → lo que responde `conoceles validar`."""

    def con(*argumentos: str, fecha: str = BUENA, verbo: str = "validar") -> Result:
        pedido = ["--raiz", str(raiz), "--fecha", fecha, verbo, *argumentos]
        return CliRunner().invoke(conoceles, pedido, catch_exceptions=False)

    return con


def cambiar(raiz: Path, antes: str, despues: str, archivo: str = ARCHIVO) -> None:
    ruta = raiz / archivo
    texto = ruta.read_text(encoding="utf-8")
    assert antes in texto
    ruta.write_text(texto.replace(antes, despues, 1), encoding="utf-8")


@contextmanager
def proceso(raiz: Path, *argumentos: str) -> Iterator[subprocess.Popen[bytes]]:
    """El programa de verdad, en su propio proceso y grupo; al salir no queda ninguno vivo."""
    ambiente = {**os.environ, "PYTHONPATH": str(REPOSITORIO)}
    orden = [sys.executable, "-m", "generador", "--raiz", str(raiz), "--fecha", BUENA, *argumentos]
    corrido = subprocess.Popen(
        orden,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=ambiente,
        start_new_session=True,
        preexec_fn=atender_ctrl_c,  # noqa: PLW1509 - aquí no hay hilos
    )
    try:
        yield corrido
    finally:
        corrido.kill()
        corrido.wait(timeout=10)
        for tubo in (corrido.stdout, corrido.stderr):
            if tubo:
                tubo.close()


# --- Códigos de salida ---


def test_sin_errores_sale_con_cero(correr):
    resultado = correr("--sin-avisos")

    assert (0, "Se revisó 1 archivo: sin hallazgos.\n") == (resultado.exit_code, resultado.stdout)


def test_un_aviso_no_es_un_error(raiz, correr):
    cambiar(raiz, 'sexo: "mujer"', "sexo: mujer")
    resultado = correr()

    assert 0 == resultado.exit_code
    assert "aviso  YAM12" in resultado.stdout
    assert "sin hallazgos" in correr("--sin-avisos").stdout
    assert "sin hallazgos" not in resultado.stdout


def test_un_error_sale_con_uno_y_dice_donde_y_que_hacer(raiz, correr):
    cambiar(raiz, "edad: 41", "edad: 5")
    resultado = correr()

    assert 1 == resultado.exit_code
    assert f"{ARCHIVO}:8:3  error  ESQ-minimum  «Edad el día" in resultado.stdout


def test_un_emblema_que_no_se_puede_publicar_se_dice_con_su_renglon(raiz, correr):
    cambiar(raiz, 'siglas: "PAH",', 'siglas: "PAH", emblema: "pah.svg",', "proceso.yml")
    texto = (raiz / "proceso.yml").read_text(encoding="utf-8")
    renglon = texto[: texto.index("pah.svg")].count("\n") + 1
    sin_archivo = correr()
    (raiz / "pah.svg").write_text("<svg><script/></svg>")
    con_guion = correr()
    shutil.copy(CASOS / "emblema.svg", raiz / "pah.svg")

    assert (1, 1, 0) == (sin_archivo.exit_code, con_guion.exit_code, correr().exit_code)
    assert f"proceso.yml:{renglon}:" in sin_archivo.output
    assert "El emblema de PAH, «pah.svg», no se puede leer: no existe." in sin_archivo.output
    assert "no es un SVG que solo dibuje" in con_guion.output


def test_sin_candidaturas_sale_con_cero(raiz, correr):
    shutil.rmtree(raiz / "candidaturas")
    (raiz / "candidaturas").mkdir()

    assert (0, "Se revisaron 0 archivos: sin hallazgos.\n") == (
        correr().exit_code,
        correr().stdout,
    )


def romper_proceso(antes: str, despues: str, archivo: str = "proceso.yml") -> Callable[..., None]:
    return lambda raiz: cambiar(raiz, antes, despues, archivo)


@pytest.mark.parametrize(
    ("romper", "frase"),
    [
        (lambda raiz: (raiz / "proceso.yml").unlink(), "No hay proceso.yml en"),
        (lambda raiz: shutil.rmtree(raiz / "candidaturas"), "No hay carpeta candidaturas/"),
        (romper_proceso("version: 1", "version: ["), "YAM04  Aquí el archivo deja de ser YAML"),
        (romper_proceso("version: 1", "verson: 1"), "¿Quiso decir «version»?"),
        (romper_proceso("2030-04-25", "2030-04-31"), "«2030-04-31» no existe en el calendario"),
        (romper_proceso("America/Mexico_City", "Marte/Olimpo"), "zona horaria «Marte/Olimpo»"),
        (romper_proceso("municipios.csv", "lugares.csv"), "lugares.csv: no existe"),
        (romper_proceso("municipios.csv", "../m.csv"), "queda fuera de la carpeta"),
        (romper_proceso("107,", "106,", "municipios.csv"), "renglón 3: repite «106»"),
        (romper_proceso("clave,nombre", "clave,x", "municipios.csv"), "la columna «nombre»"),
        (lambda raiz: (raiz / "proceso.yml").write_bytes(b""), "El archivo está vacío"),
        (lambda raiz: (raiz / "proceso.yml").write_bytes(b"\xff"), "no está en UTF-8"),
    ],
)
def test_si_no_se_puede_seguir_sale_con_dos_y_una_frase(raiz, correr, romper, frase):
    romper(raiz)
    resultado = correr()

    assert 2 == resultado.exit_code
    assert frase in resultado.stderr
    assert "" == resultado.stdout
    assert resultado.stderr.rstrip("\n").rpartition("\n")[2].startswith("conoceles: ")


@pytest.mark.parametrize(
    ("argumentos", "frase"),
    [
        (["--formato", "pdf"], "--formato"),
        (["--solo", "NADA"], "ninguna regla empieza con «NADA»"),
        (["--maximo", "0"], "--maximo"),
        (["--maximo", "3", "--formato", "json"], "solo se usa con «--formato texto»"),
        (["no/existe.yml"], "«no/existe.yml» no existe"),
        (["/"], "no está dentro de"),
    ],
)
def test_un_uso_equivocado_sale_con_dos(correr, argumentos, frase):
    resultado = correr(*argumentos)

    assert 2 == resultado.exit_code
    assert frase in resultado.stderr


# --- Datos de alguien: nunca una traza ---

RAROS = [
    b"",
    b"# solo un comentario\n",
    b"---\n",
    b"null\n",
    b"- 1\n",
    b"\xff\xfe\x00",
    b"a: \x00\n",
    b"a: !!python/object/apply:os.system [ls]\n",
    b"? [a]\n: b\n",
    b"a: &a [*a]\n",
    b"a: " + b"[" * 5_000,
    b"x" * 1_000_001,
    b"version: 1e400\n",
    "version: 1\nclave: \u202e\n".encode(),
]
CAMBIOS = [
    ("edad: 41", "edad: 4e1"),
    ("edad: 41", "edad: 1e300"),
    ("edad: 41", "edad: [41]"),
    ('caracter: "propietaria"', 'caracter: "x"\n  numero: 2.0'),
    ("2030-04-26T10", "2030-02-30T10"),
    ("2030-04-30T10", "0000-01-01T00"),
    ("2030-05-02T10", "9999-12-31T23"),
    ('fecha: "2030-04-27"', 'fecha: "2030-02-30"'),
    ("FOLIO-0001", "FOLIO-0001\\n"),
    ('ambito: "106"', 'ambito: "999"'),
    ('cargo: "presidencia"', 'cargo: "emperatriz"'),
    ('postulante: "PAH"', 'postulante: "NADIE"'),
    ('nombre: "Ana Lucía"', 'nombre: "Ana\\u0000\\n\\u202e"'),
    ('sexo: "mujer"', 'sexo: "../../etc"'),
    ("identidad:", "identidad:\n  i01: si"),
    ("tramite:", "curp: X\ntramite:"),
    (
        "tramite:",
        (
            "tramite:\n  observaciones:\n    - {rubro: /curricular/propuestas/0, causal: copia, "
            'fecha: "2030-02-31T10:00:00-06:00"}'
        ),
    ),
    ("tramite:", 'tramite:\n  baja: {fecha: "2030-02-31", acuerdo: "x"}'),
    ("tramite:", f'tramite:\n  sustituye_a: "{CLAVE}"'),
]


@pytest.mark.parametrize("crudo", RAROS, ids=range(len(RAROS)))
def test_un_archivo_raro_es_un_hallazgo(raiz, correr, crudo):
    (raiz / ARCHIVO).write_bytes(crudo)
    resultado = correr()

    assert 1 == resultado.exit_code
    assert f"{ARCHIVO}:" in resultado.stdout


@pytest.mark.parametrize("cambio", CAMBIOS, ids=range(len(CAMBIOS)))
def test_un_dato_raro_no_detiene_la_revision_ni_la_publicacion(raiz, correr, cambio):
    from generador.archivos.carga import cargar  # noqa: PLC0415
    from generador.cli.opciones import instante  # noqa: PLC0415
    from generador.nucleo.publico import publicar  # noqa: PLC0415

    cambiar(raiz, *cambio)

    for formato in ("texto", "json", "github", "sarif", "markdown"):
        assert correr("--formato", formato).exit_code in {0, 1}
    publicar(cargar(raiz, instante(BUENA)))


# --- Formatos ---


@pytest.fixture
def con_error(raiz: Path) -> Path:
    cambiar(raiz, "edad: 41", "edad: 5")
    cambiar(raiz, "  motivo:", '  "a::b,%c\\n": "x"\n  motivo:')
    return raiz


@pytest.mark.usefixtures("con_error")
def test_json_se_puede_leer(correr):
    dato = json.loads(correr("--formato", "json").stdout)

    assert 1 == dato["total_archivos"]
    assert {"error": 2, "aviso": 0, "nota": 0} == dato["conteo"]
    assert {"ESQ-minimum", "ESQ-additionalProperties"} == {h["regla"] for h in dato["hallazgos"]}


@pytest.mark.usefixtures("con_error")
def test_sarif_se_puede_leer(correr):
    dato = json.loads(correr("--formato", "sarif").stdout)
    [corrida] = dato["runs"]
    [lugar, *_] = corrida["results"][0]["locations"]

    assert "2.1.0" == dato["version"]
    assert 2 == len(corrida["results"])
    assert ARCHIVO == lugar["physicalLocation"]["artifactLocation"]["uri"]
    assert all(regla["shortDescription"]["text"] for regla in corrida["tool"]["driver"]["rules"])


@pytest.mark.usefixtures("con_error")
def test_github_escapa_lo_ajeno(correr):
    renglones = correr("--formato", "github").stdout.splitlines()

    assert 2 == len(renglones)
    assert all(r.startswith(f"::error file={ARCHIVO},line=") for r in renglones)
    assert any("%25c" in r for r in renglones)


@pytest.mark.usefixtures("con_error")
def test_markdown_da_una_tabla_por_archivo(correr):
    salida = correr("--formato", "markdown").stdout

    assert salida.startswith("**Se revisó 1 archivo: 2 errores.**\n")
    assert "| Línea | Nivel | Regla | Mensaje | Qué hacer |" in salida


@pytest.mark.usefixtures("con_error")
def test_maximo_muestra_los_mas_graves_y_dice_cuantos_faltan(correr):
    resultado = correr("--maximo", "1")

    assert 1 == resultado.exit_code
    assert "Falta 1 hallazgo por mostrar.\nSe revisó 1 archivo: 2 errores." in resultado.stdout


# --- Qué se muestra ---


@pytest.mark.usefixtures("con_error")
def test_solo_elige_reglas_por_prefijo_y_decide_la_salida(correr):
    assert 1 == correr("--solo", "esq").exit_code
    assert "ESQ-additional" not in correr("--solo", "ESQ-min, YAM").stdout
    assert 0 == correr("--solo", "PLZ,YAM").exit_code


@pytest.mark.parametrize("ruta", [ARCHIVO, CARPETA, "candidaturas", "candidaturas/", "."])
def test_con_ruta_informa_de_lo_que_esta_ahi(con_error, correr, ruta, monkeypatch):
    monkeypatch.chdir(con_error)

    assert 1 == correr(ruta).exit_code
    assert 1 == correr(str(con_error / ruta)).exit_code


def test_con_otra_ruta_no_informa_de_lo_demas(con_error, correr):
    vecina = con_error / "candidaturas" / "ayuntamientos" / "106"
    vecina.mkdir()
    enlace = con_error / "candidaturas" / "enlace.yml"
    enlace.symlink_to(con_error / "proceso.yml")

    assert 0 == correr(str(vecina)).exit_code
    assert 0 == correr(str(con_error / "proceso.yml")).exit_code
    assert "Es un enlace simbólico" in correr(str(enlace)).stdout


def test_corregir_reescribe_y_vuelve_a_revisar(raiz, correr, texto_bueno):
    ruta = raiz / ARCHIVO
    ruta.write_bytes(texto_bueno.replace("\n", "\r\n").encode())

    assert 1 == correr().exit_code
    resultado = correr("--corregir")

    assert 0 == resultado.exit_code
    assert "En su forma única: 1 archivo." in resultado.stderr
    assert texto_bueno == ruta.read_text(encoding="utf-8")


# --- La fecha ---


@pytest.mark.parametrize("fecha", ["2030-05-10", "2030-05-10T10:00", "2030-05-10T10:00:00Z"])
def test_la_fecha_se_entiende_con_o_sin_hora(correr, fecha):
    assert 0 == correr(fecha=fecha).exit_code


@pytest.mark.parametrize(
    "fecha",
    ["ayer", "", "2030-02-30", "20300510", "2030-W05-3", "0001-01-01", "9999-12-31"],
)
def test_una_fecha_imposible_es_un_uso_equivocado(correr, fecha):
    resultado = correr(fecha=fecha)

    assert 2 == resultado.exit_code
    assert "no es una fecha: use AAAA-MM-DD" in resultado.stderr


# --- Reglas ---


def test_reglas_enumera_y_explica(correr):
    todas = correr(verbo="reglas").stdout
    una = correr("yam05", verbo="reglas").stdout

    assert "YAM05 " in todas
    assert una == correr("YAM05", verbo="reglas").stdout
    assert una.startswith("YAM05 · error · Clave repetida\n")
    assert "Fundamento: " in una
    assert "ESQ-additionalProperties ·" in correr("esq-additionalproperties", verbo="reglas").stdout
    assert "no hay regla «ZZZ»" in correr("ZZZ", verbo="reglas").stderr


# --- En un proceso de verdad ---


def test_en_un_proceso_aparte_dice_lo_mismo(con_error, correr):
    with proceso(con_error, "validar") as corrido:
        salida, errores = corrido.communicate(timeout=60)

    assert (1, b"") == (corrido.returncode, errores)
    assert correr().stdout == salida.decode()


def test_diez_mil_hallazgos_en_menos_de_un_minuto(raiz, texto_bueno):
    malo = texto_bueno.replace("edad: 41", "edad: 5").replace("version: 1", "version: 1\ncurp: x")
    for numero in range(5_000):
        (raiz / CARPETA / f"X{numero}.yml").write_text(malo, encoding="utf-8")
    inicio = time.monotonic()
    with proceso(raiz, "validar") as corrido:
        salida, errores = corrido.communicate(timeout=120)

    assert (1, b"") == (corrido.returncode, errores)
    assert 10_000 == salida.count(b"  error  ")
    assert 60 > time.monotonic() - inicio


@pytest.mark.parametrize("verbo", [["validar"], ["reglas"]])
def test_si_quien_leia_se_va_no_hay_traza(raiz, verbo):
    malo = "version: 2\n" + "".join(f"a{n}: 1\n" for n in range(3_000))
    (raiz / ARCHIVO).write_text(malo, encoding="utf-8")
    with proceso(raiz, *verbo) as corrido:
        assert corrido.stdout
        assert corrido.stderr
        corrido.stdout.close()
        errores = corrido.stderr.read()
        corrido.wait(timeout=60)

    assert b"" == errores
    assert corrido.returncode == (1 if verbo == ["validar"] else 141)


def test_interrumpido_sale_limpio(raiz, texto_bueno):
    for numero in range(3_000):
        (raiz / CARPETA / f"X{numero}.yml").write_text(texto_bueno, encoding="utf-8")
    with proceso(raiz, "--detalle", "validar") as corrido:
        assert corrido.stderr
        assert b"Leyendo" in corrido.stderr.readline()
        os.killpg(corrido.pid, signal.SIGINT)
        salida, errores = corrido.communicate(timeout=60)

    assert 130 == corrido.returncode
    assert (b"", "\nconoceles: interrumpido.\n") == (salida, errores.decode())


@pytest.fixture
def abierta(texto_bueno: str) -> Iterator[Path]:
    """Un proceso al que puede llegar cualquier cuenta, con un archivo y una carpeta cerrados."""
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as nombre:
        raiz = Path(nombre)
        raiz.chmod(0o755)
        sembrar(raiz, texto_bueno)
        (raiz / ARCHIVO).chmod(0)
        cerrada = raiz / "candidaturas" / "cerrada"
        cerrada.mkdir()
        cerrada.chmod(0)
        yield raiz
        cerrada.chmod(0o755)


def test_lo_que_no_se_puede_abrir_por_permisos_es_un_hallazgo(abierta):
    propia = os.geteuid()
    pedido = ["--raiz", str(abierta), "--fecha", BUENA, "validar"]
    CliRunner().invoke(conoceles, pedido)  # importa todo antes de quitarse permisos
    if propia == 0:
        os.seteuid(65534)
    try:
        resultado = CliRunner().invoke(conoceles, pedido, catch_exceptions=False)
    finally:
        if propia == 0:
            os.seteuid(0)

    assert 1 == resultado.exit_code
    assert f"{ARCHIVO}:1:1  error  YAM01  No se puede leer: no hay permiso." in resultado.stdout
    assert "No se puede abrir la carpeta: no hay permiso." in resultado.stdout
