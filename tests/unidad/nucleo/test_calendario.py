import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generador.nucleo.calendario import (
    Calendario,
    Plazo,
    dias_restantes,
    edad_en,
    esta_en_plazo,
    esta_en_ventana,
    fecha_corta,
    fecha_de_vista,
    fecha_hora_larga,
    fecha_larga,
    instante_efectivo,
    meses_antes,
    momento_local,
    vencimiento,
    ya_se_publica,
)

TABLA = Path(__file__).with_name("casos_calendario.csv")
ZONA = "America/Mexico_City"
COMUN = Calendario(ZONA)


def calendario_de(regla: str) -> Calendario:
    """«asuetos 2024-05-01; todos 2024-01-05/2024-06-30; laborables 0 1; zona X»."""
    campos = {"zona": ZONA}
    for parte in filter(None, regla.split("; ")):
        clave, *valores = parte.split()
        if clave == "asuetos":
            campos["asuetos"] = frozenset(map(date.fromisoformat, valores))
        elif clave == "laborables":
            campos["laborables"] = frozenset(map(int, valores))
        elif clave == "zona":
            campos["zona"] = valores[0]
        else:
            extremos = [date.fromisoformat(v) if v else None for v in valores[0].split("/")]
            campos["todos_habiles_desde"], campos["todos_habiles_hasta"] = extremos
    return Calendario(**campos)


def leer_tabla() -> list[dict[str, str]]:
    with TABLA.open(encoding="utf-8", newline="") as archivo:
        return list(csv.DictReader(archivo))


CASOS = leer_tabla()


def instante(texto: str) -> datetime:
    return momento_local(texto, COMUN)


@pytest.mark.parametrize("caso", CASOS, ids=lambda caso: caso["caso"])
def test_cada_caso_de_la_tabla_vence_cuando_dice_su_fuente(caso):
    calendario = calendario_de(caso["regla"])
    plazo = Plazo(int(caso["plazo"]), caso["unidad"], caso["fuente"])
    obtenido = vencimiento(calendario, momento_local(caso["recepcion"], calendario), plazo)

    assert caso["vencimiento"] == obtenido.isoformat()


@pytest.mark.parametrize(
    "caso",
    [c for c in CASOS if (c["plazo"], c["unidad"]) == ("1", "habiles")],
    ids=lambda caso: caso["caso"],
)
def test_el_dia_habil_siguiente_es_un_plazo_de_un_dia_habil(caso):
    calendario = calendario_de(caso["regla"])
    obtenido = calendario.dia_habil_siguiente(momento_local(caso["recepcion"], calendario))

    assert caso["vencimiento"] == obtenido.isoformat()


def test_la_tabla_tiene_cuarenta_casos_distintos_y_todos_dicen_su_fuente():
    assert len({caso["caso"] for caso in CASOS}) == len(CASOS) >= 40
    assert all(caso["fuente"] for caso in CASOS)


# --- Propiedades ---

fechas = st.dates(date(1990, 1, 1), date(2100, 12, 31))
zonas = st.sampled_from([ZONA, "America/Tijuana", "America/Cancun", "America/Asuncion", "UTC"])
recepciones = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001  hypothesis pide límites sin zona
    datetime(2100, 12, 31),  # noqa: DTZ001
    timezones=st.sampled_from([UTC]),
)
unidades = st.sampled_from(["naturales", "habiles"])
calendarios = st.builds(
    Calendario,
    zona=zonas,
    asuetos=st.frozensets(st.dates(date(2024, 1, 1), date(2024, 12, 31)), max_size=20),
    laborables=st.frozensets(st.integers(0, 6), min_size=1),
    todos_habiles_desde=st.none() | st.just(date(2024, 1, 5)),
    todos_habiles_hasta=st.none() | st.just(date(2024, 6, 30)),
)


@given(calendarios, recepciones, st.integers(0, 40), unidades)
def test_el_vencimiento_nunca_cae_antes_de_la_recepcion(calendario, recepcion, dias, unidad):
    limite = vencimiento(calendario, recepcion, Plazo(dias, unidad, "propiedad"))

    assert esta_en_plazo(recepcion, limite)


