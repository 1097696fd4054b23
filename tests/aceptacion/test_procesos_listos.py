"""¿Cada proceso listo se abre, tiene fechas que caben y admite candidaturas?"""

import base64
from datetime import UTC, datetime
from hashlib import sha256
from html import unescape
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner

from generador.archivos.carga import abrir_contexto, cargar
from generador.archivos.escritura import escribir
from generador.archivos.esquemas import orden_de_claves
from generador.archivos.inicio import plantillas
from generador.cli import conoceles
from generador.nucleo.calendario import UN_DIA, fecha_larga, vencimiento
from generador.nucleo.claves import armar_clave, carpeta_canonica
from generador.nucleo.modelo import Registro
from generador.recursos import carpeta_de_esquemas

PROCESOS = carpeta_de_esquemas() / "procesos"
LISTOS = plantillas()
AHORA = datetime(2026, 11, 20, 18, tzinfo=UTC)
FRASE = "Texto ficticio de la prueba: nadie lo escribió y no habla de ninguna persona. "
FOTO = base64.b64decode("UklGRiQAAABXRUJQVlA4TBcAAAAvY8AYAAdQ5CIXuf9hABLC//1SRP9TiQA=")
NOMBRES = ("Ahuehuete", "Oyamel", "Tepozán", "Ocote", "Colorín", "Capulín", "Sabino", "Mezquite")


def parrafo(limite, voz):
    """Un texto distinto por voz que cumple el mínimo del proceso."""
    return (f"{voz}. " + FRASE * 12)[: limite.minimo * 2].strip()


def registros(proceso):
    """Propietaria y, si la hay, suplente de cada cargo, por los dos primeros postulantes."""
    postulantes = [p for p in proceso.postulantes.values() if p.tipo == "partido"][:2]
    for cargo in proceso.cargos.values():
        lugar = next(iter(proceso.ambitos[cargo.ambito].lugares))
        for postulante in postulantes:
            for caracter in ("propietaria", "suplente")[: 1 + cargo.suplente]:
                yield {
                    "nombre": NOMBRES[len(cargo.clave) % len(NOMBRES)],
                    "primer_apellido": f"Ficticia de {cargo.nombre}",
                    "segundo_apellido": f"{caracter} {postulante.clave}".title(),
                    "sexo": "mujer",
                    "edad": 40,
                    "eleccion": cargo.eleccion,
                    "cargo": cargo.clave,
                    "principio": cargo.principio,
                    "caracter": caracter,
                    "ambito": lugar,
                    **({"numero": 1} if cargo.numerado else {}),
                    "postulante": postulante.clave,
                    "captura_por": postulante.clave,
                    "eleccion_consecutiva": False,
                    "acuerdo": "Acuerdo ficticio de la prueba",
                    "estatus": "registrada",
                }


def captura(proceso, cargo, voz):
    textos = proceso.textos
    return {
        "fotografia": f"sha256:{sha256(FOTO).hexdigest()}",
        "contacto": {"correos": ["persona@ejemplo.invalid"]},
        "formacion": {"grado_maximo": "preparatoria", "grado_estatus": "concluido"},
        **{
            campo: parrafo(textos[campo], f"{voz}, {campo}")
            for campo in ("historia_profesional", "trayectoria_politica", "motivo")
        },
        "propuestas": [parrafo(textos["propuesta"], f"{voz}, {t}") for t in cargo.propuestas],
        "propuesta_genero": parrafo(textos["propuesta_genero"], f"{voz}, género"),
    }


def expediente(proceso, registro):
    """La propietaria capturó y validó; la suplente, todavía no."""
    capturada = registro["caracter"] == "propietaria"
    cargo = proceso.cargos[registro["cargo"]]
    clave = armar_clave(proceso, Registro(**registro))
    dia = proceso.fechas.registro.isoformat()
    return {
        "version": 1,
        "clave": clave,
        "registro": registro,
        "curricular": captura(proceso, cargo, clave) if capturada else None,
        "consentimiento": None,
        "identidad": {"estado": "pendiente"},
        "tramite": {
            "cuenta_recibida": f"{dia}T10:00:00-06:00",
            "enviada": f"{dia}T18:00:00-06:00",
            "folio": "FICTICIO-1",
            "validada": f"{dia}T19:00:00-06:00",
        }
        if capturada
        else {},
    }


def sembrar(raiz):
    """Escribe las candidaturas ficticias en su ruta canónica; devuelve sus expedientes."""
    contexto = abrir_contexto(raiz, AHORA)
    proceso, orden = contexto.proceso, orden_de_claves(contexto.esquemas, "candidatura")
    escritos = []
    for registro in registros(proceso):
        dato = expediente(proceso, registro)
        ruta = raiz / carpeta_canonica(Registro(**registro), proceso) / f"{dato['clave']}.yml"
        ruta.parent.mkdir(parents=True, exist_ok=True)
        ruta.write_text(escribir(dato, orden), encoding="utf-8")
        if dato["curricular"]:
            ruta.with_suffix(".webp").write_bytes(FOTO)
        escritos.append(dato)
    return escritos


def leer_pagina(raiz, direccion):
    return unescape((raiz / "publico" / direccion / "index.html").read_text(encoding="utf-8"))


@pytest.fixture(params=LISTOS)
def carpeta(request, tmp_path) -> Path:
    """Una copia del proceso listo, con su carpeta de candidaturas."""
    raiz = copytree(PROCESOS / request.param, tmp_path / request.param)
    (raiz / "candidaturas").mkdir()
    return raiz


def test_estan_los_cuatro_procesos_listos():
    esperado = ("edomex-2024", "extraordinaria-municipio", "gubernatura-2023", "modelo")

    assert esperado == LISTOS


