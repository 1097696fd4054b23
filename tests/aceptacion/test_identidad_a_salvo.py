"""Lo bloqueado no se mueve, lo destruido no se adivina, y lo hecho a mano se encuentra."""

import base64
import itertools
import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from generador.archivos.carga import abrir_contexto
from generador.boveda.sobre import abrir_sobre
from generador.nucleo.acciones import NORMAS, Accion
from generador.nucleo.diferencia import campos_de, diferencias
from generador.nucleo.identidad.compromiso import comprometer
from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.nucleo.identidad.preguntas import Preguntas
from generador.repositorio.remolques import redactar
from tests.aceptacion.bovedas import (
    CANARIO,
    Caso,
    abierta,
    depositada,
    folio_de,
    pedida,
    publicada,
    todo_lo_guardado,
)
from tests.aceptacion.fallas import arbol_con, blob, commit_a_mano, git

UT = ("--cuenta", "UT")
BAJA = ("--causa", "renuncia", "--acuerdo", "IEEM/1", *UT)


# --- por adivinar ------------------------------------------------------------------------------


def _combinaciones(caso: Caso) -> "list[dict[str, str]]":
    """Cada manera de contestar lo que tiene opciones: más de doscientas mil."""
    contexto = abrir_contexto(caso.raiz, datetime(2024, 6, 11))  # noqa: DTZ001
    preguntas = Preguntas.de_contexto(contexto).por_nombre
    pueblos = [p for p in preguntas["i03"].opciones if p != "otro"]
    indigena = [
        {"i01": "si", "i03": "otro", "i03_otra": CANARIO},
        *({"i01": "si", "i03": p} for p in pueblos),
        {"i01": "no"},
        {"i01": "pnc"},
    ]
    demas = [
        [{n: o} for o in opciones]
        for n, opciones in (
            ("i02", preguntas["i02"].opciones),
            ("i08", preguntas["i08"].opciones),
            ("i04", ("no", "pnc")),
            ("i09", ("no", "pnc")),
            ("i11", ("no", "pnc")),
            ("i18", tuple(preguntas["i18"].opciones)[2:]),
            ("i19", preguntas["i19"].opciones),
        )
    ]
    return [
        {k: v for parte in partes for k, v in parte.items()}
        for partes in itertools.product(indigena, *demas)
    ]


def _aciertos(
    caso: Caso, base: dict[str, object], compromiso: str, sal: bytes
) -> Iterator[dict[str, str]]:
    """Las combinaciones que dan ese compromiso con esa sal."""
    edad = caso.terminal.dato(caso.clave)["registro"]["edad"]  # type: ignore[index]
    contexto = abrir_contexto(caso.raiz, datetime(2024, 6, 11))  # noqa: DTZ001
    de_la_edad = {p.nombre: d for p in Preguntas.de_contexto(contexto) if (d := p.derivada(edad))}
    combinaciones = _combinaciones(caso)
    assert len(combinaciones) >= 200_000
    for una in combinaciones:
        dicho = Cuestionario(caso.clave, una | de_la_edad, tratamiento=True, estadistica=True)
        if compromiso == comprometer(sal, base | {"cuestionario": dicho.a_dato()}):
            yield una


def test_destruida_ni_quien_prueba_todas_las_respuestas_la_confirma(simulado, tmp_path) -> None:
    caso = pedida(simulado).copiar(tmp_path / "caso")
    antes = abrir_sobre(caso.sobre().read_bytes(), caso.privada)
    caso("2024-06-10T12:00", "boveda", "destruir", "--autorizar", caso.folio, "--cuenta", "UT-2")
    (caso.base / "contestado.json").unlink()
    (caso.base / "firmado.pdf").unlink()
    caso.terminal.git("clone", "--quiet", str(caso.base / "comun.git"), str(caso.base / "clon"))
    clonada = replace(caso.terminal, raiz=caso.base / "clon").dato(caso.clave)
    identidad = clonada["identidad"]
    assert isinstance(identidad, dict)
    # Lo que sabe quien mira Git: todo menos las respuestas y la sal.
    publico: dict[str, object] = {
        "proceso": antes.proceso,
        "consentimiento": clonada["consentimiento"],
        "depositado": identidad["fecha"],
    }
    compromiso = identidad["compromiso"]

    assert ("destruida", antes.compromiso) == (identidad["estado"], compromiso)
    # Con la sal se hallaría: quien busca, busca bien. Sin ella, no.
    assert CANARIO == next(_aciertos(caso, publico, compromiso, antes.sal))["i03_otra"]
    assert [] == list(_aciertos(caso, publico, compromiso, bytes(32)))

    todo = todo_lo_guardado(caso)
    for como in (antes.sal, antes.sal.hex().encode(), base64.b64encode(antes.sal)[:-1]):
        assert como not in todo
    assert CANARIO.encode() not in todo
    assert antes.llave_documento.encode() not in todo
    # Ni sabiendo las respuestas: ninguna de las cifras que quedan es la sal.
    contenido = publico | {"cuestionario": antes.cuestionario.a_dato()}
    assert compromiso == comprometer(antes.sal, contenido)
    quedan = {bytes.fromhex(c.decode()) for c in re.findall(rb"(?=([0-9a-f]{64}))", todo)}
    assert len(quedan) > 10
    assert not any(compromiso == comprometer(sal, contenido) for sal in quedan)
    # Y todo sigue cuadrando, también desde el clon.
    caso("2024-06-11", "boveda", "verificar", *UT)
    caso("2024-06-11", "historial", "verificar", "--todo", *UT)


