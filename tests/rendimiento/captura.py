"""¿Aguanta la última hora? 200 personas escribiendo y 20 envíos por segundo, en dos núcleos.

Imprime percentiles por página, errores, lo perdido y cuánto tarda el despachador en alcanzar.
"""

import csv
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

ESCRIBEN = int(os.environ.get("ESCRIBEN", "200"))
POR_SEGUNDO = int(os.environ.get("POR_SEGUNDO", "20"))
SEGUNDOS = int(os.environ.get("SEGUNDOS", "300"))
_ENVIAN = 60
_BIN = Path(sys.executable).parent
_PG = Path("/usr/lib/postgresql")
_HORA = datetime(2024, 4, 28, 16, tzinfo=UTC)
_SECCIONES = 4


def medir_captura() -> None:
    """Mide con SQLite y con PostgreSQL; se salta la que no esté en la máquina y lo dice."""
    carpeta = Path(tempfile.mkdtemp(prefix="banco-captura-"))
    carpeta.chmod(0o755)
    try:
        proceso = carpeta / "molde"
        # No todas traen captura: de cada cinco, unas cuatro.
        _simular(proceso, (POR_SEGUNDO * SEGUNDOS + ESCRIBEN) * 4 // 3)
        for nombre in os.environ.get("BASES", "sqlite,postgresql").split(","):
            if nombre == "postgresql" and not hay_postgresql():
                print("\nNo hay PostgreSQL en esta máquina: esa mitad no se midió.")
                continue
            with base_vacia(nombre, carpeta) as url:
                _oleada(nombre, url, carpeta, proceso)
    finally:
        if "CONSERVAR" in os.environ:
            print(f"Se conserva {carpeta}", file=sys.stderr)
        else:
            shutil.rmtree(carpeta, ignore_errors=True)


def _simular(carpeta: Path, cuantas: int) -> None:
    """Un proceso con todas las cuentas entregadas, su depósito y su bóveda."""
    from generador.archivos.carga import abrir_contexto
    from generador.archivos.escritura import escribir
    from generador.archivos.expediente import preparar_lector
    from generador.archivos.texto import leer

    raiz = carpeta / "proceso"
    _correr("simular", str(cuantas), "--carpeta", str(raiz), "--en-blanco")
    lector = preparar_lector(raiz, abrir_contexto(raiz, _HORA))
    for ruta in raiz.glob("candidaturas/*/*/*/*.yml"):
        dato = leer(ruta.read_bytes()).dato
        dato["tramite"] = {
            **dato["tramite"], "cuenta_recibida": "2024-04-26T09:00:00-06:00",
        }  # fmt: skip
        ruta.write_text(escribir(dato, lector.orden), encoding="utf-8")
    orden = ["--raiz", str(raiz)]
    _correr(
        *orden, "--fecha", "2024-04-27", "forja", "preparar", "--en", str(carpeta / "comun.git")
    )
    os.environ["CONOCELES_BOVEDA"] = str(carpeta / "boveda")
    _correr(*orden, "boveda", "llaves", "--crear")
    for nombre in ("UT-1", "UT-2"):
        nueva = str(carpeta / f"{nombre}.llave")
        _correr(*orden, "boveda", "llaves", "--agregar", nombre, "--nueva", nueva)


def _correr(*orden: str) -> None:
    subprocess.run([_BIN / "conoceles", *orden], check=True, stdout=subprocess.DEVNULL)


def hay_postgresql() -> bool:
    """Si esta máquina trae un servidor que levantar."""
    return any(_PG.glob("*/bin/initdb"))


@contextmanager
def base_vacia(nombre: str, carpeta: Path) -> Iterator[str]:
    """La dirección de una base vacía."""
    if nombre == "sqlite":
        yield f"sqlite:///{carpeta / 'sqlite.db'}"
        return
    binarios = sorted(_PG.glob("*/bin"))
    datos, puerto = carpeta / "pg", _puerto()
    como = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    datos.mkdir()
    if como:
        shutil.chown(datos, "postgres")
    pg_ctl, initdb = binarios[-1] / "pg_ctl", binarios[-1] / "initdb"
    silencio = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(
        [*como, initdb, "-D", datos, "-A", "trust", "-U", "captura"], check=True, **silencio
    )
    opciones = f"-p {puerto} -k {datos} -c listen_addresses=127.0.0.1 -c max_connections=60"
    subprocess.run(
        [*como, pg_ctl, "-D", datos, "-o", opciones, "-w", "start"], check=True, **silencio
    )
    try:
        yield f"postgres://captura@127.0.0.1:{puerto}/postgres"
    finally:
        subprocess.run(
            [*como, pg_ctl, "-D", datos, "-m", "immediate", "stop"], check=True, **silencio
        )


def _puerto() -> int:
    with socket.socket() as uno:
        uno.bind(("127.0.0.1", 0))
        return int(uno.getsockname()[1])


def _oleada(nombre: str, url: str, carpeta: Path, molde: Path) -> None:
    sitio = carpeta / nombre
    shutil.copytree(molde, sitio, symlinks=True)
    raiz = sitio / "proceso"
    subprocess.run(
        ["git", "-C", raiz, "remote", "set-url", "origin", str(sitio / "comun.git")], check=True
    )
    ambiente = os.environ | {
        "CONOCELES_DESARROLLO": "1", "CONOCELES_SECRETO": "banco", "CONOCELES_RAIZ": str(raiz),
        "CONOCELES_BOVEDA": str(sitio / "boveda"), "DATABASE_URL": url,
        "CONOCELES_LLAVE_BORRADORES": str(sitio / "borradores.llave"),
        "CONOCELES_DESFASE": str(int((_HORA - datetime.now(UTC)).total_seconds())),
        "DJANGO_SETTINGS_MODULE": "generador.captura.ajustes", "OLEADA": str(sitio / "oleada.json"),
    }  # fmt: skip
    aqui = Path(__file__).parent
    subprocess.run([sys.executable, aqui / "captura.py", "sembrar"], check=True, env=ambiente)
    puerto = _puerto()
    web = subprocess.Popen(
        [_BIN / "gunicorn", "-c", "python:generador.captura.servidor", "--bind",
         f"127.0.0.1:{puerto}", "--log-level", "error",
         "generador.captura.aplicacion:aplicacion_wsgi()"],
        env=ambiente,
    )  # fmt: skip
    despacho = subprocess.Popen([sys.executable, aqui / "captura.py", "despachar"], env=ambiente)
    try:
        _esperar(puerto)
        subprocess.run(
            [_BIN / "locust", "-f", aqui / "oleada.py", "--headless", "-u", str(ESCRIBEN + _ENVIAN),
             "-r", "40", "-t", f"{SEGUNDOS}s", "--host", f"http://127.0.0.1:{puerto}",
             "--csv", str(sitio / "cifras"), "--only-summary"],
            env=ambiente, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        web.send_signal(signal.SIGTERM)
        web.wait()
        inicio = time.monotonic()
        subprocess.run([sys.executable, aqui / "captura.py", "alcanzar"], check=True, env=ambiente)
        alcanzo = time.monotonic() - inicio
    finally:
        for uno in (web, despacho):
            uno.kill()
            uno.wait()
    _tabla(nombre, sitio, ambiente, alcanzo)


def _esperar(puerto: int) -> None:
    for _ in range(100):
        with socket.socket() as uno:
            if uno.connect_ex(("127.0.0.1", puerto)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("la web no abrió")


def _tabla(nombre: str, sitio: Path, ambiente: dict[str, str], alcanzo: float) -> None:
    print(
        f"\n### La última hora, {nombre}: {ESCRIBEN} escriben, {POR_SEGUNDO} envíos/s, {SEGUNDOS} s"
    )
    print("\n| Qué | Peticiones | Errores | p50 | p95 | p99 |\n|---|---:|---:|---:|---:|---:|")
    with (sitio / "cifras_stats.csv").open(encoding="utf-8") as abierto:
        for r in csv.DictReader(abierto):
            print(
                f"| {r['Name']} | {int(r['Request Count']):,} | {r['Failure Count']} "
                f"| {r['50%']} ms | {r['95%']} ms | {r['99%']} ms |"
            )
    acuses = len((sitio / "oleada.acuses").read_text("utf-8").splitlines())
    subprocess.run(
        [sys.executable, Path(__file__), "contar", str(acuses)], check=True, env=ambiente
    )
    print(f"El despachador alcanzó {alcanzo:,.0f} s después de la última petición.")


# --- dentro del proceso de Django -------------------------------------------------------------


def sembrar() -> None:
    """La base, las sesiones y los borradores llenos."""
    from generador.boveda.llaves import crear_privada

    crear_privada(Path(os.environ["CONOCELES_LLAVE_BORRADORES"]))
    from generador.captura.aplicacion import preparar

    preparar()
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.db import transaction

    from generador.archivos.texto import leer
    from generador.captura.cola.despacho import Despachador
    from generador.captura.guardia import SIN_APARATO, VERSION
    from generador.captura.llenado import borradores
    from generador.captura.llenado.aviso import VERSION as AVISO
    from generador.captura.models import Aceptacion, Adjunto, Credencial, Expediente
    from generador.captura.reloj import ahora

    call_command("migrate", verbosity=0)
    raiz = Path(os.environ["CONOCELES_RAIZ"])
    Despachador(raiz).dar_vuelta()
    firmado = (raiz / "capturas" / "consentimiento-ficticio.pdf").read_bytes()
    firma = {"tratamiento": True, "publicacion": True, "estadistica": True, "fecha": "2024-04-26"}
    respuestas = {f"i{n:02d}": "no" for n in (1, 2, 4, 8, 9, 11)} | {"i18": "pnc", "i19": "salario"}
    sesiones: dict[str, str] = {}

    def sesion_de(cuenta: str) -> str:
        if cuenta not in sesiones:
            credencial = Credencial.objects.crear(cuenta)
            una = SessionStore()
            una["_auth_user_id"] = str(credencial.pk)
            una["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
            una["_auth_user_hash"] = credencial.get_session_auth_hash()
            una[VERSION] = credencial.version
            una[SIN_APARATO] = True  # como queda al entrar sin segundo factor
            una.create()
            sesiones[cuenta] = str(una.session_key)
        return sesiones[cuenta]

    llenas = []
    todas = Expediente.objects.exclude(partido="").order_by("clave")
    with transaction.atomic():
        for e in todas:
            suya = raiz / e.archivo.replace("candidaturas/", "capturas/", 1)
            if not suya.exists():
                continue
            curricular = leer(suya.read_bytes()).dato["curricular"]
            if not curricular:
                continue
            cuenta = e.clave if e.independiente else f"{e.partido}-CAPTURA"
            contenido = {
                "curricular": curricular, "identidad": {"respuestas": respuestas},
                "consentimiento": firma,
            }  # fmt: skip
            borrador = borradores.guardar(e.clave, cuenta, contenido, 0)
            foto = suya.with_suffix(".webp")
            if foto.exists():
                imagen = borradores.Archivo(foto.read_bytes(), "webp")
                borradores.adjuntar(borrador, Adjunto.FOTOGRAFIA, imagen)
            documento = borradores.Archivo(firmado, "pdf")
            borradores.adjuntar(borrador, Adjunto.CONSENTIMIENTO, documento)
            Aceptacion.objects.create(
                clave=e.clave, cuenta=cuenta, aviso=AVISO, instante=ahora(),
                como=Aceptacion.PERSONA if e.independiente else Aceptacion.PARTIDO,
            )  # fmt: skip
            llenas.append({"clave": e.clave, "sesion": sesion_de(cuenta)})
    dato = {
        "escriben": llenas[:ESCRIBEN], "envian": llenas[ESCRIBEN:], "cuantas_escriben": ESCRIBEN,
        "cuantas_envian": _ENVIAN, "por_segundo": POR_SEGUNDO,
        "secciones": ["motivo", "trayectoria_politica", "historia_profesional", "propuestas"],
    }  # fmt: skip
    Path(os.environ["OLEADA"]).write_text(json.dumps(dato), encoding="utf-8")
    print(f"{len(llenas):,} llenas, {len(sesiones)} sesiones", file=sys.stderr)


def despachar() -> None:
    """Da vueltas mientras dura la oleada."""
    from generador.captura.aplicacion import preparar

    preparar()
    from generador.captura.cola.despacho import Despachador, ceder_el_paso, correr

    ceder_el_paso()

    def esperar(segundos: float) -> bool:
        time.sleep(segundos)
        return True

    correr(Despachador(Path(os.environ["CONOCELES_RAIZ"])), 2, esperar)


def alcanzar() -> None:
    """Espera a que no quede nada en cola."""
    from generador.captura.aplicacion import preparar

    preparar()
    from generador.captura.models import Envio

    while Envio.objects.filter(estado=Envio.EN_COLA).exists():
        time.sleep(1)


def contar(acuses: str) -> None:
    """Cada acuse entregado, en la base y en una sola propuesta de Git."""
    from generador.captura.aplicacion import preparar

    preparar()
    from generador.captura.models import Envio

    raiz = os.environ["CONOCELES_RAIZ"]
    dichos = subprocess.run(
        ["git", "-C", raiz, "ls-remote", "origin", "refs/heads/captura/*"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    cabezas = [renglon.split()[0] for renglon in dichos.splitlines()]
    subprocess.run(["git", "-C", raiz, "fetch", "-q", "origin"], check=True)
    folios = subprocess.run(
        ["git", "-C", raiz, "log", "--format=%(trailers:key=Folio,valueonly)", *cabezas, "--not",
         "origin/main"],
        check=True, capture_output=True, text=True,
    ).stdout.split()  # fmt: skip
    enviados = set(Envio.objects.values_list("folio", flat=True))
    print(
        f"\nAcuses entregados: {int(acuses):,}; envíos en la base: {len(enviados):,}; en Git: "
        f"{len(folios):,}, repetidos: {len(folios) - len(set(folios))}, perdidos: "
        f"{len(enviados - set(folios))}; propuestas: {len(cabezas):,}."
    )


PASOS = {
    "simular": lambda carpeta, cuantas: _simular(Path(carpeta), int(cuantas)),
    "sembrar": sembrar,
    "despachar": despachar,
    "alcanzar": alcanzar,
    "contar": contar,
}
"""Lo que corre en su propio proceso; también lo usa la prueba de las muertes."""

if __name__ == "__main__":
    if len(sys.argv) == 1:
        medir_captura()
    else:
        PASOS[sys.argv[1]](*sys.argv[2:])
