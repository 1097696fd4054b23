"""Un proceso de principio a fin, solo con la terminal: del registro a la resolución acatada."""

import csv
import json
import re
import shutil
import subprocess
from pathlib import Path

from tests.aceptacion.conftest import Terminal


def pareja(terminal: Terminal) -> tuple[str, str, str, str]:
    """(carpeta, propietaria, suplente, partido) de una fórmula de partido con curricular."""
    for ruta in sorted(terminal.llenas.glob("*/*/*/*-MR-P-1.yml")):
        texto = ruta.read_text("utf-8")
        hallado = re.search(r'captura_por: "(\w+)"', texto) or re.search(
            r'postulante: "(\w+)"', texto
        )
        cuentas = (terminal.raiz / "cuentas.yml").read_text("utf-8")
        completa = "enviada:" in texto and "validada:" in texto and "baja:" not in texto
        if hallado and completa and f"  {hallado[1]}-CAPTURA:" in cuentas:
            carpeta = terminal.ruta(ruta.stem).parent.relative_to(terminal.raiz).as_posix()
            return carpeta, ruta.stem, ruta.stem.replace("-P-1", "-S-1"), hallado[1]
    raise AssertionError("la simulación no trae una fórmula de partido ya validada")


def _motivo(texto: str, nuevo: str) -> str:
    return re.sub(r'  motivo: (?:\|-\n(?:    .*\n|\n)+|".*"\n)', f'  motivo: "{nuevo}"\n', texto)


def _ficha(terminal: Terminal, hora: str, clave: str) -> str:
    """La ficha de una candidatura en el sitio que se construye a esa hora."""
    destino = terminal.raiz.parent / "sitio"
    terminal(hora, "construir", "--sin-datos", "--tolerar-errores", "--destino", str(destino))
    return (destino / "candidaturas" / clave.lower() / "index.html").read_text("utf-8")


def _siglas(terminal: Terminal, partido: str) -> str:
    texto = (terminal.raiz / "proceso.yml").read_text("utf-8")
    hallado = re.search(rf'"{partido}":\n    nombre: .*\n    siglas: "(.*)"', texto)

    assert hallado is not None
    return hallado[1]


MOTIVO = (
    "Quiero que cada colonia sepa en qué se gasta su dinero y pueda decidir qué va primero. " * 6
)


