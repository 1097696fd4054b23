"""¿Se publica lo debido en cada fecha, y queda intacto lo anterior cuando algo falla?"""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from construccion import REPOSITORIO, construir, copiar_demostracion

CORTE = "estadistica/2024-05-12/identidad.csv"
CARPETA = "candidaturas/ayuntamientos/106-tlatlaya/foy"
CLAVE = "AYU-106-FOY-PRES-P-1"


@pytest.fixture
def pequena(tmp_path: Path) -> Path:
    """La demostración con una sola planilla: se construye en un par de segundos."""
    raiz = copiar_demostracion(tmp_path)
    for carpeta in sorted(raiz.glob("candidaturas/*/*/*")):
        if carpeta != raiz / CARPETA:
            shutil.rmtree(carpeta)
    return raiz


def _arbol(publico: Path) -> dict[str, bytes]:
    return {str(r.relative_to(publico)): r.read_bytes() for r in publico.rglob("*") if r.is_file()}


def _cambiar(raiz: Path, viejo: str, nuevo: str, archivo: str = f"{CARPETA}/{CLAVE}.yml") -> None:
    ruta = raiz / archivo
    texto = ruta.read_text(encoding="utf-8")
    assert viejo in texto
    ruta.write_text(texto.replace(viejo, nuevo, 1), encoding="utf-8")


def test_antes_de_la_fecha_formal_no_aparece_nadie(pequena: Path) -> None:
    hecho = construir(pequena, fecha="2024-04-26")

    assert hecho.returncode == 0, hecho.stderr
    publico = pequena / "publico"
    assert [p for p in publico.glob("candidaturas/*") if p.is_dir()] == []
    assert "27 de abril de 2024" in (publico / "index.html").read_text(encoding="utf-8")
    apellidos = [
        renglon.split('"')[1].encode()
        for ruta in (pequena / CARPETA).glob("*.yml")
        for renglon in ruta.read_text(encoding="utf-8").splitlines()
        if renglon.startswith("  primer_apellido:")
    ]
    claves = [ruta.stem.encode() for ruta in (pequena / CARPETA).glob("*.yml")]
    for nombre, contenido in _arbol(publico).items():
        assert not any(clave in contenido for clave in claves), nombre
        if nombre.startswith("datos/"):
            assert not any(apellido in contenido for apellido in apellidos), nombre


def test_el_dia_de_la_fecha_formal_aparecen_todas_con_sus_datos_basicos(pequena: Path) -> None:
    hecho = construir(pequena, fecha="2024-04-27T00:00")

    assert hecho.returncode == 0, hecho.stderr
    fichas = sorted(p.name for p in (pequena / "publico" / "candidaturas").iterdir() if p.is_dir())
    assert fichas == sorted(r.stem.lower() for r in (pequena / CARPETA).glob("*.yml"))


@pytest.mark.parametrize("fecha", ["1970-01-01", "2199-12-31"])
def test_la_primera_y_la_ultima_fecha_admitidas_se_construyen(pequena: Path, fecha: str) -> None:
    hecho = construir(pequena, fecha=fecha)

    assert hecho.returncode == 0, hecho.stderr


@pytest.mark.parametrize("epoca", ["99999999999999999", "²", "-1", "ayer"])
def test_un_sello_de_tiempo_imposible_no_detiene_nada(
    pequena: Path, epoca: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoca)
    hecho = construir(pequena, "--sin-datos")

    assert hecho.returncode == 0, hecho.stderr


def test_despues_del_cierre_el_sitio_queda_congelado(pequena: Path) -> None:
    construir(pequena, fecha="2024-12-05")
    antes = _arbol(pequena / "publico")
    construir(pequena, fecha="2031-07-01")

    assert _arbol(pequena / "publico") == antes


def test_un_emblema_con_guion_no_se_publica(pequena: Path) -> None:
    emblema = pequena / "esquemas/procesos/demostracion/emblemas/foy.svg"
    emblema.write_text("<svg><script>alert(1)</script></svg>", encoding="utf-8")
    hecho = construir(pequena, "--sin-datos")

    assert hecho.returncode == 2
    assert "no es un SVG que solo dibuje" in hecho.stderr
    assert "conoceles reglas PRO12" in hecho.stderr
    assert not (pequena / "publico").exists()


