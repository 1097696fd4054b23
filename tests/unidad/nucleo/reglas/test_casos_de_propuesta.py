"""Cada regla de propuesta acepta sus casos válidos y señala el lugar de los inválidos.

Un caso es un YAML con los pasos de una rama. De cada paso dice el acto, la cuenta, la hora y los
expedientes que cambia, como diferencias con `tests/casos/base.yml`; `remolques` cambia lo que el
commit declara, que sin eso es la verdad. Sus comentarios iniciales dicen lo esperado:

    # espera: /puntero      («raíz» es el expediente entero)
"""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from generador.archivos.texto import leer
from generador.nucleo.acciones import NORMAS, Accion
from generador.nucleo.conjunto import Contexto
from generador.nucleo.cuentas import Cuenta, Cuentas, Rol
from generador.nucleo.diferencia import campos_de
from generador.nucleo.modelo import Candidatura
from generador.nucleo.movimiento import Movimiento
from generador.nucleo.propuesta import Paso, Propuesta, Version
from generador.nucleo.regla import Alcance
from generador.nucleo.reglas import REGLAS, de_alcance

CASOS = Path(__file__).parents[3] / "casos"
POR_CODIGO = {regla.codigo: regla for regla in REGLAS}
CUENTAS = Cuentas(
    {
        "UT": Cuenta("UT", Rol.UT),
        "VERIFICADORA": Cuenta("VERIFICADORA", Rol.VERIFICADORA),
        "PAH-SUPERVISORA": Cuenta("PAH-SUPERVISORA", Rol.SUPERVISORA, "PAH"),
        "PAH-CAPTURA": Cuenta("PAH-CAPTURA", Rol.CAPTURA, "PAH"),
        "PMO-SUPERVISORA": Cuenta("PMO-SUPERVISORA", Rol.SUPERVISORA, "PMO"),
        "PAH-VENCIDA": Cuenta(
            "PAH-VENCIDA",
            Rol.CAPTURA,
            "PAH",
            hasta=datetime(2030, 4, 1).date(),  # noqa: DTZ001
        ),
    }
)


def casos() -> list[Path]:
    codigos = [regla.codigo for regla in de_alcance(Alcance.PROPUESTA)]
    return sorted(caso for codigo in codigos for caso in (CASOS / codigo).iterdir())


@pytest.mark.parametrize("caso", casos(), ids=lambda caso: f"{caso.parent.name}-{caso.stem}")
def test_cada_regla_de_propuesta_cumple_sus_casos(
    caso: Path,
    armar_contexto: Callable[..., Contexto],
    armar_candidatura: Callable[..., Candidatura],
) -> None:
    texto = caso.read_text("utf-8")
    esperado = sorted(
        dicho.strip().replace("raíz", "") for dicho in re.findall(r"# espera: (\S+)", texto)
    )
    dato = leer(texto.encode()).dato
    pasos = tuple(_paso(p, armar_contexto, armar_candidatura) for p in dato["pasos"])
    versiones = {v.archivo: v for p in pasos for v in p.versiones}
    propuesta = Propuesta(pasos, tuple(versiones.values()), dato.get("sospechosos", {}))

    obtenido = sorted(puntero for _, (puntero, *_) in POR_CODIGO[caso.parent.name](propuesta))

    assert esperado == obtenido
    assert caso.name.startswith("invalido-" if esperado else "valido-")


def _paso(
    dicho: dict[str, Any],
    armar_contexto: Callable[..., Contexto],
    armar_candidatura: Callable[..., Candidatura],
) -> Paso:
    contexto = armar_contexto(ahora=dicho["hora"])

    def armar(cambios: dict[str, Any] | None) -> Candidatura | None:
        return None if cambios is None else armar_candidatura(cambios, en=contexto)

    versiones = []
    for uno in dicho.get("expedientes", ()):
        antes, despues = armar(uno["antes"]), armar(uno["despues"])
        una = despues or antes
        assert una is not None
        versiones.append(Version(una.archivo, antes, despues))
    remolques = _remolques(dicho, versiones) | {
        nombre: tuple(valores) for nombre, valores in dicho.get("remolques", {}).items()
    }
    movimiento = Movimiento(
        commit="c" * 40,
        padres=("p" * 40,),
        instante=datetime.fromisoformat(dicho["hora"]),
        correo=dicho.get("autor", f"{dicho['cuenta'].lower()}@conoceles.invalid"),
        remolques=remolques,
    )
    return Paso(movimiento, tuple(versiones), tuple(dicho.get("ajenos", ())), contexto, CUENTAS)


def _remolques(dicho: dict[str, Any], versiones: list[Version]) -> dict[str, tuple[str, ...]]:
    """Lo que declararía el programa."""
    norma = NORMAS.get(dicho["acto"]) if dicho["acto"] in {a.value for a in Accion} else None
    return {
        "Accion": (dicho["acto"],),
        "Modulo": (norma.modulo if norma else "",),
        "Usuario": (dicho["cuenta"],),
        "Folio": (dicho.get("folio", "FOLIO-0001"),),
        "Candidatura": tuple(v.clave for v in versiones),
        "Campos": tuple(
            " ".join((v.clave, *campos_de(v.cambios))) for v in versiones if v.antes and v.despues
        ),
    }