@given(calendarios, recepciones, st.integers(0, 30), st.integers(1, 10), unidades)
def test_con_mas_dias_siempre_vence_despues(calendario, recepcion, dias, mas, unidad):
    corto = vencimiento(calendario, recepcion, Plazo(dias, unidad, "propiedad"))
    largo = vencimiento(calendario, recepcion, Plazo(dias + mas, unidad, "propiedad"))

    assert corto.astimezone(UTC) < largo.astimezone(UTC)


@given(calendarios, recepciones, st.integers(0, 40))
def test_los_dias_habiles_nunca_vencen_antes_que_los_naturales(calendario, recepcion, dias):
    naturales = vencimiento(calendario, recepcion, Plazo(dias, "naturales", "propiedad"))
    habiles = vencimiento(calendario, recepcion, Plazo(dias, "habiles", "propiedad"))

    assert naturales.date() <= habiles.date()


@given(zonas, st.frozensets(fechas, max_size=5), recepciones, st.integers(0, 40))
def test_si_todos_son_habiles_da_lo_mismo_que_naturales(zona, asuetos, recepcion, dias):
    calendario = Calendario(zona, asuetos, todos_habiles_desde=date(1900, 1, 1))
    naturales = vencimiento(calendario, recepcion, Plazo(dias, "naturales", "propiedad"))
    habiles = vencimiento(calendario, recepcion, Plazo(dias, "habiles", "propiedad"))

    assert naturales == habiles


@given(calendarios, recepciones, st.integers(1, 20))
def test_entre_recepcion_y_vencimiento_hay_justo_los_habiles_del_plazo(calendario, recepcion, dias):
    inicio = calendario.dia_local(recepcion)
    fin = vencimiento(calendario, recepcion, Plazo(dias, "habiles", "propiedad")).date()
    corridos = [inicio + timedelta(n) for n in range(1, (fin - inicio).days + 1)]

    assert sum(map(calendario.es_habil, corridos)) == dias
    assert calendario.es_habil(fin)


@given(calendarios, recepciones, st.integers(0, 40), unidades)
def test_un_plazo_vence_en_el_ultimo_segundo_de_un_dia_de_la_zona(
    calendario, recepcion, dias, unidad
):
    limite = vencimiento(calendario, recepcion, Plazo(dias, unidad, "propiedad"))
    despues = limite.astimezone(UTC) + timedelta(seconds=1)

    assert calendario.dia_local(despues) == limite.date() + timedelta(1)
    assert not esta_en_plazo(despues, limite)


@given(fechas, st.integers(0, 600))
def test_meses_antes_conserva_el_dia_o_toma_el_ultimo_del_mes(fecha, meses):
    obtenido = meses_antes(fecha, meses)

    assert (fecha.year * 12 + fecha.month) - (obtenido.year * 12 + obtenido.month) == meses
    assert obtenido.day == fecha.day or (obtenido + timedelta(1)).day == 1


@given(fechas, fechas)
def test_la_edad_aumenta_un_anio_a_lo_mas_cada_dia(nacimiento, dia):
    nacimiento, dia = sorted((nacimiento, dia))
    manana = edad_en(nacimiento, dia + timedelta(1))

    assert 0 <= manana - edad_en(nacimiento, dia) <= 1


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_lo_escrito_en_un_archivo_vuelve_al_mismo_instante(momento):
    obtenido = momento_local(momento.isoformat(), COMUN)

    assert momento == obtenido


# --- Momentos ---


@pytest.mark.parametrize(
    ("valor", "esperado"),
    [
        ("2024-04-26T10:30:00-06:00", "2024-04-26T10:30:00-06:00"),
        ("2024-04-27T05:59:59Z", "2024-04-26T23:59:59-06:00"),
        ("2024-04-26T10:30-06:00", "2024-04-26T10:30:00-06:00"),
        ("2024-04-26T23:59:59.5-06:00", "2024-04-26T23:59:59.500000-06:00"),
        ("2022-07-01T10:00:00-06:00", "2022-07-01T11:00:00-05:00"),
        ("2024-04-26", "2024-04-26T00:00:00-06:00"),
        (date(2024, 4, 26), "2024-04-26T00:00:00-06:00"),
        (datetime(2024, 4, 27, 3, tzinfo=UTC), "2024-04-26T21:00:00-06:00"),
    ],
)
def test_todo_momento_se_lee_en_la_zona_del_proceso(valor, esperado):
    assert esperado == momento_local(valor, COMUN).isoformat()