def test_un_error_fuera_de_registro_deja_los_datos_basicos_y_su_causa(pequena: Path) -> None:
    _cambiar(pequena, "curricular:", "curricular:\n  inventado: 1")
    hecho = construir(pequena)

    assert hecho.returncode == 1
    assert "datos básicos" in hecho.stderr
    ficha = pequena / "publico" / "candidaturas" / CLAVE.lower()
    assert json.loads((ficha / "ficha.json").read_text(encoding="utf-8"))["estado"] == "con_error"
    assert "en revisión" in (ficha / "index.html").read_text(encoding="utf-8")
    assert construir(pequena, "--tolerar-errores").returncode == 0


def test_un_archivo_ilegible_se_dice_por_su_nombre(pequena: Path) -> None:
    (pequena / CARPETA / f"{CLAVE}.yml").write_text("clave: [", encoding="utf-8")
    hecho = construir(pequena)

    assert hecho.returncode == 1
    assert f"{CARPETA}/{CLAVE}.yml" in hecho.stderr


def test_el_extracto_de_otro_proceso_se_rechaza(pequena: Path) -> None:
    contenido = {"version": 1, "proceso": "otro", "ficticio": True, "candidaturas": {}}
    (pequena / "identidad-publica.json").write_text(json.dumps(contenido), encoding="utf-8")
    hecho = construir(pequena)

    assert hecho.returncode == 2
    assert "no se mezclan" in hecho.stderr
    assert not (pequena / "publico").exists()


def test_lo_que_sobra_en_el_extracto_se_dice_sin_decir_que_contesto_nadie(pequena: Path) -> None:
    _cambiar(pequena, 'estatus: "registrada"', 'estatus: "cancelada"')
    una = {"base": "consentimiento", "respuestas": {"i03_otra": "canario_secreto"}}
    desconocidas = [f"DIP-00{numero}-XYZ-MR-P-1" for numero in range(1, 8)]
    contenido = {
        "version": 1,
        "proceso": "demostracion",
        "ficticio": True,
        "candidaturas": dict.fromkeys([*desconocidas, CLAVE], una),
    }
    (pequena / "identidad-publica.json").write_text(json.dumps(contenido), encoding="utf-8")
    hecho = construir(pequena, "--sin-datos", "--tolerar-errores")

    assert hecho.returncode == 0, hecho.stderr
    assert (
        "El extracto de identidad trae 7 claves que no son de ninguna candidatura: "
        f"{', '.join(desconocidas[:5])}… Vuelva a escribirlo desde la bóveda."
    ) in hecho.stderr
    assert (
        f"trae 1 clave de la que hoy no se puede mostrar nada: {CLAVE}. Cada ficha dice la causa."
    ) in hecho.stderr
    assert "canario_secreto" not in hecho.stdout + hecho.stderr
    assert not any(b"canario_secreto" in dato for dato in _arbol(pequena / "publico").values())


def test_un_proceso_de_verdad_no_admite_identidad_inventada(pequena: Path) -> None:
    _cambiar(pequena, "ficticio: true", "ficticio: false", "proceso.yml")
    hecho = construir(pequena, "--identidad-ficticia")

    assert hecho.returncode == 2
    assert "ficticio" in hecho.stderr


def test_un_corte_que_alguien_toco_detiene_la_construccion_con_su_lugar(pequena: Path) -> None:
    _cambiar(pequena, "i01,indigena,,,si,28,", "i01,indigena,,,si,29,", CORTE)
    hecho = construir(pequena, "--sin-datos")

    assert hecho.returncode == 2
    assert f"{CORTE}: los conteos de «i01» en el total no suman" in hecho.stderr


def test_se_publican_los_cortes_hasta_la_fecha_y_sin_ninguno_se_dice(pequena: Path) -> None:
    assert construir(pequena, "--sin-datos").returncode == 0
    pagina = pequena / "publico" / "cifras" / "identidad" / "index.html"
    html = pagina.read_text(encoding="utf-8")
    assert "Corte: 12 de mayo de 2024." in html
    assert "29 de mayo de 2024" not in html

    shutil.rmtree(pequena / "estadistica")
    assert construir(pequena, "--sin-datos").returncode == 0
    assert "Todavía no hay un corte publicado" in pagina.read_text(encoding="utf-8")


def test_sin_extracto_se_construye_y_se_dice(pequena: Path) -> None:
    hecho = construir(pequena)

    assert hecho.returncode == 0, hecho.stderr
    assert "sin extracto de identidad" in hecho.stdout


