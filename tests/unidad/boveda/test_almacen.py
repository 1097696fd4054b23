"""Dónde está lo de cada quien, y qué se puede hacer con eso."""

import shutil
from pathlib import Path

import pytest

from generador.boveda.almacen import Boveda, Entrega
from generador.boveda.cifrado import NoAbre
from generador.boveda.llaves import crear_privada
from generador.boveda.sobre import Contenido, SobreRoto
from generador.errores import ErrorConoceles
from tests.unidad.boveda.conftest import CANARIO, PDF, PROCESO, Sala, contenido_de, permisos


def leer(sala: Sala, uno: Contenido, cual: int = 0) -> Contenido:
    return sala.boveda.leer(uno.clave, uno.compromiso, sala.privadas[cual])


def test_perder_una_llave_no_pierde_nada(sala: Sala) -> None:
    uno = sala.guardar()

    assert [CANARIO] * 2 == [
        leer(sala, uno, cual).cuestionario.respuestas["i03_otra"] for cual in (0, 1)
    ]
    assert PDF == sala.boveda.documento(leer(sala, uno))


def test_quien_tiene_solo_las_publicas_deposita_y_no_abre_nada(sala: Sala) -> None:
    for ruta in sala.rutas:
        ruta.unlink()
    uno = sala.guardar()

    assert 2 == len(sala.archivos())
    crudo = b"".join(r.read_bytes() for r in sala.carpeta.rglob("*") if r.is_file())
    assert b"AGE-SECRET-KEY" not in crudo
    assert CANARIO.encode() not in crudo
    assert uno.sal not in crudo
    assert uno.sal.hex().encode() not in crudo


def test_todo_es_solo_de_su_duena(sala: Sala) -> None:
    sala.guardar()

    modos = {permisos(r) for r in sala.carpeta.rglob("*") if r.is_file()}
    carpetas = {permisos(r) for r in (sala.carpeta, *sala.carpeta.iterdir()) if r.is_dir()}
    assert ({"0600"}, {"0700"}) == (modos, carpetas)


def test_no_se_abre_lo_que_no_es_una_boveda_o_abre_alguien_mas(sala: Sala, tmp_path) -> None:
    assert sala.boveda == Boveda.abrir(sala.carpeta)
    with pytest.raises(ErrorConoceles, match="créela con"):
        Boveda.abrir(tmp_path / "nada")
    for nombre in (".", "abiertos", "boveda.json"):
        ruta = sala.carpeta / nombre
        modo = ruta.stat().st_mode
        ruta.chmod(0o755)
        with pytest.raises(ErrorConoceles, match="lo puede abrir alguien más"):
            Boveda.abrir(sala.carpeta)
        ruta.chmod(modo)
    shutil.rmtree(sala.carpeta / "ordenes")
    with pytest.raises(ErrorConoceles, match="ordenes: no existe"):
        Boveda.abrir(sala.carpeta)


def test_crear_dos_veces_es_la_misma_y_no_la_de_otro_proceso(sala: Sala, tmp_path: Path) -> None:
    assert sala.boveda == Boveda.crear(sala.carpeta, PROCESO)
    with pytest.raises(ErrorConoceles, match="no se mezclan"):
        Boveda.crear(sala.carpeta, "otro")
    (tmp_path / "llena").mkdir(mode=0o700)
    (tmp_path / "llena" / "x").touch()
    with pytest.raises(ErrorConoceles, match="ya tiene otra cosa"):
        Boveda.crear(tmp_path / "llena", PROCESO)