@pytest.mark.parametrize(
    ("valor", "razon"),
    [
        ("2024-04-26T10:30:00", "no dice su zona"),
        (datetime(2024, 4, 26, 10), "no dice su zona"),  # noqa: DTZ001
        ("26/04/2024", "no es una fecha ISO 8601"),
        ("2024-W17-5", "no es una fecha ISO 8601"),
        ("20240426T103000Z", "no es una fecha ISO 8601"),
        ("2024-04-26 10:30:00-06:00", "no es una fecha ISO 8601"),
        ("2024-04-26T10:30:00-06:00\n", "no es una fecha ISO 8601"),
        ("٢٠٢٤-٠٤-٢٦", "no es una fecha ISO 8601"),
        ("", "no es una fecha ISO 8601"),
        ("2023-02-29", "no existe en el calendario"),
        ("2024-04-31T10:00:00Z", "no existe en el calendario"),
        ("2024-04-26T24:30:00Z", "no existe en el calendario"),
        ("2024-04-26T10:00:60Z", "no existe en el calendario"),
        ("2024-04-26T10:00:00+25:00", "no existe en el calendario"),
        ("0001-01-01T00:00:00Z", "El año 1 no es posible"),
        ("9999-12-31", "El año 9999 no es posible"),
    ],
)
def test_lo_que_no_es_un_momento_se_rechaza_en_espanol(valor, razon):
    with pytest.raises(ValueError, match=razon):
        momento_local(valor, COMUN)


# --- En plazo y días restantes ---

LIMITE = instante("2024-05-11T23:59:59-06:00")


@pytest.mark.parametrize(
    ("llegada", "esperado"),
    [
        ("2024-05-11T23:59:58-06:00", True),
        ("2024-05-11T23:59:59-06:00", True),
        ("2024-05-11T23:59:59.999999-06:00", True),
        ("2024-05-12T00:00:00-06:00", False),
        ("2024-05-12T05:59:59Z", True),
        ("2024-05-12T06:00:00Z", False),
        ("2024-05-11T23:30:00-07:00", False),
    ],
)
def test_el_ultimo_segundo_cuenta_completo(llegada, esperado):
    assert esperado == esta_en_plazo(datetime.fromisoformat(llegada), LIMITE)


def test_la_hora_que_se_repite_se_compara_por_instante_y_no_por_reloj():
    limite = instante("2022-10-30T01:45:00-05:00")
    despues = instante("2022-10-30T01:30:00-06:00")

    assert not esta_en_plazo(despues, limite)


def test_si_el_reloj_se_atrasa_a_medianoche_vale_el_ultimo_2359():
    asuncion = Calendario("America/Asuncion")
    limite = vencimiento(
        asuncion, momento_local("2024-03-20", asuncion), Plazo(3, "naturales", "propiedad")
    )

    assert limite.isoformat() == "2024-03-23T23:59:59-04:00"


@pytest.mark.parametrize(
    "funcion", [COMUN.dia_local, lambda momento: esta_en_plazo(momento, LIMITE)]
)
def test_un_instante_sin_zona_se_rechaza(funcion):
    with pytest.raises(ValueError, match="no dice su zona"):
        funcion(datetime(2024, 5, 11, 10))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("momento", "esperado"),
    [
        ("2024-04-26T12:00:00-06:00", 15),
        ("2024-05-10T23:59:59-06:00", 1),
        ("2024-05-11T00:00:00-06:00", 0),
        ("2024-05-12T05:59:59Z", 0),
        ("2024-05-12T06:00:00Z", -1),
        ("2024-05-14T12:00:00-06:00", -3),
    ],
)
def test_los_dias_restantes_se_cuentan_por_fecha_local(momento, esperado):
    assert esperado == dias_restantes(COMUN, datetime.fromisoformat(momento), LIMITE)


