"""Un proceso ficticio con su forja, su bóveda y su base, listo para capturar.

Se arma una vez por proceso de pytest; cada prueba parte de la misma base y de la misma carpeta.
`sala` es con lo que se trabaja; `sala.entra(cuenta)` da un navegador de prueba ya dentro.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generador.archivos.texto import leer
from generador.boveda.llaves import crear_privada
from generador.cli import conoceles
from tests.captura.bases import Base, base_de

HORA = datetime(2024, 4, 28, 16, tzinfo=UTC)
"""El 28 de abril de 2024 a las 10:00 en el Estado de México: dentro del plazo de captura."""
CLAVE_DE_ACCESO = "una frase larga de prueba"
PARTIDO = "MCL"
UNA, OTRA = "AYU-044-MCL-PRES-P-1", "AYU-044-MCL-PRES-S-1"
AJENA = "AYU-044-CSM-PRES-P-1"
CANARIO = "zqcanariozq"
RESPUESTAS = {
    "i01": "si", "i02": "no", "i03": "otro", "i03_otra": CANARIO, "i04": "no", "i08": "no",
    "i09": "no", "i11": "no", "i18": "pnc", "i19": "salario",
}  # fmt: skip


@dataclass(frozen=True)
class Sala:
    """La carpeta en que está todo, y atajos para trabajar en ella."""

    base: Path

    @property
    def raiz(self) -> Path:
        return self.base / "proceso"

    @property
    def boveda(self) -> Path:
        return self.base / "boveda"

    def entra(self, cuenta: str) -> Any:
        """Un cliente de Django con la sesión de esa cuenta, también con segundo factor."""
        from django.test import Client
        from django_otp import DEVICE_ID_SESSION_KEY
        from django_otp.plugins.otp_totp.models import TOTPDevice

        from generador.captura.guardia import VERSION
        from generador.captura.models import Credencial

        credencial = Credencial.objects.filter(cuenta=cuenta).first()
        if credencial is None:
            credencial = Credencial.objects.crear(cuenta)
            credencial.password = cifrada(CLAVE_DE_ACCESO)
            credencial.save()
        cliente = Client()
        cliente.force_login(credencial, backend="django.contrib.auth.backends.ModelBackend")
        aparato, _ = TOTPDevice.objects.get_or_create(user=credencial, confirmed=True)
        sesion = cliente.session
        sesion[VERSION] = credencial.version
        sesion[DEVICE_ID_SESSION_KEY] = aparato.persistent_id
        sesion.save()
        return cliente

    def llenado(self, clave: str, **cambios: Any) -> dict[str, Any]:
        """Un borrador completo de esa candidatura, con lo que su captura ficticia dice."""
        from generador.captura.models import Expediente

        archivo = Expediente.objects.get(clave=clave).archivo
        crudo = (self.raiz / archivo.replace("candidaturas/", "capturas/", 1)).read_bytes()
        firma = {
            "tratamiento": True, "publicacion": True, "estadistica": True, "fecha": "2024-04-26",
        }  # fmt: skip
        return {
            "curricular": dict(leer(crudo).dato["curricular"]),
            "identidad": {"respuestas": dict(RESPUESTAS)},
            "consentimiento": firma,
        } | cambios

    def guarda(self, clave: str, cuenta: str = f"{PARTIDO}-CAPTURA", **cambios: Any) -> Any:
        """Guarda ese borrador con su fotografía y su consentimiento."""
        from generador.captura.llenado import borradores
        from generador.captura.models import Adjunto, Expediente

        archivo = Expediente.objects.get(clave=clave).archivo
        foto = (self.raiz / archivo.replace("candidaturas/", "capturas/", 1)).with_suffix(".webp")
        borrador = borradores.guardar(clave, cuenta, self.llenado(clave, **cambios), 0)
        if foto.exists():
            imagen = borradores.Archivo(foto.read_bytes(), "webp")
            borradores.adjuntar(borrador, Adjunto.FOTOGRAFIA, imagen)
        firmado = (self.raiz / "capturas" / "consentimiento-ficticio.pdf").read_bytes()
        borradores.adjuntar(borrador, Adjunto.CONSENTIMIENTO, borradores.Archivo(firmado, "pdf"))
        return borrador

    def envia(self, clave: str, cuenta: str = f"{PARTIDO}-CAPTURA") -> Any:
        """Envía lo de esa candidatura y devuelve el envío."""
        from generador.captura.cola import envios
        from generador.captura.fuente import cuenta_de, vigente
        from generador.captura.models import Expediente

        borrador = self.guarda(clave, cuenta)
        expediente = Expediente.objects.get(clave=clave)
        quien = cuenta_de(cuenta)
        assert quien is not None
        return envios.enviar(expediente, quien, vigente(), borrador.version)

    def despacha(self, **opciones: Any) -> int:
        """Una vuelta del despachador."""
        from generador.captura.cola.despacho import Despachador

        return Despachador(self.raiz, **opciones).dar_vuelta()

    def corre(self, *orden: str, fecha: str = "2024-04-28T10:00") -> str:
        """Una orden de la terminal sobre el mismo proceso."""
        corrida = CliRunner().invoke(
            conoceles, ["--raiz", str(self.raiz), "--fecha", fecha, *orden], catch_exceptions=False
        )
        assert 0 == corrida.exit_code, corrida.output
        return corrida.output


@lru_cache
def cifrada(contrasena: str) -> str:
    """Cifrada una sola vez: cada Argon2 ocupa cien megas y un décimo de segundo."""
    from django.contrib.auth.hashers import make_password

    return make_password(contrasena)


@pytest.fixture(scope="session")
def carpeta(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Donde vive la sala y, junto, su molde."""
    return tmp_path_factory.mktemp("captura")


