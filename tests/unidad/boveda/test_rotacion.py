"""Todo se vuelve a cerrar con las llaves de ahora; muera donde muera, cada sobre se abre."""

import subprocess
import sys
from pathlib import Path

import pytest

from generador.boveda.cifrado import NoAbre
from generador.boveda.llaves import crear_privada, leer_privada
from generador.boveda.rotacion import Rotada, rotar
from generador.boveda.sobre import Contenido, abrir_sobre
from generador.errores import ErrorConoceles
from tests.unidad.boveda.conftest import CANARIO, Sala
from tests.unidad.boveda.muerte import MUERTE, MUERTO


def estrenar(sala: Sala, tmp_path: Path) -> None:
    """Cambia la segunda llave por otra: lo cerrado queda con las de antes."""
    publica = crear_privada(tmp_path / "nueva.llave")
    sala.boveda.cambiar_llaves(sala.boveda.llavero.con("L2", publica).sin("L1"))


def abre(sala: Sala, uno: Contenido, privada, lado: str = "abiertos") -> bool:
    try:
        return uno.compromiso == abrir_sobre(sala.sobre(uno, lado).read_bytes(), privada).compromiso
    except NoAbre:
        return False


def test_la_nueva_abre_todo_la_quitada_nada_y_repetir_no_hace_nada(sala: Sala, tmp_path) -> None:
    abierto, bloqueado = sala.guardar("A-1"), sala.guardar("A-2")
    sala.boveda.bloquear(["A-2"])
    estrenar(sala, tmp_path)
    nueva = leer_privada(tmp_path / "nueva.llave")
    pasos: list[tuple[int, int]] = []

    assert Rotada(2, 0, ()) == rotar(sala.boveda, sala.privadas[1], lambda *p: pasos.append(p))
    assert Rotada(0, 2, ()) == rotar(sala.boveda, nueva)
    assert [(1, 2), (2, 2)] == pasos
    for uno, lado in ((abierto, "abiertos"), (bloqueado, "bloqueados")):
        assert [True, False, True] == [
            abre(sala, uno, p, lado) for p in (sala.privadas[0], sala.privadas[1], nueva)
        ]


def test_lo_que_no_se_puede_se_deja_como_esta_y_se_dice(sala: Sala, tmp_path: Path) -> None:
    bueno, roto, ajeno = sala.guardar("A-1"), sala.guardar("A-2"), sala.guardar("A-3")
    estrenar(sala, tmp_path)
    ruta = sala.sobre(roto)
    ruta.write_bytes(ruta.read_bytes()[:-5])
    antes = ruta.read_bytes()
    otro = sala.sobre(ajeno)
    otro.write_bytes(otro.read_bytes().partition(b"\n")[0] + b"\nnada")

    hecho = rotar(sala.boveda, sala.privadas[0])

    assert (1, 0, 2, antes) == (
        hecho.cerrados, hecho.al_dia, len(hecho.defectos), ruta.read_bytes(),
    )  # fmt: skip
    assert abre(sala, bueno, leer_privada(tmp_path / "nueva.llave"))
    assert CANARIO not in " ".join(hecho.defectos)


def test_una_llave_que_no_abre_no_cambia_nada(sala: Sala, tmp_path: Path) -> None:
    uno = sala.guardar()
    estrenar(sala, tmp_path)
    antes = sala.sobre(uno).read_bytes()

    hecho = rotar(sala.boveda, leer_privada(tmp_path / "nueva.llave"))

    assert (0, 1, antes) == (hecho.cerrados, len(hecho.defectos), sala.sobre(uno).read_bytes())


def test_sin_espacio_cada_uno_sigue_con_las_de_antes_y_repetir_termina(
    sala: Sala, tmp_path: Path, con_limite
) -> None:
    todos = [sala.guardar(f"A-{n}") for n in range(6)]
    estrenar(sala, tmp_path)

    with con_limite(3_000), pytest.raises(ErrorConoceles, match="No se pudo rotar"):
        rotar(sala.boveda, sala.privadas[0])
    assert all(abre(sala, uno, sala.privadas[1]) for uno in todos)
    assert [] == [r for r in sala.archivos() if r.startswith(".")]
    assert Rotada(6, 0, ()) == rotar(sala.boveda, sala.privadas[0])


def test_dos_a_la_vez_no_caben(sala: Sala) -> None:
    with sala.boveda.mantenimiento(), pytest.raises(ErrorConoceles, match="espere a que termine"):
        rotar(sala.boveda, sala.privadas[0])


ROTA = f"""{MUERTE}
from pathlib import Path
from generador.boveda import rotacion
from generador.boveda.almacen import Boveda
from generador.boveda.llaves import leer_privada
rotacion._A_LA_VEZ = 1  # de a uno, para que la n sea siempre el mismo lugar
boveda, privada = Boveda.abrir(Path(sys.argv[2])), leer_privada(Path(sys.argv[3]))
morir_en(int(sys.argv[1]))
rotacion.rotar(boveda, privada)
"""


def test_muera_donde_muera_cada_sobre_se_abre_y_repetir_termina(sala: Sala, tmp_path) -> None:
    todos = [sala.guardar(f"A-{n}") for n in range(3)]
    muertes = 0
    for numero in range(1, 200):
        publica = crear_privada(tmp_path / f"nueva-{numero}.llave")
        de_antes = sala.boveda.llavero
        sala.boveda.cambiar_llaves(de_antes.con(f"N{numero}", publica).sin(
            next(n for n in de_antes.publicas if n != "L0")
        ))  # fmt: skip
        orden = [sys.executable, "-c", ROTA, str(numero), str(sala.carpeta), str(sala.rutas[0])]
        murio = subprocess.run(orden, check=False, capture_output=True, text=True)

        assert murio.returncode in (0, MUERTO), murio.stderr
        assert all(abre(sala, uno, sala.privadas[0]) for uno in todos)
        hecho = rotar(sala.boveda, sala.privadas[0])
        assert () == hecho.defectos
        assert {sala.boveda.llavero.huella} == {
            g.rotulo.llaves for g in sala.boveda.guardados() if g.rotulo
        }
        assert 6 == len(sala.archivos())
        if murio.returncode == 0:
            break
        muertes += 1
    assert muertes > 8