# --- Configuración imposible ---


@pytest.mark.parametrize("zona", ["America/Toluca", "", "../etc/passwd", "America"])
def test_una_zona_que_no_existe_se_rechaza(zona):
    with pytest.raises(ValueError, match="No existe la zona horaria"):
        Calendario(zona)


@pytest.mark.parametrize("laborables", [frozenset(), frozenset({7}), frozenset({-1, 0})])
def test_debe_haber_dias_laborables_de_lunes_a_domingo(laborables):
    with pytest.raises(ValueError, match="al menos uno"):
        Calendario(ZONA, laborables=laborables)


def test_un_periodo_al_reves_se_rechaza():
    with pytest.raises(ValueError, match="termina antes de empezar"):
        Calendario(
            ZONA, todos_habiles_desde=date(2024, 6, 30), todos_habiles_hasta=date(2024, 1, 5)
        )


@pytest.mark.parametrize("cantidad", [-1, 3661])
def test_una_cantidad_imposible_de_dias_se_rechaza(cantidad):
    with pytest.raises(ValueError, match="va de 0 a 3660 días"):
        Plazo(cantidad, "naturales", "PTO 14")


def test_una_unidad_desconocida_se_rechaza():
    with pytest.raises(ValueError, match="naturales o habiles"):
        Plazo(15, "corridos", "PTO 14")


@pytest.mark.parametrize(
    "funcion",
    [
        COMUN.es_habil,
        COMUN.fin_del_dia,
        COMUN.siguiente_habil,
        fecha_larga,
        fecha_corta,
        fecha_de_vista,
        lambda momento: meses_antes(momento, 8),
        lambda momento: edad_en(date(2000, 1, 1), momento),
        lambda momento: edad_en(momento, date(2024, 6, 2)),
        lambda momento: ya_se_publica(momento, date(2024, 4, 27)),
        lambda momento: esta_en_ventana(momento, date(2024, 4, 27), date(2024, 5, 29)),
    ],
)
def test_donde_va_una_fecha_no_se_acepta_un_instante(funcion):
    with pytest.raises(TypeError, match="fecha sin hora"):
        funcion(instante("2020-04-27T05:30:00Z"))


# --- Hitos ---


@pytest.mark.parametrize(
    ("fecha", "meses", "esperado"),
    [
        (date(2024, 6, 2), 8, date(2023, 10, 2)),  # Lineamientos art. 11 n. 3 y 4; dominio 5
        (date(2024, 10, 31), 8, date(2024, 2, 29)),
        (date(2023, 10, 31), 8, date(2023, 2, 28)),
        (date(2024, 5, 31), 1, date(2024, 4, 30)),
        (date(2024, 1, 31), 1, date(2023, 12, 31)),
        (date(2024, 12, 31), 12, date(2023, 12, 31)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2024, 6, 2), 0, date(2024, 6, 2)),
    ],
)
def test_meses_antes_respeta_el_fin_de_mes(fecha, meses, esperado):
    assert esperado == meses_antes(fecha, meses)


@pytest.mark.parametrize(
    ("nacimiento", "dia", "esperado"),
    [
        (date(2003, 6, 2), date(2024, 6, 2), 21),
        (date(2003, 6, 3), date(2024, 6, 2), 20),
        (date(2004, 2, 29), date(2024, 2, 28), 19),
        (date(2004, 2, 29), date(2024, 2, 29), 20),
        (date(2004, 2, 29), date(2025, 2, 28), 20),
        (date(2004, 2, 29), date(2025, 3, 1), 21),
        (date(2024, 6, 2), date(2024, 6, 2), 0),
    ],
)
def test_la_edad_son_los_anios_cumplidos(nacimiento, dia, esperado):
    assert esperado == edad_en(nacimiento, dia)


def test_no_hay_edad_antes_de_nacer():
    with pytest.raises(ValueError, match="es posterior al día"):
        edad_en(date(2024, 6, 3), date(2024, 6, 2))


