"""¿Qué pasa con lo que alguien pone en el depósito común sin pasar por ninguna orden?"""

import re
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from generador.cli import conoceles
from tests.aceptacion.fallas import (
    CAPTURA,
    GIT,
    SUPERVISORA,
    UNIDAD,
    Escena,
    arbol_con,
    blob,
    commit_a_mano,
    escrita,
    git,
)

HORA = "2024-04-29T10:00"
FORMATOS = ("texto", "json", "github", "sarif", "markdown")
OCULTO = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ud800-\udfff]")


@pytest.fixture
def escena(simulado: Path, tmp_path: Path) -> Escena:
    return escrita(simulado).copiar(tmp_path)


def _acto(clave: str) -> bytes:
    """Lo que diría un acto de la unidad: así solo el contenido puede detenerlo."""
    return (
        "x\n\nAccion: registrar\nModulo: registro\nUsuario: UT\nFolio: AAAA-AAAA-AAAA\n"
        f"Candidatura: {clave}\nCampos: {clave} /registro\n"
    ).encode()


def _folio(numero: int) -> str:
    return f"AAAA-AAAA-{numero:04}"


def _abrir(escena: Escena, commits: Iterable[str]) -> list[str]:
    """Una rama de propuesta por commit, puesta sin pasar por ninguna orden; sus folios."""
    folios = []
    for numero, commit in enumerate(commits):
        git(escena.comun, "update-ref", f"refs/heads/captura/{_folio(numero)}", commit)
        folios.append(_folio(numero))
    return folios


def _decir(escena: Escena, *orden: str, espera: Sequence[int] = (0, 1, 2)) -> str:
    """Corre una orden: nunca termina en una traza ni enseña un carácter que no se ve."""
    corrida = CliRunner().invoke(
        conoceles, ["--raiz", str(escena.raiz), "--fecha", HORA, *orden], catch_exceptions=False
    )

    assert corrida.exit_code in espera, corrida.output
    assert OCULTO.search(corrida.output) is None, ascii(corrida.output)
    return corrida.output


def _en_conjunto(escena: Escena) -> str:
    """Lo que mira todas las propuestas: una mala no impide las demás ni toca el tronco."""
    antes = escena.referencias()
    bandeja = _decir(escena, "bandeja", *UNIDAD, espera=[0])
    _decir(escena, "integrar", "--automatico", *UNIDAD, espera=[0, 1])
    _decir(escena, "historial", "verificar", *UNIDAD, espera=[0])

    assert antes == escena.referencias()
    enviada = _decir(escena, "proponer", str(escena.raiz / escena.carpeta), *CAPTURA, espera=[0])
    assert "Folio " in enviada
    return bandeja


def _una_por_una(escena: Escena, folio: str) -> None:
    """Todo lo que se le puede pedir a una propuesta; al final se rechaza, y ya no estorba."""
    tronco = escena.referencias()["refs/heads/main"]
    for formato in FORMATOS:
        _decir(escena, "revisar", "--cabeza", f"origin/captura/{folio}", "--formato", formato)
    assert folio in _decir(escena, "integrar", folio, *UNIDAD, espera=[2])
    _decir(escena, "validar-propuesta", folio, *SUPERVISORA, espera=[2])
    _decir(escena, "separar", folio, escena.clave, *UNIDAD, espera=[2])
    _decir(escena, "rechazar", folio, "--causa", "archivo", *UNIDAD, espera=[0])
    repetida = _decir(escena, "rechazar", folio, "--causa", "archivo", *UNIDAD, espera=[2])

    assert f"La propuesta {folio} ya se cerró sin integrarse." in repetida
    assert f"refs/heads/captura/{folio}" not in escena.referencias()
    assert f"refs/propuestas/{folio}" in escena.referencias()
    assert tronco == escena.referencias()["refs/heads/main"]


# --- nombres de archivo ------------------------------------------------------------------------

