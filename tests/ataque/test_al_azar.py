"""¿Resisten también doscientos procesos que nadie escogió?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from atacante import Mundo, resolver, restar

from generador.archivos.carga import cargar
from generador.nucleo.conjunto import Conjunto
from generador.nucleo.estadistica.contables import preguntas_contables
from generador.nucleo.estadistica.contada import Contada
from generador.nucleo.estadistica.cuenta import contar
from generador.simulacion.estadistica import contadas_ficticias, fechas_de_corte
from generador.simulacion.identidad import contestar, preguntas_de
from generador.simulacion.simulador import Pedido, simular

CUANTOS = 200
POR_GRUPO = 10
LUGARES = ({"municipio": ("002", "106"), "entidad": ("EDO",)}, {"distrito": ("010", "023", "036")})


def _al_azar(conjunto: Conjunto, contadas: list[Contada], semilla: str) -> list[Contada]:
    """Las mismas personas con otras respuestas y otro consentimiento: los que toquen."""
    esquemas, proceso = conjunto.contexto.esquemas, conjunto.proceso
    campos = preguntas_de(esquemas)
    todas = frozenset(p.nombre for p in preguntas_contables(esquemas, proceso))
    azar = Random(semilla)
    consienten = azar.choice((0.1, 0.4, 0.8))
    nuevas = []
    for c in contadas:
        propio = Random(f"{semilla} {c.clave}")
        autoriza = todas if propio.random() < consienten else frozenset()
        se_ve = autoriza if propio.random() < 0.9 else frozenset()
        respuestas: dict[str, Any] = contestar(propio, proceso, campos, c.edad)
        for nombre in [n for n in respuestas if propio.random() < 0.01]:
            del respuestas[nombre]
        nuevas.append(
            replace(
                c, respuestas=respuestas, autorizadas=autoriza, publicas=se_ve, compromiso=semilla
            )
        )
    return nuevas


@pytest.mark.lento
@pytest.mark.parametrize("grupo", range(CUANTOS // POR_GRUPO))
def test_ninguno_de_doscientos_procesos_descubre_a_nadie(
    tmp_path: Path, grupo: int, record_property: Callable[[str, object], None]
) -> None:
    publicados = 0
    for numero in range(grupo * POR_GRUPO, (grupo + 1) * POR_GRUPO):
        azar = Random(f"proceso {numero}")
        carpeta = tmp_path / str(numero)
        pedido = Pedido(azar.choice((40, 80, 140)), f"azar {numero}", fotos=False)
        simular(carpeta, replace(pedido, ambitos=azar.choice((None, *LUGARES))))
        conjunto = cargar(carpeta, datetime.fromisoformat("2024-06-01T12:00:00-06:00"))
        preguntas = preguntas_contables(conjunto.contexto.esquemas, conjunto.proceso)
        cortes, por_corte = [], []
        minimo = azar.choice((3, 3, 5))
        for fecha in fechas_de_corte(conjunto.proceso)[-azar.randint(1, 2) :]:
            contadas = _al_azar(conjunto, contadas_ficticias(conjunto, fecha), f"r {numero}")
            por_corte.append(contadas)
            cortes.append(contar(contadas, preguntas, fecha, minimo, cortes))
        mundo = Mundo.de(preguntas, cortes, por_corte)

        assert [] == restar(mundo), numero
        assert [] == resolver(mundo), numero
        publicados += sum(r.conteo is not None for c in cortes for r in c.renglones)
    record_property("conteos", publicados)

    assert publicados > 0