def test_una_carpeta_de_candidaturas_vacia_se_construye(pequena: Path) -> None:
    shutil.rmtree(pequena / "candidaturas")
    (pequena / "candidaturas").mkdir()
    hecho = construir(pequena)

    assert hecho.returncode == 0, hecho.stderr
    assert (pequena / "publico" / "datos" / "datapackage.json").is_file()


def test_con_el_disco_lleno_lo_publicado_sigue_intacto(pequena: Path) -> None:
    construir(pequena)
    antes = _arbol(pequena / "publico")

    def sin_espacio() -> None:
        # Un archivo mayor que esto falla al escribirse, como en un disco lleno.
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    hecho = subprocess.run(
        [sys.executable, "-m", "generador", "--raiz", str(pequena), "construir"],
        capture_output=True,
        text=True,
        check=False,
        cwd=REPOSITORIO,
        preexec_fn=sin_espacio,
    )

    assert hecho.returncode == 2, hecho.stdout + hecho.stderr
    assert "Traceback" not in hecho.stderr
    assert "sigue como estaba" in hecho.stderr
    assert _arbol(pequena / "publico") == antes


@pytest.mark.parametrize("espera", [0.4, 1.2, 2.0, 2.6])
def test_una_construccion_muerta_a_la_mitad_no_deja_un_sitio_a_medias(
    pequena: Path, espera: float
) -> None:
    assert construir(pequena).returncode == 0
    antes = _arbol(pequena / "publico")
    _cambiar(pequena, 'nombre: "', 'nombre: "Nueva ')
    proceso = subprocess.Popen(
        [sys.executable, "-m", "generador", "--raiz", str(pequena), "construir"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=REPOSITORIO,
        start_new_session=True,
    )
    time.sleep(espera)
    os.killpg(proceso.pid, signal.SIGKILL)
    proceso.wait()
    if (pequena / "publico").is_dir():
        despues = _arbol(pequena / "publico")
        assert despues == antes or b"Nueva " in despues[f"candidaturas/{CLAVE.lower()}/index.html"]

    assert construir(pequena).returncode == 0
    final = _arbol(pequena / "publico")
    assert final.keys() == antes.keys()
    sobras = {p.name for p in pequena.iterdir()} - {
        "candidaturas",
        "estadistica",
        "proceso.yml",
        "esquemas",
        "publico",
    }
    assert sobras == set()


def test_dos_personas_no_construyen_a_la_vez_en_la_misma_carpeta(pequena: Path) -> None:
    orden = [sys.executable, "-m", "generador", "--raiz", str(pequena), "construir"]
    primera = subprocess.Popen(
        orden, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=REPOSITORIO
    )
    while not (pequena / ".publico-turno").exists():
        assert primera.poll() is None
        time.sleep(0.01)
    segunda = construir(pequena)
    _, errores = primera.communicate()

    assert primera.returncode == 0, errores
    assert segunda.returncode == 2
    assert "espere a que termine" in segunda.stderr


def test_un_proceso_anterior_convive_bajo_su_propia_ruta(pequena: Path) -> None:
    anterior = pequena / "anteriores" / "ensayo"
    anterior.mkdir(parents=True)
    shutil.copytree(pequena / "candidaturas", anterior / "candidaturas")
    shutil.copytree(pequena / "esquemas", anterior / "esquemas")
    texto = (pequena / "proceso.yml").read_text(encoding="utf-8")
    (anterior / "proceso.yml").write_text(
        texto.replace('clave: "demostracion"', 'clave: "ensayo-2024"', 1), encoding="utf-8"
    )
    vigente = texto.replace("tolerancias: []", 'anteriores: ["anteriores/ensayo"]\ntolerancias: []')
    vigente = vigente.replace('cierre: "2024-12-04"', 'cierre: "2030-12-04"')
    (pequena / "proceso.yml").write_text(vigente, encoding="utf-8")
    hecho = construir(pequena, fecha="2025-03-01")

    assert hecho.returncode == 0, hecho.stderr
    portada = (pequena / "publico" / "index.html").read_text(encoding="utf-8")
    assert "procesos/ensayo-2024/" in portada
    viejo = pequena / "publico" / "procesos" / "ensayo-2024"
    assert (viejo / "candidaturas" / CLAVE.lower() / "index.html").is_file()
    assert (viejo / "datos" / "datapackage.json").is_file()