COMUN, ENLACE, SUBMODULO = "100644", "120000", "160000"
DENTRO = b"candidaturas/x/y/z/"
NOMBRES: dict[str, tuple[str, bytes]] = {
    "un salto de renglón": (COMUN, DENTRO + b"a\nb.yml"),
    "comillas y una orden": (COMUN, DENTRO + b"\"'`$(id)`.yml"),
    "un tabulador": (COMUN, DENTRO + b"a\tb.yml"),
    "bytes que no son UTF-8": (COMUN, DENTRO + b"\xff\xfe.yml"),
    "una imagen con esos bytes": (COMUN, DENTRO + b"\xff\xfe.webp"),
    "tres mil letras": (COMUN, DENTRO + b"a" * 3_000 + b".yml"),
    "más de lo que admite el sistema": (COMUN, DENTRO + b"a" * 200_000 + b".yml"),
    "un guion": (COMUN, b"-x"),
    "una opción": (COMUN, DENTRO + b"--help.yml"),
    "que sube": (COMUN, b"candidaturas/../x.yml"),
    "la carpeta de Git": (COMUN, b"candidaturas/.git/config"),
    "al revés": (COMUN, DENTRO + "\u202elmy.gpj.yml".encode()),
    "una secuencia de terminal": (COMUN, DENTRO + b"\x1b[2J\x1b]0;a\x07.yml"),
    "un patrón de Git": (COMUN, b"candidaturas/:(glob)**.yml"),
    "un patrón de Git en la raíz": (COMUN, b":(top)a.yml"),
    "diagonales invertidas": (COMUN, b"candidaturas\\..\\x.yml"),
    "Markdown": (COMUN, DENTRO + b"@todos [a](https:) `x`.yml"),
    "un archivo donde iba la carpeta": (COMUN, b"candidaturas"),
    "una carpeta donde iba un archivo": (COMUN, b"proceso.yml/x.yml"),
    "las cuentas": (COMUN, b"cuentas.yml"),
    "un enlace": (ENLACE, DENTRO + b"enlace.yml"),
    "un enlace en lugar del expediente": (ENLACE, b"{ruta}"),
    "un enlace en lugar de la imagen": (ENLACE, b"{imagen}"),
    "un repositorio": (SUBMODULO, DENTRO + b"modulo.yml"),
    "un repositorio en lugar del expediente": (SUBMODULO, b"{ruta}"),
    "un repositorio en la raíz": (SUBMODULO, b"modulo"),
    "las mismas letras, en minúsculas": (COMUN, b"{minusculas}"),
}
ENSENADOS = {
    "un salto de renglón": r"a\u000ab",
    "bytes que no son UTF-8": r"\udcff\udcfe",
    "al revés": r"\u202elmy.gpj",
    "una secuencia de terminal": r"\u001b[2J\u001b]0;a\u0007",
}


def _con_nombre(escena: Escena, como: str) -> str:
    modo, ruta = NOMBRES[como]
    lugares = {
        b"{ruta}": escena.ruta,
        b"{imagen}": escena.ruta.replace(".yml", ".webp"),
        b"{minusculas}": escena.ruta.replace(escena.clave, escena.clave.lower()),
    }
    ruta = lugares[ruta].encode() if ruta in lugares else ruta
    contenidos = {
        COMUN: escena.terminal.ruta(escena.clave).read_bytes(),
        ENLACE: b"../../../../proceso.yml",
    }
    objeto = "1" * 40 if modo == SUBMODULO else blob(escena.comun, contenidos[modo])
    arbol = arbol_con(escena.comun, "main^{tree}", ruta, modo, objeto)
    return commit_a_mano(escena.comun, arbol, ["main"], _acto(escena.clave))


def test_ningun_nombre_de_archivo_detiene_a_las_demas_propuestas(escena: Escena) -> None:
    folios = _abrir(escena, [_con_nombre(escena, como) for como in NOMBRES])

    bandeja = _en_conjunto(escena)

    assert [] == [f for f in folios if f not in bandeja]


@pytest.mark.parametrize("como", list(ENSENADOS))
def test_un_nombre_que_no_se_ve_se_ensena_con_sus_escapes(como: str, escena: Escena) -> None:
    (folio,) = _abrir(escena, [_con_nombre(escena, como)])

    dicho = _decir(escena, "integrar", folio, *UNIDAD, espera=[2])

    assert ENSENADOS[como] in dicho


@pytest.mark.parametrize(
    "como", ["un enlace en lugar del expediente", "un repositorio en lugar del expediente"]
)
def test_lo_que_no_es_un_archivo_no_entra_ni_por_quien_configura(como: str, escena: Escena) -> None:
    commit = _con_nombre(escena, como)
    mensaje = b"x\n\nAccion: configurar\nModulo: sistema\nUsuario: UT\n"
    arbol = git(escena.comun, "rev-parse", f"{commit}^{{tree}}")
    (folio,) = _abrir(escena, [commit_a_mano(escena.comun, arbol, ["main"], mensaje)])

    dicho = _decir(escena, "integrar", folio, *UNIDAD, espera=[2])

    assert "Es un enlace o un repositorio ajeno, no un archivo." in dicho