def test_del_registro_a_la_resolucion(terminal: Terminal) -> None:  # noqa: PLR0915 - de corrido
    carpeta, clave, _, partido = pareja(terminal)
    supervisora, captura = f"{partido}-SUPERVISORA", f"{partido}-CAPTURA"

    terminal("2024-04-25T10:00", "entregar-cuentas", carpeta, "--cuenta", "UT")
    terminal.al_dia()
    ruta = terminal.escribir(clave)
    antes = ruta.read_bytes()

    # Se envía una vez; lo mismo otra vez es el mismo folio, y la carpeta no se toca.
    terminal("2024-04-28T11:00", "proponer", str(ruta), "--cuenta", captura)
    folio = terminal.folio
    assert f"Ya se había enviado: folio {folio}" in terminal(
        "2024-04-28T12:00", "proponer", str(ruta), "--cuenta", captura
    )
    assert antes == ruta.read_bytes()
    assert "curricular" in terminal.dato(clave)
    assert terminal.dato(clave)["curricular"] is None

    terminal.al_dia()
    assert "no ha capturado esta información" in _ficha(terminal, "2024-04-28T12:30", clave)
    # Otra versión ya no cabe: la única captura se usó (PTO 23).
    terminal.escribir(clave, lambda texto: _motivo(texto, MOTIVO))
    negada = terminal("2024-04-28T13:00", "proponer", str(ruta), "--cuenta", captura, espera=2)
    assert "única oportunidad de captura" in negada
    assert folio in negada

    # Sin validar no se integra; la valida su supervisora y nadie más.
    assert "espera la validación" in terminal(
        "2024-04-29T09:00", "integrar", folio, "--cuenta", "UT", espera=2
    )
    for otra in (captura, clave, "UT", "VERIFICADORA"):
        terminal("2024-04-29T09:30", "validar-propuesta", folio, "--cuenta", otra, espera=2)
    terminal("2024-04-29T10:00", "validar-propuesta", folio, "--cuenta", supervisora)
    terminal("2024-04-29T10:05", "integrar", "--automatico", "--cuenta", "UT")
    tramite = terminal.dato(clave)["tramite"]
    assert isinstance(tramite, dict)
    assert ("2024-04-28T11:00:00-06:00", "2024-04-29T10:00:00-06:00", folio) == (
        tramite["enviada"], tramite["validada"], tramite["folio"],
    )  # fmt: skip

    validada = _ficha(terminal, "2024-04-29T12:00", clave)
    assert "Por qué quiere ocupar el cargo" in validada
    assert f"Validada, por quien supervisa en {_siglas(terminal, partido)}." in validada

    # Verificación: se oculta un rubro, se subsana y vuelve.
    terminal.al_dia()
    rubro = "/curricular/motivo"
    terminal(
        "2024-05-02T10:00", "observar", clave, "--rubro", rubro, "--causal", "copia",
        "--cuenta", "VERIFICADORA",
    )  # fmt: skip
    terminal("2024-05-02T10:10", "integrar", terminal.folio, "--cuenta", "UT")
    assert terminal.dato(clave)["tramite"]["observaciones"][0]["rubro"] == rubro  # type: ignore[index]
    terminal.al_dia()
    observada = _ficha(terminal, "2024-05-02T12:00", clave)
    assert "En corrección: el Instituto observó este apartado el 2 de mayo de 2024" in observada
    ruta.write_text(_motivo(ruta.read_text("utf-8"), MOTIVO), encoding="utf-8")
    terminal("2024-05-03T10:00", "subsanar", clave, str(ruta), "--cuenta", supervisora)
    terminal("2024-05-03T10:10", "integrar", "--automatico", "--cuenta", "UT")
    assert MOTIVO.strip() in str(terminal.dato(clave)["curricular"])

    # El cambio único: se pide, se habilita, se aplica; el segundo se niega.
    terminal.al_dia()
    ruta.write_text(_motivo(ruta.read_text("utf-8"), MOTIVO.upper().capitalize()), "utf-8")
    terminal("2024-05-06T10:00", "cambio", "solicitar", clave, str(ruta), "--cuenta", supervisora)
    terminal("2024-05-06T10:05", "integrar", "--automatico", "--cuenta", "UT")
    assert MOTIVO.strip() in str(terminal.dato(clave)["curricular"])
    terminal("2024-05-07T10:00", "cambio", "habilitar", clave, "--cuenta", "UT")
    terminal("2024-05-08T10:00", "cambio", "aplicar", clave, str(ruta), "--cuenta", supervisora)
    terminal("2024-05-08T10:05", "integrar", "--automatico", "--cuenta", "UT")
    assert MOTIVO.strip() not in str(terminal.dato(clave)["curricular"])
    terminal.al_dia()
    cambiada = _ficha(terminal, "2024-05-08T12:00", clave)
    assert MOTIVO.strip().upper().capitalize() in cambiada
    assert "Cambió por única ocasión el 8 de mayo de 2024." in cambiada
    ruta.write_text(_motivo(ruta.read_text("utf-8"), MOTIVO), encoding="utf-8")
    assert "ya usó su única ocasión de cambio" in terminal(
        "2024-05-09T10:00", "cambio", "solicitar", clave, str(ruta), "--cuenta", supervisora,
        espera=2,
    )  # fmt: skip

    # Sustitución: entra otra persona en el mismo lugar, y quien salió ya no admite actos.
    terminal(
        "2024-05-10T10:00", "sustituir", clave, "--nombre", "Renata", "--primer-apellido", "Olmos",
        "--sexo", "mujer", "--edad", "44", "--causa", "Renuncia", "--acuerdo", "IED/CG/120/2024",
        "--cuenta", "UT",
    )  # fmt: skip
    nueva = clave.replace("-P-1", "-P-2")
    terminal.al_dia()
    assert terminal.dato(nueva)["tramite"] == {"sustituye_a": clave}
    sustituida = _ficha(terminal, "2024-05-10T12:00", clave)
    assert "Esta candidatura ya no compite" in sustituida
    assert "Renata Olmos" in sustituida
    assert MOTIVO.strip().upper().capitalize() not in sustituida
    assert "ya no admite este acto" in terminal(
        "2024-05-11T10:00", "cancelar", clave, "--causa", "X", "--acuerdo", "Y", "--cuenta", "UT",
        espera=2,
    )  # fmt: skip

    # Una sentencia la reinstala: se cita y no gasta nada de nadie.
    terminal(
        "2024-05-12T10:00", "cancelar", nueva, "--causa", "Sentencia", "--acuerdo", "TEEM/1/2024",
        "--cuenta", "UT",
    )  # fmt: skip
    terminal(
        "2024-05-14T10:00", "acatar", clave, "--efecto", "reinstalar", "--documento",
        "ST-JDC-9/2024", "--cuenta", "UT",
    )  # fmt: skip
    assert terminal.dato(clave)["registro"]["estatus"] == "registrada"  # type: ignore[index]
    terminal.al_dia()
    reinstalada = _ficha(terminal, "2024-05-14T12:00", clave)
    assert MOTIVO.strip().upper().capitalize() in reinstalada
    assert "Resolución acatada" in reinstalada
    assert "ST-JDC-9/2024" in reinstalada

    # Los datos abiertos dicen lo mismo que Git, y su ancla se puede comprobar después.
    destino = terminal.raiz.parent / "datos"
    terminal("2024-05-14T13:00", "paquetes", "--destino", str(destino))
    with (destino / "datos" / "historia.csv").open(encoding="utf-8") as abierto:
        hechos = [h for h in csv.DictReader(abierto) if h["clave"] == clave]
    actos = [h["acto"] for h in hechos]
    assert ["entregar-cuenta", "capturar", "validar", "observar", "subsanar"] == actos[:5]
    assert ("captura", partido) == (hechos[1]["papel"], hechos[1]["postulante"])
    assert terminal.git("cat-file", "-t", hechos[1]["commit"]) == "commit"
    assert captura not in (destino / "datos" / "historia.csv").read_text("utf-8")
    ancla = destino / "datos" / "ancla.json"
    assert json.loads(ancla.read_text("utf-8"))["commit"] == terminal.git("rev-parse", "HEAD")
    assert "La historia está intacta" in terminal(
        "2024-05-14T14:00", "historial", "verificar", "--todo", "--ancla", str(ancla),
        "--cuenta", "UT",
    )  # fmt: skip

    salida = subprocess.run(
        ["git", "fsck", "--strict", "--no-dangling"],
        cwd=terminal.raiz,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "" == salida.stdout


def test_lo_que_no_procede_no_deja_rastro(terminal: Terminal, tmp_path: Path) -> None:
    carpeta, clave, _, partido = pareja(terminal)
    ruta = terminal.escribir(clave)
    visto = terminal.git("ls-remote", str(tmp_path / "comun.git"))

    # Sin cuenta entregada solo se puede anticipar; ni la unidad ni otro partido capturan por él.
    captura = f"{partido}-CAPTURA"
    assert "no consta" in terminal(
        "2024-04-28T11:00", "proponer", str(ruta), "--cuenta", captura, espera=2
    )
    terminal("2024-04-28T11:00", "proponer", str(ruta), "--cuenta", "UT", espera=2)
    terminal("2024-04-28T11:00", "proponer", str(ruta), "--cuenta", "NADIE", espera=2)
    roto = ruta.read_text("utf-8")
    ruta.write_text(roto.replace("curricular:", "curricular: [", 1), encoding="utf-8")
    assert "YAM" in terminal(
        "2024-04-28T11:00", "proponer", str(ruta), "--cuenta", captura, espera=2
    )
    ruta.write_text(re.sub(r"edad: \d+", "edad: 30", roto), encoding="utf-8")
    assert "solo la unidad puede" in terminal(
        "2024-04-28T11:00", "proponer", str(ruta), "--cuenta", captura, espera=2
    )
    assert visto == terminal.git("ls-remote", str(tmp_path / "comun.git"))

    # Anticipar sí: queda en su rama y no gasta la captura.
    ruta.write_text(roto, encoding="utf-8")
    terminal("2024-04-28T11:00", "proponer", str(ruta), "--anticipada", "--cuenta", captura)
    terminal("2024-04-28T11:10", "integrar", terminal.folio, "--cuenta", "UT")
    assert "enviada" not in terminal.dato(clave)["tramite"]  # type: ignore[operator]
    terminal("2024-04-28T12:00", "entregar-cuentas", carpeta, "--cuenta", "UT")


def test_separar_y_rechazar_conservan_constancia(terminal: Terminal, tmp_path: Path) -> None:
    carpeta, clave, suplente, partido = pareja(terminal)
    terminal("2024-04-25T10:00", "entregar-cuentas", carpeta, "--cuenta", "UT")
    terminal.al_dia()
    terminal.escribir(clave)
    ruta = terminal.ruta(suplente)
    ruta.write_text(_de_otra(terminal, clave, suplente), encoding="utf-8")
    shutil.copy(terminal.ruta(clave).with_suffix(".webp"), ruta.with_suffix(".webp"))
    captura = f"{partido}-CAPTURA"
    terminal("2024-04-28T11:00", "proponer", str(ruta.parent), "--cuenta", captura)
    folio = terminal.folio
    dicho = terminal("2024-04-28T12:00", "separar", folio, suplente, "--cuenta", "UT")
    suya, resto = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", dicho)
    assert "ya se cerró" in terminal(
        "2024-04-28T12:10", "rechazar", folio, "--causa", "archivo", "--cuenta", "UT", espera=2
    )
    terminal("2024-04-28T12:20", "rechazar", suya, "--causa", "archivo", "--cuenta", "UT")
    terminal("2024-04-28T13:00", "validar-propuesta", resto, "--cuenta", f"{partido}-SUPERVISORA")
    terminal("2024-04-28T13:10", "integrar", resto, "--cuenta", "UT")

    constancias = terminal.git("ls-remote", str(tmp_path / "comun.git"), "refs/propuestas/*")
    assert {folio, suya, resto} <= set(re.findall(r"refs/propuestas/(\S+)", constancias))
    assert terminal.dato(clave)["tramite"]["enviada"] == "2024-04-28T11:00:00-06:00"  # type: ignore[index]
    assert terminal.dato(suplente)["curricular"] is None

    # Lo rechazado puede volver a enviarse.
    terminal("2024-04-29T11:00", "proponer", str(ruta), "--cuenta", captura)
    assert terminal.folio not in (folio, suya, resto)


def _de_otra(terminal: Terminal, clave: str, suplente: str) -> str:
    """El expediente de la suplente con el curricular de la propietaria."""
    llena = next(terminal.llenas.glob(f"*/*/*/{clave}.yml")).read_text("utf-8")
    suyo = terminal.ruta(suplente).read_text("utf-8")
    bloque = re.search(r"^curricular:\n(?:  .*\n|\n)+", llena, re.MULTILINE)

    assert bloque is not None
    return suyo.replace("curricular: null\n", bloque[0])