# --- el estado manda ---------------------------------------------------------------------------


def test_cancelar_bloquea_en_el_acto_y_reinstalar_devuelve(simulado, tmp_path: Path) -> None:
    caso = publicada(simulado).copiar(tmp_path / "caso")
    leer = ("boveda", "leer", caso.clave, *UT)

    caso("2024-05-06T10:00", "cancelar", caso.clave, *BAJA)
    assert "bloqueada" == caso.identidad()["estado"]
    assert "PTO 44" in caso("2024-05-06T10:01", *leer, espera=2)
    # Aunque nadie haya movido el sobre, ya no se publica ni se recibe nada.
    assert "lo de 0 candidaturas" in caso("2024-05-06T10:02", "boveda", "publicar", *UT)
    caso("2024-05-06T10:03", *caso.de_depositar(), espera=2)
    assert "1 bloqueada" in caso("2024-05-06T11:00", "boveda", "bloquear", *UT)
    assert "0 bloqueadas" in caso("2024-05-06T11:01", "boveda", "bloquear", *UT)

    reinstalar = ("--efecto", "reinstalar", "--documento", "ST-JDC-1/2024", *UT)
    caso("2024-05-10T10:00", "acatar", caso.clave, *reinstalar)
    assert "depositada" == caso.identidad()["estado"]
    assert "1 devuelta" in caso("2024-05-10T11:00", "boveda", "bloquear", *UT)
    assert CANARIO in caso("2024-05-10T12:00", *leer)
    caso("2024-05-11", "boveda", "verificar", *UT)
    caso("2024-05-11", "historial", "verificar", "--todo", *UT)


def test_sustituir_bloquea_a_quien_sale_y_no_a_quien_entra(simulado, tmp_path: Path) -> None:
    caso = depositada(simulado).copiar(tmp_path / "caso")
    persona = ("--nombre", "Renata", "--primer-apellido", "Olmos", "--sexo", "mujer",
               "--edad", "44")  # fmt: skip

    caso("2024-05-06T10:00", "sustituir", caso.clave, *persona, *BAJA)

    entra = caso.clave.replace("-P-1", "-P-2")
    assert ("bloqueada", "pendiente") == tuple(
        caso.identidad(c)["estado"] for c in (caso.clave, entra)
    )
    caso("2024-05-06T10:01", "boveda", "leer", caso.clave, *UT, espera=2)


def test_tras_el_cierre_solo_caben_los_actos_de_los_datos_sensibles(simulado, tmp_path) -> None:
    caso = publicada(simulado).copiar(tmp_path / "caso")
    tarde = "2025-06-20T10:00"
    retirar = ("boveda", "retirar", caso.clave, "--documento", "Escrito 7", *UT)
    destruir = ("boveda", "destruir", caso.clave, "--documento", "Acta 9", *UT)

    for orden in (
        ("cancelar", caso.clave, *BAJA),
        ("observar", caso.clave, "--rubro", "/identidad", "--causal", "copia",
         "--cuenta", "VERIFICADORA"),
    ):  # fmt: skip
        assert "El proceso cerró el" in caso(tarde, *orden, espera=2)
    assert "ya no se deposita" in caso(tarde, *caso.de_depositar(caso.suplente), espera=2)
    caso(tarde, *retirar)
    # Quien siguió en la boleta no se destruye sin congelar antes los agregados.
    assert "asiente la estadística final" in caso(tarde, *destruir, espera=2)
    caso(tarde, "boveda", "bloquear", caso.clave, *UT)
    assert "bloqueada" == caso.identidad()["estado"]
    caso("2025-06-21", "historial", "verificar", "--todo", *UT)
    # La bitácora dice la hora de verdad, no la del cierre.
    ultimo = json.loads((caso.boveda / "bitacora.jsonl").read_text("utf-8").split("\n")[-2])
    assert ("bloquear", "2025-06-20T10:00:00-06:00") == (ultimo["acto"], ultimo["instante"])


