"""¿Se escapa algo? Siembra palabras únicas donde no deben publicarse y las busca en cada byte."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from construccion import FECHA, construir, copiar_demostracion

from generador.cli import conoceles
from generador.reserva.agujas import Acerico, Aguja, buscar

_TEXTO_LARGO = "canario{n} escribió esto con calma y sin que nadie deba leerlo todavía. " * 8

_IMAGEN = base64.b64decode("UklGRiQAAABXRUJQVlA4TBcAAAAvY8AYAAdQ5CIXuf9hABLC//1SRP9TiQA=")


class Sembrado:
    """Los canarios puestos y el sitio que salió."""

    def __init__(self, raiz: Path) -> None:
        self.raiz = raiz
        self.canarios: dict[str, str] = {}

    def nuevo(self, motivo: str) -> str:
        """Una palabra única, y por qué no debe verse."""
        numero = "".join("abcdefghij"[int(cifra)] for cifra in f"{len(self.canarios):04d}")
        palabra = f"zqcanario{numero}qz"
        self.canarios[palabra] = motivo
        return palabra

    def nueva_huella(self, motivo: str) -> str:
        """Una huella única que no debe verse."""
        huella = hashlib.sha256(motivo.encode()).hexdigest()
        self.canarios[huella] = motivo
        return f"sha256:{huella}"

    def nueva_foto(self, ruta: Path, motivo: str) -> str:
        """Una imagen que sí pasa las reglas, con un canario en su perfil de color; su huella."""
        perfil = self.nuevo(motivo).encode()
        perfil += b"\0" * (len(perfil) % 2)
        bloques = b"VP8X" + (10).to_bytes(4, "little") + b"\0" * 4 + b"c\0\0" * 2  # 100 × 100
        bloques += b"ICCP" + len(perfil).to_bytes(4, "little") + perfil + _IMAGEN[12:]
        largo = (len(bloques) + 4).to_bytes(4, "little")
        foto = b"RIFF" + largo + b"WEBP" + bloques
        ruta.with_suffix(".webp").write_bytes(foto)
        return f"sha256:{hashlib.sha256(foto).hexdigest()}"


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
        _sembrar(siembra, ruta, dato, extracto)
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


def _sembrar(siembra: Sembrado, ruta: Path, dato: dict[str, Any], extracto: dict[str, Any]) -> None:
    _sembrar_reservados(siembra, dato)
    if "baja" in dato["tramite"]:
        _sembrar_baja(siembra, ruta, dato, extracto)
        return
    _sembrar_curricular(siembra, ruta, dato)
    _sembrar_identidad(siembra, dato, extracto)


def _sembrar_reservados(siembra: Sembrado, dato: dict[str, Any]) -> None:
    """Lo que Git guarda como constancia y no es de la ficha."""
    clave = dato["clave"]
    if dato["consentimiento"]:
        dato["consentimiento"]["aviso"] = siembra.nuevo(f"{clave}, versión del aviso")
        dato["consentimiento"]["documento"] = siembra.nueva_huella(f"{clave}, documento")
    if "compromiso" in dato["identidad"]:
        dato["identidad"]["compromiso"] = siembra.nueva_huella(f"{clave}, compromiso")
    if "folio" in dato["tramite"]:
        dato["tramite"]["folio"] = siembra.nuevo(f"{clave}, folio").upper()


def _sembrar_baja(
    siembra: Sembrado, ruta: Path, dato: dict[str, Any], extracto: dict[str, Any]
) -> None:
    """De quien salió de la consulta no queda ni su nombre (PTO 44)."""
    clave = dato["clave"]
    for campo in ("nombre", "primer_apellido", "segundo_apellido", "sobrenombre"):
        dato["registro"][campo] = siembra.nuevo(f"{clave}, {campo} de quien salió")
    dato["tramite"]["baja"]["causa"] = siembra.nuevo(f"{clave}, causa de la baja")
    dato["curricular"] = {
        "fotografia": siembra.nueva_foto(ruta, f"{clave}, foto de quien salió"),
        "motivo": _texto(siembra.nuevo(f"{clave} dada de baja")),
    }
    extracto[clave] = _respuestas("consentimiento", siembra.nuevo(f"{clave}, salió, identidad"))


def _sembrar_curricular(siembra: Sembrado, ruta: Path, dato: dict[str, Any]) -> None:
    clave, tramite, curricular = dato["clave"], dato["tramite"], dato["curricular"]
    if not curricular:
        return
    if "validada" not in tramite:
        for campo in ("motivo", "historia_profesional", "propuesta_genero"):
            curricular[campo] = _texto(siembra.nuevo(f"{clave} sin validar, {campo}"))
        curricular["contacto"] = {
            "correos": [f"{siembra.nuevo(f'{clave} sin validar, correo')}@ejemplo.invalid"]
        }
        curricular["fotografia"] = siembra.nueva_foto(ruta, f"{clave} sin validar, foto")
        return
    for observacion in tramite.get("observaciones", ()):
        if "subsanada" not in observacion:
            _sembrar_observado(siembra, ruta, dato, observacion["rubro"])


def _sembrar_observado(siembra: Sembrado, ruta: Path, dato: dict[str, Any], rubro: str) -> None:
    motivo = f"{dato['clave']}, observado {rubro}"
    curricular = dato["curricular"]
    if rubro == "/curricular/fotografia":
        curricular["fotografia"] = siembra.nueva_foto(ruta, motivo)
    elif rubro.startswith("/curricular/propuestas"):
        curricular["propuestas"] = [_texto(siembra.nuevo(motivo)) for _ in (1, 2)]
    elif rubro == "/curricular/contacto/redes":
        curricular["contacto"]["redes"] = {"x": f"https://x.com/{siembra.nuevo(motivo)}"}
    else:
        curricular[rubro.split("/")[2]] = _texto(siembra.nuevo(motivo))


def _sembrar_identidad(siembra: Sembrado, dato: dict[str, Any], extracto: dict[str, Any]) -> None:
    """Un extracto que trae de más: de quien no consintió, y de otra dimensión."""
    clave, consentimiento = dato["clave"], dato["consentimiento"]
    if not consentimiento:
        extracto[clave] = _respuestas("consentimiento", siembra.nuevo(f"{clave} no firmó"))
    elif not consentimiento["publicacion"]:
        extracto[clave] = _respuestas("consentimiento", siembra.nuevo(f"{clave} no consintió"))
    elif clave.endswith("-P-1"):
        una = _respuestas("accion_afirmativa", siembra.nuevo(f"{clave}, otra dimensión"))
        una["respuestas"] |= {"i04": "si", "i05": "otra"}
        extracto[clave] = {**una, "dimension": "discapacidad"}


def _respuestas(base: str, palabra: str) -> dict[str, Any]:
    return {"base": base, "respuestas": {"i01": "si", "i03": "otro", "i03_otra": palabra}}


def _lugares(publico: Path) -> Iterator[tuple[str, bytes]]:
    for ruta in sorted(publico.rglob("*")):
        if ruta.is_file():
            yield str(ruta), ruta.read_bytes()


def test_ningun_canario_de_privacidad_aparece_en_lo_publicado(sembrado: Sembrado) -> None:
    acerico = Acerico(Aguja("", motivo, palabra) for palabra, motivo in sembrado.canarios.items())

    assert len(acerico) == len(sembrado.canarios) > 500
    assert [] == list(buscar(acerico, _lugares(sembrado.raiz / "publico")))


def test_el_buscador_de_canarios_si_encuentra_lo_publicado(sembrado: Sembrado) -> None:
    """Quien vigila también se prueba: lo que sí es público debe encontrarse."""
    registro = next(
        dato["registro"]
        for _, dato in _expedientes(sembrado.raiz)
        if dato["registro"]["estatus"] == "registrada"
    )
    aguja = Aguja("", "nombre", f"{registro['nombre']} {registro['primer_apellido']}")

    halladas = list(buscar([aguja], _lugares(sembrado.raiz / "publico")))
    assert any(h.lugar.endswith("/index.html") for h in halladas)
    assert any(h.forma.startswith("ZIP!xl/worksheets/") for h in halladas)


def test_la_orden_tampoco_encuentra_ninguno(sembrado: Sembrado, tmp_path: Path) -> None:
    """Y sin agujas prueba lo mismo: nada de lo sembrado tiene dónde estar."""
    agujas = tmp_path / "agujas.json"
    puestas = [
        {"clave": m.split()[0].strip(","), "campo": m, "texto": p}
        for p, m in sembrado.canarios.items()
    ]
    agujas.write_text(json.dumps(puestas), encoding="utf-8")
    agujas.chmod(0o600)
    base = ["--raiz", str(sembrado.raiz), "--fecha", FECHA, "comprobar-reserva", "--sin-git"]

    corrida = CliRunner().invoke(conoceles, [*base, "--agujas", str(agujas)])
    assert 0 == corrida.exit_code, corrida.output
    assert f"{len(puestas):,} agujas" in corrida.output


def test_nadie_que_salio_deja_ver_su_sexo(sembrado: Sembrado) -> None:
    """«Regidora» lo diría: la constancia lleva el nombre neutro del cargo."""
    publico = sembrado.raiz / "publico" / "candidaturas"
    salieron = [
        publico / dato["clave"].lower() / "index.html"
        for _, dato in _expedientes(sembrado.raiz)
        if "baja" in dato["tramite"]
    ]

    assert len(salieron) > 10
    con_sexo = re.compile(
        r"regidor(a|)\b|síndic[oa]\b|diputad[oa]\b|president[ea]\b", re.IGNORECASE
    )
    assert [] == [
        f"{ruta.parent.name}: {hallado[0]}"
        for ruta in salieron
        for parte in re.findall(
            r'<meta name="description"[^>]*>|<p class="guia">.*?</p>',
            ruta.read_text(encoding="utf-8"),
        )
        if (hallado := con_sexo.search(parte))
    ]
