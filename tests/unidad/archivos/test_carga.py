import gc
import os
import resource
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest

from generador.archivos.carga import cargar, recorrer
from generador.archivos.correccion import corregir
from generador.archivos.reescritura import reescribir
from generador.archivos.tolerancias import tolerar
from generador.errores import ErrorConoceles
from generador.nucleo.hallazgo import Hallazgo, Nivel

AHORA = datetime(2030, 5, 10, 18, tzinfo=UTC)


def graves(conjunto) -> set[str]:
    return {h.regla for h in conjunto.hallazgos if h.nivel is Nivel.ERROR}


# --- Recorrer ---


def test_enumera_los_expedientes_y_dice_que_no_debe_estar(raiz, sembrar):
    ruta = sembrar()
    base = raiz / "candidaturas"
    (base / ".gitkeep").touch()
    (base / "notas.txt").touch()
    (base / "carpeta.yml").mkdir()
    (base / "enlace.yml").symlink_to(raiz / "proceso.yml")
    (base / "enlazada").symlink_to(raiz)
    os.mkfifo(base / "tuberia.yml")
    (base / ".A.yml.nuevo").touch()

    rutas, ajenos = recorrer(raiz)

    assert [ruta] == rutas
    assert {
        "candidaturas/notas.txt": "Este archivo no es de un expediente.",
        "candidaturas/.A.yml.nuevo": "Este archivo no es de un expediente.",
        "candidaturas/carpeta.yml": "Es una carpeta donde debía haber un archivo.",
        "candidaturas/enlace.yml": "Es un enlace simbólico.",
        "candidaturas/enlazada": "Es un enlace simbólico.",
        "candidaturas/tuberia.yml": "No es un archivo común: es una tubería o un dispositivo.",
    } == {h.archivo: h.mensaje for h in ajenos}


def test_un_nombre_que_no_es_utf8_no_detiene_la_carga(raiz):
    with open(os.fsencode(raiz / "candidaturas") + b"/\xff.yml", "wb") as archivo:  # noqa: PTH123
        archivo.write(b"a: 1\n")

    assert "ESQ-required" in graves(cargar(raiz, AHORA))


def test_una_carpeta_sin_permiso_es_un_hallazgo(abierta, cualquiera):
    cerrada = abierta / "candidaturas" / "cerrada"
    cerrada.mkdir(parents=True)
    cerrada.chmod(0)

    with cualquiera():
        _, ajenos = recorrer(abierta)
    cerrada.chmod(0o700)

    assert ["No se puede abrir la carpeta: no hay permiso."] == [h.mensaje for h in ajenos]


def test_sin_carpeta_de_candidaturas_se_dice(tmp_path):
    with pytest.raises(ErrorConoceles, match="No hay carpeta candidaturas/"):
        recorrer(tmp_path)


# --- Cargar ---


def test_carga_lo_bueno_y_lo_malo_de_una_vez(raiz, sembrar, expediente):
    ruta = sembrar()
    sembrar(b"- 1\n", "OTRO.yml")
    conjunto = cargar(raiz, AHORA)

    assert {expediente["clave"]} == set(conjunto.candidaturas)
    assert ruta == conjunto.candidaturas[expediente["clave"]].archivo
    assert 2 == conjunto.archivos
    assert [ruta.replace("AYU-106-PAH-PRES-P-1", "OTRO")] == list(conjunto.ilegibles)
    assert {"YAM11"} == graves(conjunto)
    assert gc.isenabled()


def test_una_carpeta_vacia_da_un_conjunto_vacio(raiz):
    conjunto = cargar(raiz, AHORA)

    assert (0, {}, ()) == (conjunto.archivos, conjunto.candidaturas, conjunto.ilegibles)


def test_dos_archivos_con_la_misma_clave_se_dicen(raiz, sembrar, canonico, expediente):
    sembrar()
    sembrar(canonico(expediente), "Z.yml")
    conjunto = cargar(raiz, AHORA)
    repetida = next(h for h in conjunto.hallazgos if "ya la tiene" in h.mensaje)

    assert repetida.archivo.endswith("/Z.yml")
    assert 1 == len(conjunto.candidaturas)


