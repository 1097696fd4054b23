"""La bitácora se busca, se exporta y se comprueba; nadie la edita sin que se note (PTO 15)."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from generador.cli import conoceles
from generador.nucleo.cadena import ORIGEN, repasar, sumar
from tests.captura.bases import sin_gatillos
from tests.captura.conftest import CANARIO, UNA, Sala


def exportada(sala: Sala) -> Path:
    """La bitácora, como la baja la unidad."""
    respuesta = sala.entra("UT").post("/bitacora/exportar/", {"formato": "jsonl"})
    ruta = sala.base / "bitacora.jsonl"
    ruta.write_bytes(b"".join(respuesta.streaming_content))
    return ruta


def verificar(sala: Sala, ruta: Path) -> tuple[int, str]:
    orden = [
        "--raiz", str(sala.raiz), "--fecha", "2024-04-28T10:00", "historial", "verificar", "--todo",
        "--cuenta", "UT", "--bitacora", str(ruta),
    ]  # fmt: skip
    corrida = CliRunner().invoke(conoceles, orden, catch_exceptions=False)
    return corrida.exit_code, corrida.output


def despachada(sala: Sala) -> Path:
    """Con algo anotado antes de que un despacho la ancle."""
    from generador.captura import bitacora

    for numero in range(3):
        bitacora.anotar("UT", "prueba", "anotar", f"objeto {numero}")
    sala.envia(UNA)
    sala.despacha()
    bitacora.anotar("UT", "prueba", "anotar", "después")
    return exportada(sala)


@pytest.mark.usefixtures("sala")
def test_la_base_rechaza_cambiar_o_quitar_un_renglon() -> None:
    from django.db import DatabaseError

    from generador.captura import bitacora
    from generador.captura.models import Asiento

    bitacora.anotar("UT", "prueba", "anotar")
    for cambiar in (Asiento.objects.all().delete, lambda: Asiento.objects.update(cuenta="OTRA")):
        with pytest.raises(DatabaseError, match="no se cambia"):
            cambiar()


def test_busca_por_cuenta_modulo_objeto_y_dia(sala: Sala) -> None:
    from generador.captura import bitacora

    ut = sala.entra("UT")
    bitacora.anotar("MCL-CAPTURA", "captura", "guardar", UNA)
    bitacora.anotar("PAH-CAPTURA", "captura", "guardar", "otra")
    bitacora.anotar("MCL-CAPTURA", "entrada", "salir")

    def hallados(**campos: str) -> list[int]:
        return [a.numero for a in ut.post("/bitacora/", campos).context["pagina"]]

    assert [3, 1] == hallados(cuenta="mcl-captura")
    assert [2, 1] == hallados(modulo="captura")
    assert [1] == hallados(objeto=UNA)
    assert ([3, 2, 1], []) == (hallados(desde="2024-04-28", hasta="2024-04-28"), hallados(
        desde="2024-04-29"
    ))  # fmt: skip


def test_pasa_de_pagina(sala: Sala) -> None:
    from generador.captura import bitacora

    ut = sala.entra("UT")
    for numero in range(101):
        bitacora.anotar("UT", "prueba", "anotar", str(numero))

    assert [1] == [a.numero for a in ut.post("/bitacora/", {"pagina": "2"}).context["pagina"]]


def test_exportar_se_anota_y_ese_renglon_va_en_lo_exportado(sala: Sala) -> None:
    renglones = [json.loads(r) for r in exportada(sala).read_text("utf-8").splitlines()]

    assert ("UT", "exportar", "jsonl") == tuple(
        renglones[-1][c] for c in ("cuenta", "accion", "detalle")
    )


def test_lo_que_se_exporta_en_csv_no_se_vuelve_formula(sala: Sala) -> None:
    from generador.captura import bitacora

    bitacora.anotar("UT", "prueba", "anotar", "=HYPERLINK(1)")
    respuesta = sala.entra("UT").post("/bitacora/exportar/", {"formato": "csv", "modulo": "prueba"})
    texto = b"".join(respuesta.streaming_content).decode("utf-8-sig")
    (renglon,) = csv.DictReader(io.StringIO(texto))

    assert "'=HYPERLINK(1)" == renglon["objeto"]


def test_la_pagina_dice_si_la_cadena_cuadra(sala: Sala) -> None:
    from django.db import connection

    from generador.captura import bitacora

    for numero in range(3):
        bitacora.anotar("UT", "prueba", "anotar", str(numero))
    ut = sala.entra("UT")
    assert "La cadena cuadra" in ut.post("/bitacora/", {"comprobar": "1"}).content.decode()
    sin_gatillos()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE captura_asiento SET cuenta = 'OTRA' WHERE numero = 2")

    assert "La cadena no cuadra" in ut.post("/bitacora/", {"comprobar": "1"}).content.decode()


def test_verificar_la_historia_con_la_bitacora_entera(sala: Sala) -> None:
    estado, dicho = verificar(sala, despachada(sala))

    assert 0 == estado, dicho
    assert "intacta" in dicho


@pytest.mark.parametrize("ataque", ["quitar", "cambiar", "mover", "cortar", "vaciar", "romper"])
def test_quitar_cambiar_mover_o_cortar_renglones_se_nota(sala: Sala, ataque: str) -> None:
    ruta = despachada(sala)
    renglones = ruta.read_text("utf-8").splitlines()
    match ataque:
        case "quitar":
            del renglones[1]
        case "cambiar":
            renglones[1] = renglones[1].replace('"UT"', '"OTRA"')
        case "mover":
            renglones[0], renglones[1] = renglones[1], renglones[0]
        case "cortar":
            renglones = renglones[:2]  # la cadena cuadra; le falta lo que el despacho ancló
        case "vaciar":
            renglones = []
        case "romper":
            renglones[1] = "{"
    ruta.write_text("".join(f"{r}\n" for r in renglones), "utf-8")
    estado, dicho = verificar(sala, ruta)

    assert 1 == estado
    assert "bitácora" in dicho


def test_una_cadena_rehecha_despues_de_quitar_un_renglon_no_engana(sala: Sala) -> None:
    """Quien la reescribe entera, con sumas que cuadran, no puede cambiar lo anclado en Git."""
    ruta = despachada(sala)
    dichos = [json.loads(r) for r in ruta.read_text("utf-8").splitlines()][1:]
    previa, rehechos = ORIGEN, []
    for numero, dicho in enumerate(dichos, start=1):
        cuerpo = {k: v for k, v in dicho.items() if k != "suma"}
        cuerpo |= {"numero": numero, "previa": previa}
        previa = sumar(cuerpo)
        rehechos.append(json.dumps({**cuerpo, "suma": previa}))
    assert [] == repasar(rehechos)[1]
    ruta.write_text("".join(f"{r}\n" for r in rehechos), "utf-8")

    assert 1 == verificar(sala, ruta)[0]


def test_lo_contestado_no_aparece_en_la_bitacora(sala: Sala) -> None:
    assert CANARIO not in despachada(sala).read_text("utf-8")