@pytest.mark.lento
@pytest.mark.parametrize("como", list(NOMBRES))
def test_con_cualquier_nombre_de_archivo_toda_orden_responde(como: str, escena: Escena) -> None:
    (folio,) = _abrir(escena, [_con_nombre(escena, como)])

    _en_conjunto(escena)
    _una_por_una(escena, folio)


# --- commits -----------------------------------------------------------------------------------

VACIO = b""
UT = b"UT <ut@conoceles.invalid> "
Hechura = Callable[[Escena], str]


def _commit(
    escena: Escena,
    *,
    mensaje: bytes = b"",
    autor: bytes = UT + b"1714323600 -0600",
    otros: bytes = b"",
    padres: Sequence[str] = ("main",),
) -> str:
    texto = re.sub(r"edad: \d+", "edad: 99", escena.terminal.ruta(escena.clave).read_text("utf-8"))
    contenido = blob(escena.comun, texto.encode())
    arbol = arbol_con(escena.comun, "main^{tree}", escena.ruta.encode(), COMUN, contenido)
    mensaje = mensaje or _acto(escena.clave)
    return commit_a_mano(escena.comun, arbol, padres, mensaje, autor=autor, otros=otros)


def _fechado(fecha: bytes) -> Hechura:
    return lambda e: _commit(e, autor=UT + fecha)


def _de(autor: bytes) -> Hechura:
    return lambda e: _commit(e, autor=autor)


def _que_dice(*renglones: bytes, otros: bytes = b"") -> Hechura:
    """El acto, y esos renglones entre sus remolques."""
    return lambda e: _commit(
        e, mensaje=_acto(e.clave) + b"".join(r + b"\n" for r in renglones), otros=otros
    )


COMMITS: dict[str, Hechura] = {
    "del año 10000": _fechado(b"253402300800 +0000"),
    "del último día del 9999": _fechado(b"253402300799 -1200"),
    "de antes de 1970": _fechado(b"-100 +0000"),
    "de una fecha que no cabe": _fechado(b"99999999999999999999 +0000"),
    "de una zona imposible": _fechado(b"1714323600 +9999"),
    "de ayer": _fechado(b"ayer +0000"),
    "sin fecha": _de(b"UT <ut@conoceles.invalid>"),
    "de nadie": _de(b" <> 1714323600 -0600"),
    "sin correo": _de(b"UT 1714323600 -0600"),
    "de un nombre con secuencias": _de(b"\x1b[2J <\x1b[2J\x1fx@y> 1714323600 -0600"),
    "en UTF-7 con un nulo": _que_dice(
        b"Motivo: +AAA-:100644 100644 x y M+AAA-z", otros=b"encoding UTF-7\n"
    ),
    "en UTF-16": _que_dice(otros=b"encoding UTF-16\n"),
    "de codificación rota": _que_dice(b"Motivo: \xff\xfe\x9b2J", otros=b"encoding \xff\xfe\n"),
    "con un nulo": _que_dice(b"Motivo: x\0:100644 y"),
    "con remolques repetidos": _que_dice(
        b"Accion: capturar", b"Usuario: PAH-CAPTURA", b"Folio: \xe2\x80\xaeX", b"Accion: otra"
    ),
    "con remolques que no se ven": lambda e: _commit(
        e,
        mensaje=(
            "x\n\nAccion: \x1b[31mregistrar\nModulo: \u202eregistro\nUsuario: \x1b[2JUT\n"
            f"Folio: \x1b]0;x\x07\nCandidatura: \x1b[5m{e.clave}\u2028Usuario: UT\n"
            "Campos: \u202e /registro\n"
        ).encode(),
    ),
    "con remolques de un megabyte": _que_dice(
        b"Motivo: " + b"a" * 1_000_000, b"Candidatura: " + b"b" * 1_000_000
    ),
    "con miles de remolques": _que_dice(*[b"Candidatura: x"] * 20_000),
    "sin mensaje": lambda e: _commit(e, mensaje=b"\n"),
    "sin nada del tronco": lambda e: _commit(e, padres=()),
    "que une lo viejo": lambda e: _commit(e, padres=(_commit(e), "main~1")),
    "que borra todo": lambda e: commit_a_mano(
        e.comun, git(e.comun, "mktree", entrada=VACIO), ["main"], _acto(e.clave)
    ),
}