def test_lo_rescatado_se_sabe(raiz, sembrar, expediente):
    expediente["curricular"]["motivo"] = 5
    ruta = sembrar()
    conjunto = cargar(raiz, AHORA)

    assert frozenset({ruta}) == conjunto.rescatados
    assert conjunto.candidaturas[expediente["clave"]].curricular is None


def test_en_varios_procesos_sale_lo_mismo_que_en_uno(raiz, sembrar, canonico, expediente):
    for numero in range(1, 1002):
        expediente["clave"] = f"AYU-106-PAH-PRES-P-{numero % 99 + 1}"
        sembrar(canonico(expediente) if numero % 3 else b"a: [\n", f"{numero}.yml")
    avances: list[tuple[int, int]] = []
    uno = cargar(raiz, AHORA, trabajadores=1)
    dos = cargar(raiz, AHORA, trabajadores=2, avance=lambda a, b: avances.append((a, b)))

    assert uno.hallazgos == dos.hallazgos
    assert uno.candidaturas == dos.candidaturas
    assert (1001, 1001) == avances[-1]


def test_un_momento_sin_zona_es_de_la_zona_del_proceso(raiz):
    conjunto = cargar(raiz, datetime(2030, 5, 10, 23, 59, 59))  # noqa: DTZ001

    assert "America/Mexico_City" == str(conjunto.contexto.ahora.tzinfo)
    assert date(2030, 5, 10) == conjunto.contexto.hoy


def test_un_proceso_cerrado_se_mira_como_el_dia_de_su_cierre(raiz):
    assert date(2030, 12, 4) == cargar(raiz, datetime(2035, 1, 1, tzinfo=UTC)).contexto.hoy


# --- Tolerancias ---


@pytest.fixture
def con_tolerancias(armar_contexto):
    def armar(*tolerancias: tuple[str, str, str]):
        lista = [
            {"regla": r, "archivo": a, "motivo": "Acuerdo ficticio 3/2030", "hasta": h}
            for r, a, h in tolerancias
        ]
        return armar_contexto({"tolerancias": lista})

    return armar


HALLAZGO = Hallazgo("a.yml", 3, 1, "/x", "TXT01", Nivel.ERROR, "Falta algo.")


def test_lo_tolerado_baja_a_nota_y_dice_el_motivo(con_tolerancias):
    contexto = con_tolerancias(("TXT01", "a.yml", "2030-05-10"))
    [nota] = tolerar(contexto, [HALLAZGO, HALLAZGO], {})

    assert (Nivel.NOTA, "Falta algo. (tolerado: Acuerdo ficticio 3/2030)") == (
        nota.nivel,
        nota.mensaje,
    )


@pytest.mark.parametrize(
    "tolerancia",
    [
        ("TXT02", "a.yml", "2030-12-01"),
        ("TXT01", "b.yml", "2030-12-01"),
    ],
)
def test_una_tolerancia_de_otra_cosa_no_tolera_y_es_un_error(con_tolerancias, tolerancia):
    salida = tolerar(con_tolerancias(tolerancia), [HALLAZGO], {"/tolerancias/0": (90, 5)})
    sobrante = next(h for h in salida if h.regla == "PRO09")

    assert HALLAZGO in salida
    assert ("proceso.yml", 90, 5, Nivel.ERROR) == (
        sobrante.archivo,
        sobrante.linea,
        sobrante.columna,
        sobrante.nivel,
    )


def test_una_tolerancia_vencida_ya_no_tolera_y_se_dice_una_sola_vez(con_tolerancias, raiz):
    salida = tolerar(con_tolerancias(("TXT01", "a.yml", "2030-05-09")), [HALLAZGO], {})

    assert (HALLAZGO,) == salida

    with (raiz / "proceso.yml").open("a", encoding="utf-8") as proceso:
        proceso.write(
            'tolerancias: [{regla: "TXT01", archivo: "a.yml", motivo: "x", hasta: "2030-05-09"}]\n'
        )
    [vencida] = [h for h in cargar(raiz, AHORA).hallazgos if h.regla == "PRO09"]

    assert "venció" in vencida.mensaje