@pytest.mark.parametrize(
    ("hoy", "esperado"),
    [(date(2024, 4, 26), False), (date(2024, 4, 27), True), (date(2024, 4, 28), True)],
)
def test_nada_es_publico_antes_de_la_fecha_formal(hoy, esperado):
    assert esperado == ya_se_publica(hoy, date(2024, 4, 27))


@pytest.mark.parametrize(
    ("dia", "esperado"),
    [
        (date(2024, 4, 26), False),
        (date(2024, 4, 27), True),
        (date(2024, 5, 29), True),
        (date(2024, 5, 30), False),
    ],
)
def test_la_ventana_de_cambios_incluye_sus_dos_extremos(dia, esperado):
    assert esperado == esta_en_ventana(dia, date(2024, 4, 27), date(2024, 5, 29))


def test_la_vista_se_da_desde_el_dia_siguiente_al_fin_de_campanas():
    assert fecha_de_vista(date(2024, 5, 29)) == date(2024, 5, 30)


@pytest.mark.parametrize(
    ("momento", "esperado"),
    [
        ("2024-06-01T10:00:00-06:00", "2024-06-01T10:00:00-06:00"),
        ("2024-07-01T05:59:59Z", "2024-06-30T23:59:59-06:00"),
        ("2024-07-01T05:59:59.7Z", "2024-06-30T23:59:59.7-06:00"),
        ("2024-07-01T06:00:00Z", "2024-06-30T23:59:59-06:00"),
        ("2031-01-01T00:00:00-06:00", "2024-06-30T23:59:59-06:00"),
    ],
)
def test_un_proceso_cerrado_queda_congelado_en_su_cierre(momento, esperado):
    obtenido = instante_efectivo(COMUN, instante(momento), date(2024, 6, 30))

    assert datetime.fromisoformat(esperado) == obtenido
    assert COMUN.tz == obtenido.tzinfo


def test_el_instante_con_que_se_calcula_dice_su_zona():
    with pytest.raises(ValueError, match="no dice su zona"):
        instante_efectivo(COMUN, datetime(2024, 6, 1, 10), date(2024, 6, 30))  # noqa: DTZ001


# --- Fechas para personas ---


@pytest.mark.parametrize(
    ("fecha", "larga", "corta"),
    [
        (date(2024, 6, 2), "2 de junio de 2024", "2 jun 2024"),
        (date(2024, 5, 1), "1 de mayo de 2024", "1 may 2024"),
        (date(2025, 1, 31), "31 de enero de 2025", "31 ene 2025"),
        (date(2024, 9, 16), "16 de septiembre de 2024", "16 sep 2024"),
        (date(2024, 12, 25), "25 de diciembre de 2024", "25 dic 2024"),
    ],
)
def test_las_fechas_se_escriben_como_en_mexico(fecha, larga, corta):
    assert (larga, corta) == (fecha_larga(fecha), fecha_corta(fecha))


@pytest.mark.parametrize(
    ("momento", "esperado"),
    [
        ("2024-06-02T18:00:00-06:00", "2 de junio de 2024, 18:00 horas"),
        ("2024-06-02T09:05:59.9-06:00", "2 de junio de 2024, 09:05 horas"),
        ("2024-05-11T23:59:59-06:00", "11 de mayo de 2024, 23:59 horas"),
        ("2024-06-03T05:30:00Z", "2 de junio de 2024, 23:30 horas"),
    ],
)
def test_la_hora_se_escribe_en_la_zona_del_proceso(momento, esperado):
    assert esperado == fecha_hora_larga(datetime.fromisoformat(momento), COMUN)


def test_sin_calendario_la_hora_se_escribe_como_viene():
    assert fecha_hora_larga(LIMITE) == "11 de mayo de 2024, 23:59 horas"


def test_no_se_escribe_una_hora_sin_zona():
    with pytest.raises(ValueError, match="no dice su zona"):
        fecha_hora_larga(datetime(2024, 6, 2, 18))  # noqa: DTZ001
