"""Los actos de la unidad sobre una candidatura: se piden con su documento y llegan a Git."""

from typing import Any

from tests.captura.conftest import OTRA, UNA, Sala

UNIDAD = "UT"
QUIEN_ENTRA = {
    "/registro/nombre": "Alma",
    "/registro/primer_apellido": "Ficticia",
    "/registro/sexo": "mujer",
    "/registro/edad": "41",
    "/registro/eleccion_consecutiva": "no",
    "causa": "Renuncia",
    "acuerdo": "IED/CG/99/2024",
}


def _pedir(sala: Sala, ruta: str, clave: str = UNA, **datos: str) -> Any:
    return sala.entra(UNIDAD).post(f"/unidad/registro/{clave}/{ruta}/", datos, follow=True)


def _ultimo() -> Any:
    from generador.captura.models import Acto

    return Acto.objects.latest("pk")


def _validada(sala: Sala, clave: str = UNA) -> None:
    from generador.captura.models import Borrador, Expediente

    sala.envia(clave)
    sala.despacha()
    version = Borrador.objects.get(clave=clave).version
    datos = {f"version-{clave}": version, "confirmo": "si"}
    sala.entra("MCL-SUPERVISORA").post(f"/supervision/{clave}/", datos)
    sala.despacha()
    assert Expediente.objects.get(clave=clave).validada is not None


def test_antes_de_confirmar_se_muestra_el_efecto_y_nada_queda_en_cola(sala: Sala) -> None:
    from generador.captura.models import Acto

    pagina = _pedir(sala, "sustituir", **QUIEN_ENTRA).content.decode()

    assert "Confirme: sustituir" in pagina
    assert "Su identidad se bloquea" in pagina
    assert not Acto.objects.exists()


def test_lo_que_falta_se_dice_junto_a_su_campo(sala: Sala) -> None:
    incompleto = QUIEN_ENTRA | {"acuerdo": "", "/registro/edad": "cuarenta"}
    respuesta = _pedir(sala, "sustituir", **incompleto)
    pagina = respuesta.content.decode()

    assert 400 == respuesta.status_code
    assert 'href="#acuerdo"' in pagina
    assert 'href="#registro-edad"' in pagina
    assert "Escriba un número entero" in pagina


def test_quien_sustituye_aparece_con_su_clave(sala: Sala) -> None:
    from generador.captura.models import Expediente

    _pedir(sala, "sustituir", **QUIEN_ENTRA, confirmo="si")
    sala.despacha()

    assert ("hecho", "sustituida") == (
        _ultimo().estado,
        Expediente.objects.get(clave=UNA).estatus,
    )
    entra = Expediente.objects.get(clave="AYU-044-MCL-PRES-P-2")
    assert ("Alma Ficticia", "registrada", "MCL") == (entra.nombre, entra.estatus, entra.partido)


def test_al_sustituir_lo_suyo_se_bloquea_en_la_boveda(sala: Sala) -> None:
    _validada(sala)
    assert [UNA] == _de(sala, "abiertos")

    _pedir(sala, "sustituir", **QUIEN_ENTRA, confirmo="si")
    sala.despacha()

    assert [] == _de(sala, "abiertos")
    assert [UNA] == _de(sala, "bloqueados")


def test_reinstalada_lo_suyo_vuelve_a_donde_se_lee(sala: Sala) -> None:
    _validada(sala)
    _pedir(sala, "cancelar", causa="Orden", acuerdo="IED/CG/98/2024", confirmo="si")
    sala.despacha()
    assert [UNA] == _de(sala, "bloqueados")

    _pedir(sala, "acatar", efecto="reinstalar", documento="JDC-1/2024", confirmo="si")
    sala.despacha()

    assert "hecho" == _ultimo().estado
    assert [UNA] == _de(sala, "abiertos")


def _de(sala: Sala, lado: str) -> list[str]:
    return sorted(r.name.partition(".")[0] for r in (sala.boveda / lado).glob("*.sobre"))


def test_cancelada_no_se_cancela_dos_veces(sala: Sala) -> None:
    datos = {"causa": "Orden", "acuerdo": "IED/CG/98/2024", "confirmo": "si"}
    _pedir(sala, "cancelar", **datos)
    segunda = _pedir(sala, "cancelar", **datos).content.decode()
    assert "ya espera en la cola" in segunda
    sala.despacha()

    assert "ya no admite este acto" in _pedir(sala, "cancelar", **datos).content.decode()


