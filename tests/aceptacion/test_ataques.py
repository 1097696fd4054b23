"""¿Qué intenta quien puede escribir una rama, y por qué no entra?

Cada ataque se pone a mano en el depósito común, como lo haría una cuenta de captura con acceso a
Git. Ninguno debe integrarse; si alguien lo une a la fuerza, `historial verificar` lo nombra.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.aceptacion.fallas import (
    CAPTURA,
    SUPERVISORA,
    UNIDAD,
    Escena,
    arbol_con,
    blob,
    commit_a_mano,
    enviada,
    escrita,
    git,
)

FOLIO = "AAAA-AAAA-AAAA"
CUENTA = b"PAH-CAPTURA <pah-captura@conoceles.invalid> 1714406400 -0600"
LA_UNIDAD = b"UT <ut@conoceles.invalid> 1714406400 -0600"
HORA = "2024-04-29T12:00"
ANTICIPA = f"x\n\nAccion: anticipar\nModulo: captura\nUsuario: PAH-CAPTURA\nFolio: {FOLIO}\n"


def _con(escena: Escena, base: str, archivos: dict[str, bytes]) -> str:
    """El árbol de un commit con esos archivos puestos."""
    arbol = git(escena.comun, "rev-parse", f"{base}^{{tree}}")
    for ruta, contenido in archivos.items():
        objeto = blob(escena.comun, contenido)
        arbol = arbol_con(escena.comun, arbol, ruta.encode(), "100644", objeto)
    return arbol


def _ajena(escena: Escena) -> str:
    """El expediente de alguien de otro partido."""
    rutas = git(escena.comun, "ls-tree", "-r", "--name-only", "main", "candidaturas/").splitlines()
    return next(r for r in rutas if r.endswith("-P-1.yml") and "/pah/" not in r)


def _union_perversa(escena: Escena) -> str:
    """Dos commits vacíos, y en su unión otro `cuentas.yml`: una unión no enseña archivos."""
    cuentas = git(escena.comun, "show", "main:cuentas.yml") + '\n  MALA:\n    rol: "ut"\n'
    vacio = git(escena.comun, "rev-parse", "main^{tree}")
    dicho = ANTICIPA.encode()
    uno, otro = (
        commit_a_mano(escena.comun, vacio, ["main"], dicho + extra, autor=CUENTA)
        for extra in (b"", b"Motivo: otro\n")
    )
    arbol = _con(escena, "main", {"cuentas.yml": cuentas.encode()})
    return commit_a_mano(escena.comun, arbol, [uno, otro], dicho, autor=CUENTA)


def _foto_ajena(escena: Escena) -> str:
    """La fotografía de otra persona, sin tocar su expediente."""
    foto = next(escena.terminal.llenas.glob("*/*/*/*.webp")).read_bytes()
    ruta = _ajena(escena).removesuffix(".yml") + ".webp"
    arbol = _con(escena, "main", {ruta: foto})
    return commit_a_mano(escena.comun, arbol, ["main"], ANTICIPA.encode(), autor=CUENTA)


def _acto_de_nadie(escena: Escena) -> str:
    """Un acto de captura que no cambia a nadie."""
    arbol = git(escena.comun, "rev-parse", "main^{tree}")
    return commit_a_mano(escena.comun, arbol, ["main"], ANTICIPA.encode(), autor=CUENTA)


def _dice_ser_la_unidad(escena: Escena) -> str:
    """Un `configurar` con el autor de la unidad."""
    cuentas = git(escena.comun, "show", "main:cuentas.yml") + '\n  MALA:\n    rol: "ut"\n'
    arbol = _con(escena, "main", {"cuentas.yml": cuentas.encode()})
    dicho = f"x\n\nAccion: configurar\nModulo: configuracion\nUsuario: UT\nFolio: {FOLIO}\n"
    return commit_a_mano(escena.comun, arbol, ["main"], dicho.encode(), autor=LA_UNIDAD)


def _de_manana(escena: Escena) -> str:
    """Un acto con la hora de un mes después."""
    arbol = git(escena.comun, "rev-parse", "main^{tree}")
    autor = CUENTA.replace(b"1714406400", b"1717084800")
    return commit_a_mano(escena.comun, arbol, ["main"], ANTICIPA.encode(), autor=autor)


def _de_ayer(escena: Escena) -> str:
    """Un acto anterior a aquello de lo que sale."""
    arbol = git(escena.comun, "rev-parse", "main^{tree}")
    autor = CUENTA.replace(b"1714406400", b"1704067200")
    return commit_a_mano(escena.comun, arbol, ["main"], ANTICIPA.encode(), autor=autor)


ATAQUES: tuple[Callable[[Escena], str], ...] = (
    _union_perversa,
    _foto_ajena,
    _acto_de_nadie,
    _dice_ser_la_unidad,
    _de_manana,
    _de_ayer,
)


@pytest.mark.parametrize("atacar", ATAQUES, ids=lambda a: a.__doc__ or "")
def test_no_entra_sola(simulado: Path, tmp_path: Path, atacar: Callable[[Escena], str]) -> None:
    escena = escrita(simulado).copiar(tmp_path)
    cabeza = atacar(escena)
    git(escena.comun, "update-ref", f"refs/heads/captura/{FOLIO}", cabeza)
    antes = git(escena.comun, "rev-parse", "main")
    dicho = escena.terminal(HORA, "integrar", "--automatico", *UNIDAD, espera=1)

    assert f"La propuesta {FOLIO}" in dicho
    assert antes == git(escena.comun, "rev-parse", "main")


@pytest.mark.parametrize("atacar", ATAQUES[:3], ids=lambda a: a.__doc__ or "")
def test_si_alguien_la_une_a_la_fuerza_se_nombra(
    simulado: Path, tmp_path: Path, atacar: Callable[[Escena], str]
) -> None:
    escena = escrita(simulado).copiar(tmp_path)
    cabeza = atacar(escena)
    _unir(escena, cabeza, git(escena.comun, "rev-parse", f"{cabeza}^{{tree}}"))

    assert "defecto" in escena.terminal(HORA, "historial", "verificar", "--todo", *UNIDAD, espera=1)


def _unir(escena: Escena, cabeza: str, arbol: str) -> str:
    dicho = (
        f"x\n\nAccion: integrar\nModulo: integracion\nUsuario: UT\nFolio: {FOLIO}\n"
        f"Revisado: {cabeza}\n"
    )
    union = commit_a_mano(escena.comun, arbol, ["main", cabeza], dicho.encode(), autor=LA_UNIDAD)
    git(escena.comun, "update-ref", "refs/heads/main", union)
    return union


def test_un_commit_sin_antepasado_unido_al_tronco_se_nombra(simulado: Path, tmp_path: Path) -> None:
    escena = escrita(simulado).copiar(tmp_path)
    suelto = git(escena.comun, "rev-parse", f"main:{escena.carpeta}")
    raiz = commit_a_mano(escena.comun, suelto, [], b"hola\n", autor=CUENTA)
    _unir(escena, raiz, git(escena.comun, "rev-parse", "main^{tree}"))
    dicho = escena.terminal(HORA, "historial", "verificar", "--todo", *UNIDAD, espera=1)

    assert f"{raiz[:10]}" in dicho


def test_una_captura_no_se_da_por_validada_con_otro_acto_encima(
    simulado: Path, tmp_path: Path
) -> None:
    escena = enviada(simulado).copiar(tmp_path)
    rama = f"refs/heads/captura/{escena.folio}"
    arbol = git(escena.comun, "rev-parse", f"{rama}^{{tree}}")
    dicho = ANTICIPA.replace(FOLIO, escena.folio).encode()
    encima = commit_a_mano(escena.comun, arbol, [rama], dicho, autor=CUENTA)
    git(escena.comun, "update-ref", rama, encima)
    antes = git(escena.comun, "rev-parse", "main")

    assert "espera la validación" in escena.terminal(
        HORA, "integrar", escena.folio, *UNIDAD, espera=2
    )
    assert antes == git(escena.comun, "rev-parse", "main")

    # Si alguien la une a la fuerza, se sabe que nadie la validó.
    union = _unir(escena, encima, arbol)
    dicho_de = escena.terminal(HORA, "historial", "verificar", "--todo", *UNIDAD, espera=1)
    assert f"{union[:10]}  Unió una captura que nadie validó" in dicho_de


def test_la_carpeta_de_quien_integra_no_se_queda_atras(simulado: Path, tmp_path: Path) -> None:
    """Quien captura, valida e integra en la misma carpeta ve al final lo que quedó."""
    escena = escrita(simulado).copiar(tmp_path)
    terminal = escena.terminal
    terminal("2024-04-28T11:00", "proponer", str(escena.raiz / escena.carpeta), *CAPTURA)
    folio = terminal.folio
    terminal("2024-04-28T12:00", "validar-propuesta", folio, *SUPERVISORA)
    terminal("2024-04-28T13:00", "integrar", folio, *UNIDAD)

    assert terminal.git("rev-parse", "HEAD") == terminal.git("rev-parse", "origin/main")
    assert "" == terminal.git("status", "--porcelain")
    assert "validada:" in terminal.ruta(escena.clave).read_text("utf-8")


def test_lo_propio_sin_enviar_no_se_pisa_y_se_dice(simulado: Path, tmp_path: Path) -> None:
    escena = escrita(simulado).copiar(tmp_path)
    ruta = escena.terminal.ruta(escena.clave)
    escrito = ruta.read_bytes()
    dicho = escena.terminal(HORA, "configurar", *_cuenta_nueva(escena), *UNIDAD)

    assert "" == dicho.partition("Su carpeta quedó atrás")[2] or escena.clave in dicho
    assert escrito == ruta.read_bytes()


def _cuenta_nueva(escena: Escena) -> tuple[str]:
    cuentas = escena.raiz / "cuentas.yml"
    con_otra = cuentas.read_text("utf-8") + '  UT-DOS:\n    rol: "ut"\n'
    cuentas.write_text(con_otra, "utf-8")
    return (str(cuentas),)


def test_dos_configuran_a_la_vez_y_nada_se_pierde(simulado: Path, tmp_path: Path) -> None:
    escena = escrita(simulado).copiar(tmp_path)
    otra = escena.clonar(tmp_path / "otra")
    escena.terminal(HORA, "configurar", *_cuenta_nueva(escena), *UNIDAD)
    cuentas = otra.raiz / "cuentas.yml"
    cuentas.write_text(cuentas.read_text("utf-8") + '  UT-TRES:\n    rol: "ut"\n', "utf-8")
    dicho = otra.terminal("2024-04-29T13:00", "configurar", str(cuentas), *UNIDAD, espera=2)

    assert "cambió en el tronco desde la copia de su carpeta" in dicho
    assert "UT-DOS" in git(escena.comun, "show", "main:cuentas.yml")


def test_despues_del_cierre_se_audita_y_no_se_actua(simulado: Path, tmp_path: Path) -> None:
    terminal = escrita(simulado).copiar(tmp_path).terminal
    despues = "2025-01-10T10:00"

    assert "intacta" in terminal(despues, "historial", "verificar", "--todo", *UNIDAD)
    terminal(despues, "bandeja", *UNIDAD)
    assert "ya no admite actos" in terminal(despues, "integrar", "--automatico", *UNIDAD, espera=2)