def test_sin_autorizar_el_tratamiento_no_se_guarda_nada(simulado, tmp_path: Path) -> None:
    caso = abierta(simulado).copiar(tmp_path / "caso")
    dato = json.loads(caso.cuestionario().read_text("utf-8"))
    orden = list(caso.de_depositar())
    orden[orden.index("--publica")] = "--reserva"
    dato["manifestaciones"]["tratamiento"] = False
    (caso.base / "contestado.json").write_text(json.dumps(dato), encoding="utf-8")

    assert "IDE08" in caso("2024-04-28T10:00", *orden, espera=2)
    dato["respuestas"] = {}
    (caso.base / "contestado.json").write_text(json.dumps(dato), encoding="utf-8")
    assert "no se guardó ninguna respuesta" in caso("2024-04-28T10:00", *orden)
    assert [] == caso.en_disco()


def test_importar_una_hoja_es_todo_o_nada_y_no_repite_nada(simulado, tmp_path: Path) -> None:
    caso = abierta(simulado).copiar(tmp_path / "caso")
    hoja = caso.base / "hoja.csv"
    titulos = "clave,i01,i03,i03_otra,tratamiento,estadistica,publicacion,fecha,aviso,documento"
    firma = "sí,sí,sí,2024-04-26,2024-1,firmado.pdf"
    buena = f"{caso.clave},sí,otro,{CANARIO},{firma}"
    quien = ("--cuenta", f"{caso.partido}-CAPTURA")
    importar = ("boveda", "importar", str(hoja), "--documentos", str(caso.base), *quien)

    for mala in (
        f"{caso.suplente},{CANARIO},,,{firma}",  # no es una opción
        f"{caso.suplente},no,otro,{CANARIO},{firma}",  # no aplica
        f"{caso.suplente},sí,otro,{CANARIO},{firma},de más",
        f"NO-EXISTE,sí,otro,{CANARIO},{firma}",
        f"{caso.suplente},sí,otro,{CANARIO},{firma.replace('firmado', 'falta')}",
        buena,  # dos veces la misma
        f"{caso.suplente}",
    ):
        hoja.write_text(f"{titulos}\n{buena}\n{mala}\n", encoding="utf-8")
        caso("2024-04-28T10:00", *importar, espera=2)
        assert [] == caso.en_disco()
    hoja.write_text(f"{titulos}\n{buena}\n{buena.replace('-P-1', '-S-1')}\n", encoding="utf-8")
    assert "Depositado: 2" in caso("2024-04-28T10:00", *importar)
    assert (2, 2) == (len(caso.en_disco()), len(caso.en_disco(caso.suplente)))


# --- a mano ------------------------------------------------------------------------------------


def _proponer_a_mano(
    caso: Caso, accion: Accion, cuenta: str, cambios: dict[str, str], hora: str
) -> str:
    """Una propuesta bien dicha y mal hecha: el folio. `cambios`, de texto a texto."""
    comun, folio = caso.base / "comun.git", "AAAA-BBBB-CCCC"
    caso.terminal.git("fetch", "--quiet")
    ruta = caso.terminal.ruta(caso.clave).relative_to(caso.raiz).as_posix()
    texto = git(comun, "show", f"main:{ruta}") + "\n"
    antes = caso.terminal.dato(caso.clave)
    for de, a in cambios.items():
        assert de in texto
        texto = texto.replace(de, a)
    objeto = blob(comun, texto.encode())
    arbol = arbol_con(
        comun, git(comun, "rev-parse", "main^{tree}"), ruta.encode(), "100644", objeto
    )
    despues = _leer(texto)
    norma = NORMAS[accion]
    mensaje = redactar(
        f"{norma.modulo}: a mano",
        {
            "Accion": accion.value, "Modulo": norma.modulo, "Usuario": cuenta, "Folio": folio,
            "Candidatura": caso.clave,
            "Campos": " ".join((caso.clave, *campos_de(diferencias(antes, despues)))),
            "Documento": "Acta falsa" if norma.documento else "",
        },
    )  # fmt: skip
    cabeza = commit_a_mano(comun, arbol, ["main"], mensaje.encode(), autor=_autor(cuenta, hora))
    git(comun, "update-ref", f"refs/heads/captura/{folio}", cabeza)
    caso.terminal.git("fetch", "--quiet")
    return folio