def test_un_error_del_instituto_se_corrige_con_su_documento(sala: Sala) -> None:
    from generador.captura.models import Expediente

    _pedir(sala, "corregir-error", **_registro(edad="44"), documento="UT/7/2024", confirmo="si")
    sala.despacha()

    assert "hecho" == _ultimo().estado, _ultimo().resultado
    dato = Expediente.objects.get(clave=UNA).dato
    assert 44 == dato["registro"]["edad"]
    assert "UT/7/2024" == dato["tramite"]["resoluciones"][0]["documento"]


def _registro(**cambios: str) -> dict[str, str]:
    from generador.captura.fuente import vigente
    from generador.captura.llenado.casillas import QUE_SE_CORRIGEN, del_registro, valores
    from generador.captura.models import Expediente

    registro = Expediente.objects.get(clave=UNA).dato["registro"]
    dicho = valores(del_registro(vigente(), QUE_SE_CORRIGEN, registro))
    return dicho | {f"/registro/{k}": v for k, v in cambios.items()}


def test_corregir_muestra_dice_y_debe_decir(sala: Sala) -> None:
    datos = _registro(edad="44")
    pagina = _pedir(sala, "corregir-error", **datos, documento="UT/7/2024").content.decode()

    assert "Edad el día de la elección" in pagina
    assert "Debe decir" in pagina


def test_corregir_sin_cambiar_nada_se_dice(sala: Sala) -> None:
    respuesta = _pedir(sala, "corregir-error", **_registro(), documento="UT/7/2024")

    assert "no hay qué corregir" in respuesta.content.decode()


def test_lo_que_la_regla_no_admite_se_dice_junto_al_campo(sala: Sala) -> None:
    datos = _registro(edad="12")
    respuesta = _pedir(sala, "corregir-error", **datos, documento="UT/7/2024")

    assert 400 == respuesta.status_code
    assert 'href="#registro-edad"' in respuesta.content.decode()


def test_ocultar_pide_decir_que_rubro(sala: Sala) -> None:
    _validada(sala)
    respuesta = _pedir(sala, "acatar", efecto="ocultar", documento="JDC-1/2024", confirmo="si")

    assert "Diga qué rubro" in respuesta.content.decode()


def test_acatar_oculta_el_rubro_que_se_ordena(sala: Sala) -> None:
    from generador.captura.models import Expediente

    _validada(sala)
    _pedir(
        sala, "acatar",
        efecto="ocultar", rubro="/curricular/motivo", documento="JDC-1/2024", confirmo="si",
    )  # fmt: skip
    sala.despacha()

    assert "hecho" == _ultimo().estado, _ultimo().resultado
    assert 1 == Expediente.objects.get(clave=UNA).observados


def test_lo_que_no_procedio_se_dice_en_actos(sala: Sala) -> None:
    _validada(sala)
    _pedir(sala, "acatar", efecto="publicar", documento="JDC-1/2024", confirmo="si")
    sala.despacha()

    pagina = sala.entra(UNIDAD).get("/unidad/actos/").content.decode()
    assert "No procedió" in pagina
    assert "ya está validada" in pagina


def test_se_busca_por_nombre_o_clave(sala: Sala) -> None:
    from generador.captura.models import Expediente

    nombre = Expediente.objects.get(clave=OTRA).nombre
    pagina = sala.entra(UNIDAD).post("/unidad/registro/", {"busca": nombre}).content.decode()

    assert OTRA in pagina
    assert UNA not in pagina


def test_un_acto_se_guarda_cifrado_y_se_anota(sala: Sala) -> None:
    from generador.captura.models import Asiento

    _pedir(sala, "corregir-error", **_registro(edad="44"), documento="UT/7/2024", confirmo="si")

    acto = _ultimo()
    assert b"curricular" not in bytes(acto.cifrado)
    assert {"clave", "documento"} == acto.datos.keys()
    assert Asiento.objects.filter(cuenta=UNIDAD, accion="pedir corregir-error").exists()