def test_ningun_commit_detiene_a_las_demas_propuestas(escena: Escena) -> None:
    folios = _abrir(escena, [hacer(escena) for hacer in COMMITS.values()])

    bandeja = _en_conjunto(escena)

    assert [] == [f for f in folios if f not in bandeja]


def test_el_historial_ensena_lo_escrito_sin_obedecerlo(escena: Escena) -> None:
    commits = [hacer(escena) for hacer in COMMITS.values()]
    arbol = git(escena.comun, "rev-parse", "main^{tree}")
    todos = commit_a_mano(escena.comun, arbol, ["main", *commits], b"todos\n")
    git(escena.comun, "update-ref", "refs/heads/main", todos)
    escena.terminal.git("fetch", "--quiet")
    escena.terminal.git("update-ref", "--no-deref", "HEAD", todos)

    dichos = [_decir(escena, "historial", "--formato", f) for f in ("tabla", "json", "csv")]
    defectos = _decir(escena, "historial", "verificar", "--todo", *UNIDAD, espera=[1])

    assert [] == [c for c in commits for d in dichos if c[:10] not in d]
    assert "no trae una fecha que exista" in defectos
    assert "no es la de sus dos ramas" in defectos or "no dice que se integró" in defectos


@pytest.mark.lento
@pytest.mark.parametrize("como", list(COMMITS))
def test_con_cualquier_commit_toda_orden_responde(como: str, escena: Escena) -> None:
    (folio,) = _abrir(escena, [COMMITS[como](escena)])

    _en_conjunto(escena)
    _una_por_una(escena, folio)


# --- ramas y referencias -----------------------------------------------------------------------


def _puesta(referencia: str, hacer: Hechura) -> Callable[[Escena], None]:
    def poner(escena: Escena) -> None:
        """Ni Git la pondría así: se escribe en su carpeta."""
        ruta = escena.comun / referencia
        ruta.parent.mkdir(parents=True, exist_ok=True)
        ruta.write_text(f"{hacer(escena)}\n", encoding="utf-8")

    return poner


def _etiqueta(mensaje: bytes, sobre: Hechura = lambda _: "main") -> Hechura:
    def hacer(escena: Escena) -> str:
        commit = git(escena.comun, "rev-parse", sobre(escena))
        texto = f"object {commit}\ntype commit\ntag x\ntagger x <x> 1 +0000\n\n".encode()
        return git(escena.comun, "mktag", entrada=texto + mensaje)

    return hacer


def _del_tronco(revision: str) -> Hechura:
    return lambda e: git(e.comun, "rev-parse", revision)


RAMA, CONSTANCIA, ANCLA = (
    "refs/heads/captura/AAAA-AAAA-0000",
    "refs/propuestas/AAAA-AAAA-0000",
    "refs/tags/ancla/1",
)
FALSA = b'{"instante":"\\u001b[2J","commit":"--batch","commits":3,"propuestas":{"\\u202e":"--x"}}'
SIN_FIN = b'{"instante":"x","commit":"x","commits":Infinity,"propuestas":{}}'
REFERENCIAS: dict[str, Callable[[Escena], None]] = {
    "una rama que es el tronco": _puesta(RAMA, _del_tronco("main")),
    "una rama atrás del tronco": _puesta(RAMA, _del_tronco("main~1")),
    "una rama que es una etiqueta": _puesta(RAMA, _etiqueta(b"x\n", _commit)),
    "una rama que es un archivo": _puesta(RAMA, lambda e: blob(e.comun, b"x")),
    "una rama sin folio": _puesta("refs/heads/captura/x\u2028y\u202ez", _commit),
    "una rama de bytes": _puesta("refs/heads/captura/\udcff\udcfe", _commit),
    "una rama que parece una opción": _puesta("refs/heads/captura/-x", _commit),
    "una rama larga": _puesta("refs/heads/captura/" + "a" * 200, _commit),
    "una rama bajo otra": _puesta(f"{RAMA}/otra", _commit),
    "una rama llamada HEAD": _puesta("refs/heads/HEAD", _commit),
    "una constancia que es un archivo": _puesta(CONSTANCIA, lambda e: blob(e.comun, b"x")),
    "una constancia de bytes": _puesta("refs/propuestas/\udcff\u2028x", _commit),
}
ANCLAS: dict[str, Hechura] = {
    "que es un commit": _del_tronco("main"),
    "que es un archivo": lambda e: blob(e.comun, b"x"),
    "que dice otra cosa": _etiqueta(b"\x1b[2Jhola\n"),
    "sin fin": _etiqueta(SIN_FIN),
    "honda": _etiqueta(b"[" * 200_000),
    "falsa": _etiqueta(FALSA),
}