def test_de_dos_tolerancias_iguales_sobra_la_segunda(con_tolerancias):
    igual = ("TXT01", "a.yml", "2030-12-01")
    salida = tolerar(con_tolerancias(igual, igual), [HALLAZGO], {})

    assert ["/tolerancias/1", "/x"] == sorted(h.puntero for h in salida)


def test_la_tolerancia_sobrante_senala_su_renglon(raiz):
    ruta = raiz / "proceso.yml"
    texto = ruta.read_text(encoding="utf-8")
    ruta.write_text(
        texto + 'tolerancias:\n  - regla: "TXT01"\n    archivo: "a.yml"\n    motivo: "x"\n'
        '    hasta: "2030-12-01"\n',
        encoding="utf-8",
    )
    [sobrante] = [h for h in cargar(raiz, AHORA).hallazgos if h.regla == "PRO09"]

    assert texto.count("\n") + 2 == sobrante.linea


# --- Corregir ---


@pytest.mark.parametrize(
    "alterar",
    [
        lambda crudo: crudo.replace(b"\n", b"\r\n"),
        lambda crudo: b"\xef\xbb\xbf" + crudo,
        lambda crudo: crudo + b"\n# nota\n",
        lambda crudo: crudo.replace(b'sexo: "mujer"', b"sexo: mujer"),
        lambda crudo: crudo.replace(b"edad: 41", b"edad: 41.0"),
        lambda crudo: crudo.replace("í".encode(), "i\u0301".encode()),
    ],
)
def test_reescribe_lo_que_solo_tiene_un_problema_de_forma(
    raiz, sembrar, canonico, expediente, alterar
):
    bueno = canonico(expediente)
    ruta = sembrar(alterar(bueno))
    (raiz / ruta).chmod(0o640)

    assert alterar(bueno) != bueno
    assert [ruta] == corregir(raiz, cargar(raiz, AHORA))
    assert bueno == (raiz / ruta).read_bytes()
    assert 0o640 == (raiz / ruta).stat().st_mode & 0o777
    assert [] == corregir(raiz, cargar(raiz, AHORA))


@pytest.mark.parametrize(
    "alterar",
    [
        lambda crudo: crudo.replace(b"  motivo:", b"  propuesta_genero: 'otra'\n  motivo:"),
        lambda crudo: crudo.replace(b"  motivo: ", b"  motivo: &m "),
        lambda crudo: crudo.replace(b"edad: 41", b"edad: 41000000000000000"),
        lambda crudo: crudo.replace(b"edad: 41", b"edad: !!int 41"),
        lambda crudo: crudo + b"---\na: 1\n",
        lambda crudo: crudo + b"  'sin cerrar\n",
        lambda _: b"a: \xff\n",
        lambda _: b"- 1\n",
        lambda _: b"",
    ],
)
def test_nunca_reescribe_lo_que_no_se_leyo_entero(raiz, sembrar, canonico, expediente, alterar):
    crudo = alterar(canonico(expediente)).replace(b"\n", b"\r\n")
    ruta = sembrar(crudo)

    assert [] == corregir(raiz, cargar(raiz, AHORA))
    assert crudo == (raiz / ruta).read_bytes()


def test_dos_que_escriben_a_la_vez_dejan_entero_lo_de_uno(tmp_path):
    ruta = tmp_path / "uno.yml"
    ruta.write_text("antes", encoding="utf-8")
    textos = [letra * 50_000 for letra in "abcdefgh"]

    with ThreadPoolExecutor(8) as hilos:
        list(hilos.map(lambda texto: [reescribir(ruta, texto) for _ in range(20)], textos))

    assert ruta.read_text("utf-8") in textos
    assert [ruta] == list(tmp_path.iterdir())


def test_interrumpida_no_deja_nada_a_medias(raiz, sembrar, canonico, expediente):
    crudo = canonico(expediente) + b"\n"
    ruta = sembrar(crudo)
    conjunto = cargar(raiz, AHORA)

    blando, duro = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, duro))
    try:
        with pytest.raises(ErrorConoceles, match="No se puede reescribir"):
            corregir(raiz, conjunto)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (blando, duro))

    assert crudo == (raiz / ruta).read_bytes()
    assert [] == list((raiz / ruta).parent.glob("*.nuevo"))
    assert [] == list((raiz / ruta).parent.glob(".*.nuevo"))