def test_una_creacion_interrumpida_se_repite(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir(mode=0o700)
    (tmp_path / "b" / ".paso-x").touch()

    assert {} == Boveda.crear(tmp_path / "b", PROCESO).llavero.publicas


def test_no_se_crea_donde_hay_un_archivo(tmp_path: Path) -> None:
    (tmp_path / "b").touch()
    with pytest.raises(ErrorConoceles, match="ya existe"):
        Boveda.crear(tmp_path / "b", PROCESO)


def test_con_una_sola_llave_no_se_deposita(tmp_path: Path) -> None:
    boveda = Boveda.crear(tmp_path / "b", PROCESO)
    boveda.cambiar_llaves(boveda.llavero.con("a", crear_privada(tmp_path / "a")))

    with pytest.raises(ErrorConoceles, match="tiene 1 llave y pide 2"):
        boveda.depositar([Entrega(contenido_de("A-1"))])
    assert [] == list((boveda.carpeta / "abiertos").iterdir())


def test_no_se_deposita_lo_de_otro_proceso(sala: Sala) -> None:
    with pytest.raises(ErrorConoceles, match="es de otro proceso"):
        sala.guardar(proceso="otro")


def test_sin_espacio_no_queda_nada_a_medias_y_repetir_alcanza(sala: Sala, con_limite) -> None:
    with con_limite(5_000), pytest.raises(ErrorConoceles, match="No se pudo depositar"):
        sala.guardar()
    assert [] == [r for r in sala.archivos() if not r.endswith(".documento")]

    uno = sala.guardar()
    assert uno.compromiso == leer(sala, uno).compromiso


def test_dos_depositos_de_la_misma_no_se_pisan(sala: Sala) -> None:
    uno, otro = sala.guardar(), sala.guardar()

    assert [uno.compromiso, otro.compromiso] == [leer(sala, x).compromiso for x in (uno, otro)]
    assert 4 == len(sala.archivos())


def test_el_sobre_de_otra_no_pasa_por_el_suyo(sala: Sala) -> None:
    uno, otro = sala.guardar("A-1"), sala.guardar("A-2")
    ruta, ajena = sala.sobre(uno), sala.sobre(otro)
    crudo = ruta.read_bytes()
    ruta.write_bytes(ajena.read_bytes())
    ajena.write_bytes(crudo)

    for cambiado in (uno, otro):
        with pytest.raises(SobreRoto, match="se cambió") as dicho:
            leer(sala, cambiado)
        assert CANARIO not in str(dicho.value)
    assert ["se cambió"] * 2 == [g.defecto[-10:-1] for g in sala.boveda.guardados()]


def test_el_documento_de_otra_no_pasa_por_el_suyo(sala: Sala) -> None:
    uno, otro = (leer(sala, sala.guardar(clave)) for clave in ("A-1", "A-2"))
    ruta, ajena = (sala.sobre(x).with_suffix(".documento") for x in (uno, otro))
    ruta.write_bytes(ajena.read_bytes())

    with pytest.raises(SobreRoto, match="es de otro depósito"):
        sala.boveda.documento(uno)
    ruta.unlink()
    with pytest.raises(ErrorConoceles, match=r"Falta el documento firmado de A-1: no existe\."):
        sala.boveda.documento(uno)


def test_lo_que_no_esta_lo_que_no_se_puede_leer_y_lo_ajeno_se_dicen(sala: Sala, tmp_path) -> None:
    uno = sala.guardar()
    ruta = sala.sobre(uno)
    crudo = ruta.read_bytes()
    crear_privada(tmp_path / "ajena")

    ruta.write_bytes(crudo[:-1])
    with pytest.raises(SobreRoto, match="A-1: El sobre está dañado"):
        leer(sala, uno)
    ruta.unlink()
    with pytest.raises(ErrorConoceles, match="restáurelo del respaldo"):
        leer(sala, uno)
    ruta.mkdir()
    with pytest.raises(ErrorConoceles, match="es una carpeta"):
        leer(sala, uno)
    dichos = list(sala.boveda.leer_todos({"A-1": uno.compromiso}, sala.privadas[0]))
    assert [("A-1", None)] == [dicho[:2] for dicho in dichos]
    assert ["A-1"] == [g.clave for g in sala.boveda.guardados() if g.rotulo is None]


def test_uno_con_permisos_de_mas_se_dice(sala: Sala) -> None:
    uno = sala.guardar()
    sala.sobre(uno).chmod(0o644)

    assert ["permisos 0644" in g.defecto for g in sala.boveda.guardados()] == [True]


def test_sin_documento_no_hay_documento(sala: Sala) -> None:
    uno = contenido_de("A-1")
    sala.boveda.depositar([Entrega(uno)])

    assert None is sala.boveda.documento(leer(sala, uno))


def test_lo_bloqueado_no_se_lee_y_vuelve_entero(sala: Sala) -> None:
    uno, otro = sala.guardar("A-1"), sala.guardar("A-2")

    assert (("A-1",), ()) == (sala.boveda.bloquear(["A-1"]), sala.boveda.bloquear(["A-1"]))
    assert [False, True] == [g.bloqueado for g in sala.boveda.guardados()]
    with pytest.raises(ErrorConoceles, match="está bloqueado"):
        leer(sala, uno)
    assert "A-2" == leer(sala, otro).clave
    assert ("A-1",) == sala.boveda.desbloquear(["A-1", "A-3"])
    assert PDF == sala.boveda.documento(leer(sala, uno))


def test_borrar_quita_todo_lo_suyo_y_nada_de_las_demas(sala: Sala) -> None:
    sala.guardar("A-1")
    sala.boveda.bloquear(["A-1"])
    sala.guardar("A-1")
    otro = sala.guardar("A-10")
    (sala.carpeta / "abiertos" / ".paso-x").write_bytes(b"una copia a medias")

    assert (4, 0) == (sala.boveda.borrar(["A-1"]), sala.boveda.borrar(["A-1"]))
    assert ["A-10"] * 2 == [r.partition(".")[0] for r in sala.archivos()]
    assert "A-10" == leer(sala, otro).clave


def test_borrar_un_solo_deposito_deja_el_otro(sala: Sala) -> None:
    uno, otro = sala.guardar(), sala.guardar()
    (viejo,) = [g for g in sala.boveda.guardados() if g.rotulo.compromiso == uno.compromiso]

    sala.boveda.borrar_sobre(viejo)

    assert otro.compromiso == leer(sala, otro).compromiso
    assert 2 == len(sala.archivos())


def test_una_llave_ajena_se_dice_antes_de_leer_nada(sala: Sala, tmp_path: Path) -> None:
    uno = sala.guardar()
    ajena = sala.privadas[1]
    tercera = crear_privada(tmp_path / "tercera")
    sala.boveda.cambiar_llaves(sala.boveda.llavero.con("L2", tercera).sin("L1"))

    with pytest.raises(NoAbre, match="no es de esta bóveda"):
        sala.boveda.leer("A-1", uno.compromiso, ajena)
    with pytest.raises(NoAbre, match="no es de esta bóveda"):
        list(sala.boveda.leer_todos({"A-1": uno.compromiso}, ajena))


def test_un_sobre_que_desaparece_mientras_se_mira_se_dice(sala: Sala, monkeypatch) -> None:
    sala.guardar()
    original = Path.read_bytes

    def sin_sobres(ruta: Path) -> bytes:
        if ruta.suffix == ".sobre":
            raise PermissionError(13, "no", str(ruta))
        return original(ruta)

    monkeypatch.setattr(Path, "read_bytes", sin_sobres)

    assert [True] == ["no hay permiso" in g.defecto for g in sala.boveda.guardados()]