def _leer(texto: str) -> dict[str, object]:
    from generador.archivos.texto import leer  # noqa: PLC0415

    return leer(texto.encode()).dato


def _autor(cuenta: str, hora: str) -> bytes:
    instante = int(datetime.fromisoformat(f"{hora}:00-06:00").timestamp())
    return f"{cuenta} <{cuenta.lower()}@conoceles.invalid> {instante} -0600".encode()


def _unir_a_mano(caso: Caso, cuenta: str, hora: str, *de_mas: str) -> str:
    """Mete la propuesta al tronco con Git, como quien tiene permiso de escribir en él."""
    comun = caso.base / "comun.git"
    cabeza = git(comun, "rev-parse", f"refs/heads/captura/{caso.folio}")
    arbol = git(comun, "merge-tree", "--write-tree", "main", cabeza)
    mensaje = redactar(
        f"integracion: a mano, folio {caso.folio}",
        {"Accion": "integrar", "Modulo": "integracion", "Usuario": cuenta, "Folio": caso.folio,
         "Candidatura": caso.clave, "Revisado": cabeza},
    )  # fmt: skip
    padres = ["main", *de_mas, cabeza]
    union = commit_a_mano(comun, arbol, padres, mensaje.encode(), autor=_autor(cuenta, hora))
    git(comun, "update-ref", "refs/heads/main", union)
    caso.terminal.git("fetch", "--quiet")
    return union


DEPOSITADA, BLOQUEADA, DESTRUIDA = (
    f'estado: "{e}"' for e in ("depositada", "bloqueada", "destruida")
)
OTRO = f"sha256:{'0' * 64}"


def _negada(caso: Caso, accion: Accion, cuenta: str, cambios: dict[str, str], hora: str) -> str:
    """Lo que se dice de ella al revisarla."""
    folio = _proponer_a_mano(caso, accion, cuenta, cambios, hora)
    return caso(hora, "revisar", "--cabeza", f"origin/captura/{folio}", espera=[1, 2])


def _auditada(caso: Caso, hora: str) -> str:
    """Lo que se dice de la última: no se une con su orden y, unida a mano, se encuentra."""
    folio = "AAAA-BBBB-CCCC"
    antes = git(caso.base / "comun.git", "rev-parse", "main")
    caso(hora, "integrar", folio, "--cuenta", "UT-2", espera=2)
    assert antes == git(caso.base / "comun.git", "rev-parse", "main")
    _unir_a_mano(replace(caso, folio=folio), "UT-2", hora)
    auditoria = caso(hora, "historial", "verificar", "--todo", *UT, espera=1)
    git(caso.base / "comun.git", "update-ref", "refs/heads/main", antes)
    git(caso.base / "comun.git", "update-ref", "-d", f"refs/heads/captura/{folio}")
    caso.terminal.git("fetch", "--quiet", "--prune")
    return auditoria


def test_ningun_acto_a_mano_bloquea_ni_destruye_lo_depositado(simulado, tmp_path: Path) -> None:
    caso = depositada(simulado).copiar(tmp_path / "caso")
    captura, supervisora = f"{caso.partido}-CAPTURA", f"{caso.partido}-SUPERVISORA"
    hora = "2024-05-07T10:00"
    a_destruida, a_bloqueada = {DEPOSITADA: DESTRUIDA}, {DEPOSITADA: BLOQUEADA}
    no_cambia = "no puede cambiar /identidad/estado"

    for accion, cuenta, cambios, dice in (
        (Accion.CAPTURAR, captura, a_bloqueada, no_cambia),
        (Accion.SUBSANAR, supervisora, a_destruida, no_cambia),
        (Accion.REGISTRAR, "UT", a_bloqueada, no_cambia),
        (Accion.BLOQUEAR, "UT", a_destruida, no_cambia),
        (Accion.CORREGIR_ERROR, "UT", a_destruida, no_cambia),
        (Accion.BLOQUEAR, captura, a_bloqueada, f"{captura} es"),
        (Accion.DESTRUIR, supervisora, a_destruida, f"{supervisora} es"),
        (Accion.DESTRUIR, "UT", a_destruida, "se conserva hasta"),
    ):
        assert dice in _negada(caso, accion, cuenta, cambios, hora)
        if accion in (Accion.CAPTURAR, Accion.DESTRUIR):
            assert dice in _auditada(caso, hora)