def test_se_abre_sin_errores_en_proceso_yml(carpeta):
    obtenido = [h for h in cargar(carpeta, AHORA).hallazgos if h.archivo == "proceso.yml"]

    assert obtenido == []


def test_admite_candidaturas_ficticias_sin_hallazgos_de_error(carpeta):
    escritos = sembrar(carpeta)
    conjunto = cargar(carpeta, AHORA)

    assert {e["clave"] for e in escritos} == set(conjunto.candidaturas)
    assert [h for h in conjunto.hallazgos if h.nivel == "error"] == []


def test_se_construye_con_su_titulo_sus_fechas_y_cada_candidatura(carpeta):
    escritos = sembrar(carpeta)
    proceso = abrir_contexto(carpeta, AHORA).proceso
    hecho = CliRunner().invoke(conoceles, ["--raiz", str(carpeta), "construir"])
    portada = leer_pagina(carpeta, "")

    assert hecho.exit_code == 0, hecho.output
    assert f"{proceso.identificacion.nombre}</title>" in portada
    assert fecha_larga(proceso.fechas.jornada) in portada
    assert f"Corte: {fecha_larga(proceso.fechas.cierre)}" in portada
    assert ("ficticios" in portada) == proceso.identificacion.ficticio
    for escrito in escritos:
        ficha = leer_pagina(carpeta, f"candidaturas/{escrito['clave'].lower()}")
        titulos = proceso.cargos[escrito["registro"]["cargo"]].propuestas

        assert escrito["registro"]["primer_apellido"] in ficha
        assert all((titulo in ficha) == bool(escrito["curricular"]) for titulo in titulos)


def test_dice_de_donde_salen_sus_datos_en_su_leeme(carpeta):
    assert (carpeta / "LEEME.md").read_text(encoding="utf-8").startswith("# ")


@pytest.fixture(params=LISTOS)
def proceso(request):
    return abrir_contexto(PROCESOS / request.param, AHORA).proceso


def test_sus_fechas_van_en_orden(proceso):
    fechas = proceso.fechas
    orden = [fechas.registro, fechas.campanas_inicio, fechas.campanas_fin, fechas.jornada]

    assert orden == sorted(set(orden))
    assert fechas.campanas_inicio <= fechas.publicacion <= fechas.campanas_fin
    assert fechas.jornada <= fechas.cierre
    assert fechas.jornada.strftime("%w") == "0", "la jornada es en domingo"


def test_hay_tres_dias_de_reflexion_antes_de_la_jornada(proceso):
    assert proceso.fechas.campanas_fin + 4 * UN_DIA == proceso.fechas.jornada


def test_quien_recibe_su_cuenta_al_registrarse_captura_antes_de_la_jornada(proceso):
    dia = proceso.fechas.registro
    recepcion = datetime(dia.year, dia.month, dia.day, 20, tzinfo=proceso.calendario.tz)
    vence = vencimiento(proceso.calendario, recepcion, proceso.plazos.captura)

    assert vence.date() <= proceso.fechas.campanas_fin


def test_el_cambio_se_pide_desde_que_se_publica_y_hasta_el_fin_de_campanas(proceso):
    plazos = proceso.plazos

    assert (plazos.cambios_desde, plazos.cambios_hasta) == (
        proceso.fechas.publicacion,
        proceso.fechas.campanas_fin,
    )


def test_todos_los_dias_de_campana_son_habiles(proceso):
    fechas = proceso.fechas
    dias = [
        fechas.campanas_inicio + n * UN_DIA
        for n in range((fechas.jornada - fechas.campanas_inicio).days + 1)
    ]

    assert [dia for dia in dias if not proceso.calendario.es_habil(dia)] == []


def test_lo_extemporaneo_cita_un_documento_y_cierra_antes_de_la_jornada(proceso):
    tardia = proceso.plazos.extemporanea

    assert tardia is None or (
        tardia.documento and proceso.instante(tardia.hasta).date() < proceso.fechas.jornada
    )


def test_los_integrantes_de_cada_alianza_estan_en_la_lista(proceso):
    for postulante in proceso.postulantes.values():
        assert set(postulante.integrantes) <= set(proceso.postulantes)
    for alianza in proceso.alianzas:
        integrantes = proceso.postulantes[alianza.postulante].integrantes

        assert alianza.captura_por in ("", *integrantes)
        assert alianza.eleccion in proceso.elecciones


def test_la_gubernatura_es_un_cargo_sin_suplente_en_toda_la_entidad():
    proceso = abrir_contexto(PROCESOS / "gubernatura-2023", AHORA).proceso
    cargo = proceso.cargos["gubernatura"]

    assert list(proceso.cargos) == ["gubernatura"]
    assert not cargo.suplente
    assert list(proceso.ambitos["entidad"].lugares) == ["EDO"]
    assert len(cargo.propuestas) == 4
    assert {p.tipo for p in proceso.postulantes.values() if p.integrantes} == {
        "coalicion",
        "candidatura_comun",
    }


def test_la_extraordinaria_se_vota_en_un_solo_municipio():
    proceso = abrir_contexto(PROCESOS / "extraordinaria-municipio", AHORA).proceso
    lugares = proceso.ambitos["municipio"].lugares

    assert [lugar.nombre for lugar in lugares.values()] == ["Tlatlaya"]
    assert proceso.posiciones_de(proceso.cargos["regiduria"], lugares["106"]) == 4


def test_las_plantillas_inventadas_lo_dicen_y_los_procesos_reales_no_traen_ejemplo():
    for clave in LISTOS:
        ficticio = abrir_contexto(PROCESOS / clave, AHORA).proceso.identificacion.ficticio

        assert (PROCESOS / clave / "ejemplo").is_dir() == ficticio
