"""¿Se escapa algo? Siembra palabras únicas donde no deben publicarse y las busca en cada byte."""

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from construccion import construir, copiar_demostracion

_TEXTO_LARGO = "canario{n} escribió esto con calma y sin que nadie deba leerlo todavía. " * 8


class Sembrado:
    """Los canarios puestos y el sitio que salió."""

    def __init__(self, raiz: Path) -> None:
        self.raiz = raiz
        self.canarios: dict[str, str] = {}

    def nuevo(self, motivo: str) -> str:
        """Una palabra única, y por qué no debe verse."""
        palabra = f"zqcanario{len(self.canarios):03d}qz"
        self.canarios[palabra] = motivo
        return palabra


def _texto(palabra: str) -> str:
    return _TEXTO_LARGO.replace("canario{n}", palabra).strip()


def _expedientes(raiz: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    for ruta in sorted((raiz / "candidaturas").rglob("*.yml")):
        yield ruta, yaml.safe_load(ruta.read_text(encoding="utf-8"))


def _escribir(ruta: Path, dato: dict[str, Any]) -> None:
    # JSON es YAML: el lector lo admite y así la prueba no depende de nuestra escritura.
    ruta.write_text(json.dumps(dato, ensure_ascii=False, indent=1), encoding="utf-8")


@pytest.fixture(scope="session")
def sembrado(tmp_path_factory: pytest.TempPathFactory) -> Sembrado:
    """La demostración con un canario en cada lugar que no puede publicarse, ya construida."""
    siembra = Sembrado(copiar_demostracion(tmp_path_factory.mktemp("canarios")))
    extracto: dict[str, Any] = {}
    for ruta, dato in _expedientes(siembra.raiz):
        _sembrar(siembra, dato, extracto)
        _escribir(ruta, dato)
    contenido = {
        "version": 1,
        "proceso": "demostracion",
        "ficticio": True,
        "candidaturas": extracto,
    }
    ruta_extracto = siembra.raiz / "identidad-publica.json"
    ruta_extracto.write_text(json.dumps(contenido), encoding="utf-8")
    hecho = construir(siembra.raiz, "--tolerar-errores")
    assert hecho.returncode == 0, hecho.stderr
    return siembra


def _sembrar(siembra: Sembrado, dato: dict[str, Any], extracto: dict[str, Any]) -> None:
    clave, tramite, curricular = dato["clave"], dato["tramite"], dato["curricular"]
    if curricular and "validada" not in tramite:
        for campo in ("motivo", "historia_profesional", "propuesta_genero"):
            curricular[campo] = _texto(siembra.nuevo(f"{clave} sin validar, {campo}"))
        curricular["contacto"] = {
            "correos": [f"{siembra.nuevo(f'{clave} sin validar, correo')}@ejemplo.invalid"]
        }
    for observacion in tramite.get("observaciones", ()):
        if "subsanada" not in observacion and observacion["rubro"] == "/curricular/motivo":
            curricular["motivo"] = _texto(siembra.nuevo(f"{clave}, rubro observado"))
    if "baja" in tramite:
        tramite["baja"]["causa"] = siembra.nuevo(f"{clave}, causa de la baja")
        dato["curricular"] = {"motivo": _texto(siembra.nuevo(f"{clave} dada de baja"))}
    consentimiento = dato["consentimiento"]
    if consentimiento:
        consentimiento["aviso"] = siembra.nuevo(f"{clave}, versión del aviso")
        if not consentimiento["publicacion"]:
            extracto[clave] = {
                "base": "consentimiento",
                "respuestas": {
                    "i01": "si",
                    "i03": "otro",
                    "i03_otra": siembra.nuevo(f"{clave} no consintió"),
                },
            }
        elif clave.endswith("-P-1"):
            extracto[clave] = {
                "base": "accion_afirmativa",
                "dimension": "discapacidad",
                "respuestas": {
                    "i04": "si",
                    "i05": "otra",
                    "i01": "si",
                    "i03": "otro",
                    "i03_otra": siembra.nuevo(f"{clave}, otra dimensión"),
                },
            }


def _contenidos(publico: Path) -> Iterator[tuple[str, bytes]]:
    """Cada archivo, y lo que hay dentro de los comprimidos."""
    for ruta in sorted(publico.rglob("*")):
        if not ruta.is_file():
            continue
        crudo = ruta.read_bytes()
        yield str(ruta), crudo
        if ruta.suffix == ".gz":
            yield f"{ruta} (descomprimido)", gzip.decompress(crudo)
        if ruta.suffix in (".xlsx", ".zip"):
            with zipfile.ZipFile(io.BytesIO(crudo)) as archivo:
                for nombre in archivo.namelist():
                    yield f"{ruta}!{nombre}", archivo.read(nombre)


def test_ningun_canario_de_privacidad_aparece_en_lo_publicado(sembrado: Sembrado) -> None:
    fugas = [
        f"{ruta}: {sembrado.canarios[palabra]}"
        for ruta, crudo in _contenidos(sembrado.raiz / "publico")
        for palabra in sembrado.canarios
        if palabra.encode() in crudo.lower()
    ]

    assert len(sembrado.canarios) > 100
    assert fugas == []


def test_el_buscador_de_canarios_si_encuentra_lo_publicado(sembrado: Sembrado) -> None:
    """Quien vigila también se prueba: lo que sí es público debe encontrarse."""
    nombre = next(
        dato["registro"]["nombre"]
        for _, dato in _expedientes(sembrado.raiz)
        if dato["registro"]["estatus"] == "registrada"
    )

    hallado = [r for r, crudo in _contenidos(sembrado.raiz / "publico") if nombre.encode() in crudo]
    assert any(ruta.endswith("ficha.json") for ruta in hallado)
    assert any(".xlsx!" in ruta for ruta in hallado)