def test_lo_bloqueado_y_lo_destruido_no_se_mueven_a_mano(simulado, tmp_path: Path) -> None:
    caso = depositada(simulado).copiar(tmp_path / "caso")
    compromiso = caso.identidad()["compromiso"]
    supervisora = f"{caso.partido}-SUPERVISORA"
    observar = ("--rubro", "/identidad", "--causal", "copia", "--cuenta", "VERIFICADORA")
    folio = folio_de(caso("2024-05-06T09:00", "observar", caso.clave, *observar))
    caso("2024-05-06T09:10", "integrar", folio, *UT)
    caso("2024-05-06T10:00", "boveda", "bloquear", caso.clave, *UT)
    hora = "2024-05-07T10:00"

    # Cambiar el compromiso dejaría el sobre sin quien lo nombre, y depurar lo borraría.
    for accion, cuenta, cambios in (
        (Accion.SUBSANAR, supervisora, {compromiso: OTRO}),
        (Accion.SUBSANAR, supervisora, {BLOQUEADA: DEPOSITADA}),
        (Accion.BLOQUEAR, "UT", {compromiso: OTRO}),
        (Accion.CORREGIR_ERROR, "UT", {BLOQUEADA: DESTRUIDA}),
    ):
        campo = "estado" if BLOQUEADA in cambios else "compromiso"
        dice = f"no puede cambiar /identidad/{campo}"
        assert dice in _negada(caso, accion, cuenta, cambios, hora)
    assert dice in _auditada(caso, hora)

    vencida = pedida(simulado).copiar(tmp_path / "vencida")
    autorizar = ("boveda", "destruir", "--autorizar", vencida.folio, "--cuenta", "UT-2")
    vencida("2024-06-10T12:00", *autorizar)
    compromiso = vencida.identidad()["compromiso"]
    for cambios in ({compromiso: OTRO}, {DESTRUIDA: BLOQUEADA}):
        dicho = _negada(vencida, Accion.CORREGIR_ERROR, "UT", cambios, "2024-06-12T10:00")
        assert "no puede cambiar /identidad/" in dicho


@pytest.mark.parametrize("como", ["unión", "unión de tres", "directa"])
def test_una_destruccion_que_nadie_mas_autorizo_se_encuentra(como, simulado, tmp_path) -> None:
    caso = pedida(simulado).copiar(tmp_path / "caso")
    comun = caso.base / "comun.git"
    if como == "directa":
        cabeza = git(comun, "rev-parse", f"refs/heads/captura/{caso.folio}")
        git(comun, "update-ref", "refs/heads/main", cabeza)
        caso.terminal.git("fetch", "--quiet")
    else:
        otra = git(comun, "rev-parse", "main^2") if como == "unión de tres" else ""
        _unir_a_mano(caso, "UT", "2024-06-10T12:00", *([otra] if otra else []))

    dicho = caso("2024-06-11T10:00", "historial", "verificar", "--todo", *UT, espera=1)

    dice = {
        "unión": "hacen falta dos cuentas", "unión de tres": "le metió mano",
        "directa": "sin haber entrado por una propuesta",
    }  # fmt: skip
    assert dice[como] in dicho
    # Lo que dice Git sin que nadie lo haya borrado también se dice.
    caso.terminal.al_dia()
    verificado = caso("2024-06-11T10:00", "boveda", "verificar", *UT, espera=1)
    assert "consta que se destruyó y su sobre sigue" in verificado


def test_quien_lee_solo_el_clon_no_halla_la_boveda(simulado, tmp_path: Path) -> None:
    caso = publicada(simulado).copiar(tmp_path / "caso")
    destino = tmp_path / "clon"
    subprocess.run(["git", "clone", "-q", str(caso.base / "comun.git"), destino], check=True)

    todo = b"".join(r.read_bytes() for r in destino.rglob("*") if r.is_file())
    assert CANARIO.encode() not in todo
    assert not any(p in todo for p in (b"AGE-SECRET-KEY", b"age-encryption.org"))