@pytest.mark.parametrize(
    "como", ["una rama que es un archivo", "una rama sin folio", "una rama de bytes"]
)
def test_una_rama_imposible_no_detiene_a_las_demas(como: str, escena: Escena) -> None:
    REFERENCIAS[como](escena)

    _en_conjunto(escena)


def test_una_rama_que_ocupa_el_lugar_de_todas_se_nombra(escena: Escena) -> None:
    _puesta("refs/heads/captura", _commit)(escena)
    orden = ("proponer", str(escena.raiz / escena.carpeta), *CAPTURA)

    negada = _decir(escena, *orden, espera=[2])
    git(escena.comun, "update-ref", "-d", "refs/heads/captura")

    assert "«refs/heads/captura», que ocupa su lugar" in negada
    assert "Folio " in _decir(escena, *orden, espera=[0])


@pytest.mark.lento
@pytest.mark.parametrize("como", list(REFERENCIAS))
def test_ninguna_referencia_detiene_nada(como: str, escena: Escena) -> None:
    REFERENCIAS[como](escena)

    _en_conjunto(escena)
    _decir(escena, "historial", "anclar", *UNIDAD, espera=[0])
    for rama in [r for r in escena.referencias() if r.startswith("refs/heads/captura/")]:
        folio = rama.removeprefix("refs/heads/captura/")
        _decir(escena, "rechazar", "--causa", "archivo", *UNIDAD, "--", folio)


@pytest.mark.parametrize("como", list(ANCLAS))
def test_lo_que_no_es_un_ancla_se_nombra_y_no_impide_anclar(como: str, escena: Escena) -> None:
    _puesta(ANCLA, ANCLAS[como])(escena)

    dicho = _decir(escena, "historial", "verificar", *UNIDAD, espera=[1])
    anclada = _decir(escena, "historial", "anclar", *UNIDAD, espera=[0])

    assert "ancla/1 no es un ancla" in dicho or "Falta el commit --batch" in dicho
    assert "Ancla 20240429100000" in anclada


NO_ENTRAN: dict[str, Hechura] = {
    "que sube": lambda e: _con_nombre(e, "que sube"),
    "la carpeta de Git": lambda e: _con_nombre(e, "la carpeta de Git"),
    "sin correo": COMMITS["sin correo"],
    "de una fecha que no cabe": COMMITS["de una fecha que no cabe"],
}


def test_el_deposito_comun_no_recibe_lo_que_git_sabe_que_esta_mal(escena: Escena) -> None:
    for como, hacer in NO_ENTRAN.items():
        git(escena.comun, "update-ref", "refs/heads/de-paso", hacer(escena))
        escena.terminal.git("fetch", "--quiet", "origin", "+refs/heads/de-paso:refs/de-paso")
        git(escena.comun, "update-ref", "-d", "refs/heads/de-paso")
        git(escena.comun, "gc", "--quiet", "--prune=now")
        empuje = subprocess.run(
            [GIT, "push", "--quiet", "origin", f"refs/de-paso:refs/heads/captura/{_folio(0)}"],
            cwd=escena.raiz,
            capture_output=True,
            text=True,
            check=False,
        )

        assert (1, True) == (empuje.returncode, "remote rejected" in empuje.stderr), como


@pytest.mark.lento
def test_una_rama_de_miles_de_commits_se_responde(escena: Escena) -> None:
    contenido = escena.terminal.ruta(escena.clave).read_text("utf-8")
    guion = [f"reset refs/heads/captura/{_folio(0)}\nfrom refs/heads/main\n"]
    for numero in range(2_000):
        texto = re.sub(r"edad: \d+", f"edad: {numero}", contenido)
        mensaje = _acto(escena.clave).decode()
        guion.append(
            f"commit refs/heads/captura/{_folio(0)}\ncommitter UT <ut@conoceles.invalid> "
            f"{1714323600 + numero} -0600\ndata {len(mensaje.encode())}\n{mensaje}\n"
            f"M 100644 inline {escena.ruta}\ndata {len(texto.encode())}\n{texto}\n"
        )
    git(escena.comun, "fast-import", "--quiet", entrada="".join(guion).encode())

    _en_conjunto(escena)
    _decir(escena, "revisar", "--cabeza", f"origin/captura/{_folio(0)}", espera=[1])
    _decir(escena, "rechazar", _folio(0), "--causa", "archivo", *UNIDAD, espera=[0])