@pytest.fixture(scope="session")
def base(carpeta: Path) -> Iterator[Base]:
    """La base de la sala."""
    with base_de(carpeta / "viva", carpeta / "molde") as una:
        yield una


@pytest.fixture(scope="session")
def molde(carpeta: Path, base: Base) -> Sala:
    """La sala recién armada: nadie la cambia, se copia de ella."""
    sala = Sala(carpeta / "viva")
    sala.base.mkdir()
    (sala.base / "llaves").mkdir(mode=0o700)
    (sala.base / "estaticos").mkdir()
    crear_privada(sala.base / "borradores.llave")
    os.environ.update(
        CONOCELES_DESARROLLO="1",
        CONOCELES_SECRETO="secreto de las pruebas",
        CONOCELES_RAIZ=str(sala.raiz),
        CONOCELES_BOVEDA=str(sala.boveda),
        CONOCELES_LLAVE_BORRADORES=str(sala.base / "borradores.llave"),
        CONOCELES_DESFASE=str(int((HORA - datetime.now(UTC)).total_seconds())),
        CONOCELES_ESTATICOS=str(sala.base / "estaticos"),
        DATABASE_URL=base.url,
        DJANGO_SETTINGS_MODULE="generador.captura.ajustes",
    )
    corrida = CliRunner().invoke(
        conoceles,
        ["simular", "60", "--semilla", "milpa", "--ambito", "municipio=044", "--en-blanco",
         "--carpeta", str(sala.raiz)],
    )  # fmt: skip
    assert 0 == corrida.exit_code, corrida.output
    sala.corre("forja", "preparar", "--en", str(sala.base / "comun.git"), fecha="2024-04-24")
    for lugar in sorted((sala.raiz / "candidaturas").glob("*/*/*")):
        suya = str(lugar.relative_to(sala.raiz))
        sala.corre("entregar-cuentas", suya, "--cuenta", "UT", fecha="2024-04-25")
    sala.corre("boveda", "llaves", "--crear")
    for nombre in ("UT-1", "UT-2"):
        nueva = str(sala.base / "llaves" / nombre)
        sala.corre("boveda", "llaves", "--agregar", nombre, "--nueva", nueva)
    from generador.captura.aplicacion import preparar

    preparar()
    from django.contrib.auth.hashers import Argon2PasswordHasher
    from django.core.management import call_command
    from django.db import connections
    from django.test.utils import setup_test_environment

    setup_test_environment()
    # Aquí se prueba que se calcule, no cuánto cuesta: cien megas por intento son minutos enteros.
    Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1_024, 1
    call_command("migrate", verbosity=0)
    sala.despacha()
    connections.close_all()
    shutil.copytree(sala.base, carpeta / "molde", symlinks=True)
    base.guardar()
    return sala


@pytest.fixture(scope="module")
def _entera(molde: Sala, base: Base) -> Sala:
    """La sala recién armada, para un módulo cuyas pruebas no tocan más que la base."""
    _rehacer(molde, base)
    return molde


@pytest.fixture
def mostrador(_entera: Sala, base: Base, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sala]:
    """La sala con la base como recién armada: más rápida que `sala`, si nada va a Git."""
    from django.core.cache import cache
    from django.db import connections

    connections.close_all()
    cache.clear()
    monkeypatch.setenv("CONOCELES_BOVEDA", str(_entera.boveda))
    base.rehacer()
    yield _entera
    connections.close_all()


def _rehacer(molde: Sala, base: Base) -> None:
    from django.db import connections

    connections.close_all()
    shutil.rmtree(molde.base)
    origen = molde.base.parent / "molde"
    shutil.copytree(origen, molde.base, symlinks=True, copy_function=_copiar)
    base.rehacer()


def _copiar(origen: str, destino: str) -> None:
    """Los objetos de Git nunca se reescriben: se enlazan, que es más rápido."""
    if "/objects/" in origen:
        os.link(origen, destino)
    else:
        shutil.copy2(origen, destino)


@pytest.fixture
def sala(molde: Sala, base: Base, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sala]:
    """La sala como recién armada."""
    from django.core.cache import cache
    from django.db import connections

    connections.close_all()
    cache.clear()
    monkeypatch.setenv("CONOCELES_BOVEDA", str(molde.boveda))
    _rehacer(molde, base)
    yield molde
    connections.close_all()
