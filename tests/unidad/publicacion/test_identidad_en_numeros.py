"""¿Dice la página lo contado, lo suprimido y por qué?"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from generador.nucleo.esquema import Esquemas
from generador.nucleo.estadistica.contables import Pregunta, preguntas_contables
from generador.nucleo.estadistica.contada import VARIABLES, Contada, Situacion
from generador.nucleo.estadistica.corte import Corte
from generador.nucleo.estadistica.cuenta import contar
from generador.nucleo.proceso import Proceso
from generador.publicacion.fuente import Fuente
from generador.publicacion.indice import Indice
from generador.publicacion.pagina import Pagina
from generador.publicacion.paginas import identidad, numeros

Imprimir = Callable[[Indice, Pagina], str]
Ver = Callable[..., str]


def _texto(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.fixture(scope="module")
def preguntas(esquemas: Esquemas, proceso_ficticio: Proceso) -> tuple[Pregunta, ...]:
    return preguntas_contables(esquemas, proceso_ficticio)


@pytest.fixture(scope="module")
def corte(preguntas: tuple[Pregunta, ...]) -> Corte:
    """Cuarenta personas: i01 se publica, i04 no, y «sin binario» no se distingue."""
    gente = [
        Contada(
            f"C{n:03}",
            25 if n % 4 == 0 else 40,
            dict.fromkeys(VARIABLES, "x")
            | {
                "sexo": ("mujer", "hombre")[n % 2] if n else "no_binario",
                "cargo": "x" if n else "presidencia",
                "eleccion": ("diputaciones", "ayuntamientos")[n % 2],
                "ambito": "municipio:001",
            },
            Situacion.CONTESTO if n < 40 else Situacion.SIN_CAPTURA,
            {"i01": ("si", "no", "no")[n % 3], "i04": "no", "i18": "pnc" if n == 1 else "x"},
        )
        for n in range(44)
    ]
    return contar(gente, preguntas, date(2030, 5, 8), 3)


@pytest.fixture
def ver(
    armar_fuente: Callable[..., Fuente], imprimir: Imprimir, preguntas: tuple[Pregunta, ...]
) -> Ver:
    def hacer(*cortes: Corte, abierto: bool = True) -> str:
        fuente = armar_fuente((), preguntas=preguntas, cortes=cortes, abierto=abierto)
        indice = Indice(fuente)
        (elemento,) = identidad.elementos(indice)
        return imprimir(indice, identidad.componer(indice, elemento))

    return hacer


def test_sin_cortes_lo_dice(ver: Ver) -> None:
    html = ver()

    assert "Todavía no hay un corte publicado" in html
    assert "<table" not in html


def test_antes_de_la_fecha_no_se_ve_nada(ver: Ver, corte: Corte) -> None:
    assert "<table" not in ver(corte, abierto=False)


def test_dice_corte_celda_minima_y_los_dos_denominadores(ver: Ver, corte: Corte) -> None:
    texto = _texto(ver(corte))

    assert "Corte: 8 de mayo de 2030" in texto
    assert "Registradas vigentes 44" in texto
    assert "Contestaron 40 90.9 % de las registradas" in texto
    assert "Celda mínima 3 personas" in texto
    assert "Se cuentan 40 de 40 que contestaron; 40 respuestas válidas" in texto


def test_los_cortes_anteriores_estan_en_los_datos(ver: Ver, corte: Corte) -> None:
    despues = replace(corte, fecha=date(2030, 5, 9))

    assert "También en los datos abiertos : 8 de mayo de 2030" in _texto(ver(corte, despues))


def test_lo_que_no_es_respuesta_va_aparte(ver: Ver, corte: Corte) -> None:
    html = ver(corte)

    assert "Prefiero no contestar" in html
    assert re.search(r'Sí</span> <span class="cuanto"><b>35.0 %</b> 14', html)
    assert "no aplica" in html  # «sin respuesta» no tiene parte de las válidas


def test_lo_suprimido_se_dice_y_no_es_cero(ver: Ver, corte: Corte) -> None:
    html = ver(corte)
    texto = _texto(html)

    assert "«Suprimida» no es cero" in texto
    assert "Suprimida: con tan pocas personas" in texto  # i04: todas contestaron lo mismo
    assert re.search(r'No binario</th><td class="n suprimida" colspan="\d">suprimida</td>', html)
    assert "Las demás, juntas" in texto
    assert "Suprimida por completo por cargo" in texto


def test_lo_que_sale_de_la_edad_cuenta_a_las_registradas(ver: Ver, corte: Corte) -> None:
    assert "cuenta a las 44 registradas" in _texto(ver(corte))


def test_las_columnas_van_en_el_orden_del_proceso(ver: Ver, corte: Corte) -> None:
    html = ver(corte)
    sexo = html[html.index("Por sexo") :]

    assert sexo.index(">Mujer<") < sexo.index(">Hombre<") < sexo.index(">No binario<")


def test_las_cifras_llevan_hasta_ahi(indice: Indice, imprimir: Imprimir) -> None:
    assert 'href="../cifras/identidad/"' in imprimir(indice, numeros.componer(indice, None))
