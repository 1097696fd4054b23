"""¿Sobrevive la importación a las hojas como llegan de verdad?"""

import csv
import json
import re
import shutil
from pathlib import Path

import openpyxl
import pyrage
import pytest
import yaml

from tests.aceptacion.conftest import Terminal, preparar

COLUMNAS = (
    "PARTIDO_COALICION", "CARGO", "ENTIDAD", "DISTRITO LOCAL", "MUNICIPIO",
    "NUM_LISTA_O_FORMULA", "NOMBRE_CANDIDATO", "TIPO_CANDIDATO", "EDAD", "SEXO", "CURP",
    "CORREO_NOTIFICACION", "TELEFONO_NOTIFICACION", "TELEFONO", "CORREO_ELECTRONICO",
    "PAGINA_WEB", "REDES", "ESCOLARIDAD", "ESTATUS_ESCOLARIDAD", "CURSOS",
    "DIRECCION_CASA_CAMPAÑA", "HISTORIA_PROFESIONAL",
)  # fmt: skip
CONFIGURACION = {
    "version": 1,
    "columnas": {
        "postulante": "PARTIDO_COALICION",
        "cargo": "CARGO",
        "entidad": "ENTIDAD",
        "distrito": "DISTRITO LOCAL",
        "municipio": "MUNICIPIO",
        "numero": "NUM_LISTA_O_FORMULA",
        "nombre_completo": "NOMBRE_CANDIDATO",
        "caracter": "TIPO_CANDIDATO",
        "edad": "EDAD",
        "sexo": "SEXO",
        "curp": "CURP",
        "correo": "CORREO_NOTIFICACION",
        "telefono": "TELEFONO_NOTIFICACION",
    },
    "curriculares": {
        "telefonos": "TELEFONO",
        "correos": "CORREO_ELECTRONICO",
        "pagina_web": "PAGINA_WEB",
        "redes": "REDES",
        "grado_maximo": "ESCOLARIDAD",
        "grado_estatus": "ESTATUS_ESCOLARIDAD",
        "otra_formacion": "CURSOS",
        "casas_campana": "DIRECCION_CASA_CAMPAÑA",
        "historia_profesional": "HISTORIA_PROFESIONAL",
    },
    "fijos": {"acuerdo": "IED/CG/90/2024"},
}
_HISTORIA = "Trabajó en la cooperativa de su colonia, llevó sus cuentas y rindió informes. " * 8


def _fila(**cambios: str) -> dict[str, str]:
    return {
        "PARTIDO_COALICION": "FORO OYAMEL",
        "CARGO": "DIPUTACIÓN LOCAL MR",
        "ENTIDAD": "MÉXICO",
        "NOMBRE_CANDIDATO": "ÁNGELA DE LA CRUZ OLMOS TREJO",
        "TIPO_CANDIDATO": "PROPIETARIA",
        "EDAD": "41",
        "SEXO": "MUJER",
        **cambios,
    }


@pytest.fixture
def vacio(simulado: Path, tmp_path: Path) -> Terminal:
    """Un proceso sin expedientes: los trae el registro."""
    sin_nadie = tmp_path / "sin-nadie"
    shutil.copytree(simulado, sin_nadie, ignore=shutil.ignore_patterns("candidaturas"))
    (sin_nadie / "candidaturas").mkdir()
    terminal = preparar(sin_nadie, tmp_path)
    _configurar(terminal, CONFIGURACION)
    return terminal


def _configurar(terminal: Terminal, dato: object) -> None:
    (terminal.raiz / "registro.yml").write_text(yaml.safe_dump(dato, allow_unicode=True), "utf-8")


def _libro(ruta: Path, filas: list[dict[str, str]]) -> Path:
    libro = openpyxl.Workbook()
    hoja = libro.active
    assert hoja is not None
    hoja.append(COLUMNAS)
    for fila in filas:
        hoja.append([fila.get(c, "") for c in COLUMNAS])
    libro.save(ruta)
    return ruta


def _csv(ruta: Path, filas: list[dict[str, str]], codificacion: str, separador: str) -> Path:
    with ruta.open("w", encoding=codificacion, newline="") as salida:
        escritor = csv.DictWriter(salida, COLUMNAS, delimiter=separador, restval="")
        escritor.writeheader()
        escritor.writerows(filas)
    return ruta


def _distrito(terminal: Terminal) -> str:
    """Un distrito de la demostración."""
    texto = (terminal.raiz / "proceso.yml").read_text("utf-8")
    hallado = re.search(r'catalogo: "distritos_locales"\n    solo:\n      - "(\d+)"', texto)

    assert hallado is not None
    return hallado[1]


def _expedientes(terminal: Terminal) -> set[str]:
    rutas = terminal.git("ls-tree", "-r", "--name-only", "origin/main", "candidaturas/")
    return {Path(r).stem for r in rutas.splitlines()}


def test_la_hoja_como_llega(vacio: Terminal, tmp_path: Path) -> None:
    distrito = _distrito(vacio)
    lugar = {"DISTRITO LOCAL": str(int(distrito))}
    llave = pyrage.x25519.Identity.generate()
    hoja = _libro(
        tmp_path / "registro.xlsx",
        [
            _fila(
                **lugar,
                CURP="OETA821103MMCLRN07",
                EDAD="40",
                CORREO_NOTIFICACION="angela@ejemplo.invalid",
                TELEFONO_NOTIFICACION="7220000000",
                TELEFONO="722 000 0000",
                CORREO_ELECTRONICO="No proporcionó",
                REDES="Facebook: https://www.facebook.com/ejemplo.oyamel, x.com/ejemplo; @suelta",
                PAGINA_WEB="No proporcionó",
                ESCOLARIDAD="Licenciatura",
                ESTATUS_ESCOLARIDAD="Trunca",
                CURSOS="Curso de presupuesto\nDiplomado en agua",
                DIRECCION_CASA_CAMPAÑA="Calle Sur 4, Centro, Toluca",
                HISTORIA_PROFESIONAL=_HISTORIA,
            ),
            _fila(
                **lugar, TIPO_CANDIDATO="SUPLENTE", NOMBRE_CANDIDATO="LUZ PEREA", SEXO="FEMENINO"
            ),
        ],
    )
    dicho = vacio(
        "2024-04-25T10:00", "registro", "importar", str(hoja), "--cuenta", "UT",
        "--sobre", str(tmp_path / "contactos.age"), "--llave", str(llave.to_public()),
    )  # fmt: skip

    clave = f"DIP-{distrito}-FOY-MR-P-1"
    assert "2 altas" in dicho
    assert {clave, clave.replace("-P-1", "-S-1")} == _expedientes(vacio)
    dato = vacio.dato(clave)
    registro = dato["registro"]
    curricular = dato["curricular"]
    assert isinstance(registro, dict)
    assert isinstance(curricular, dict)
    assert ("Ángela de la Cruz", "Olmos", "Trejo") == (
        registro["nombre"], registro["primer_apellido"], registro["segundo_apellido"],
    )  # fmt: skip
    assert 41 == registro["edad"]
    assert "ROF03" in dicho, "la edad de la hoja no es la de la CURP"
    assert {
        "facebook": "https://www.facebook.com/ejemplo.oyamel",
        "x": "https://x.com/ejemplo",
    } == curricular["contacto"]["redes"]
    assert ["7220000000"] == curricular["contacto"]["telefonos"]
    assert "trunco" == curricular["formacion"]["grado_estatus"]
    assert ["Curso de presupuesto", "Diplomado en agua"] == curricular["formacion"][
        "otra_formacion"
    ]
    assert "«@suelta» no es la dirección de un perfil" in dicho
    assert "casas_campana" in dicho
    assert "enviada" not in dato["tramite"]  # type: ignore[operator]

    # Lo privado solo está en el sobre, y lo abre quien tiene la llave.
    historia = vacio.git("log", "--all", "-p", "--format=%B")
    for secreto in ("OETA821103", "angela@ejemplo", "7220000000\\n", "1982-11-03"):
        assert secreto not in historia.replace('telefonos:\n      - "7220000000"', "")
    abierto = pyrage.decrypt((tmp_path / "contactos.age").read_bytes(), [llave]).decode()
    assert f"clave,correo,telefono\n{clave},angela@ejemplo.invalid,7220000000\n" == abierto

    assert "Se leyó «Ángela de la Cruz / Olmos / Trejo»" in dicho

    # Otra vez: nada que cambiar. Con otra edad: se pone al día.
    assert "0 altas, 0 puestas al día, 2 sin cambio" in vacio(
        "2024-04-25T11:00", "registro", "importar", str(hoja), "--cuenta", "UT"
    )
    vacio.al_dia()
    hoja = _csv(
        tmp_path / "registro.csv",
        [_fila(**lugar, EDAD="42"), _fila(**lugar, TIPO_CANDIDATO="SUPLENTE",
         NOMBRE_CANDIDATO="LUZ PEREA", SEXO="FEMENINO")],
        "cp1252", ";",
    )  # fmt: skip
    assert "0 altas, 1 puestas al día, 1 sin cambio" in vacio(
        "2024-04-25T12:00", "registro", "importar", str(hoja), "--cuenta", "UT"
    )
    assert 42 == vacio.dato(clave)["registro"]["edad"]  # type: ignore[index]
    assert "intacta" in vacio("2024-04-25T12:00", "historial", "verificar", "--cuenta", "UT")


def test_candidatura_comun_triplicada_y_dos_propietarias(vacio: Terminal, tmp_path: Path) -> None:
    proceso = yaml.safe_load((vacio.raiz / "proceso.yml").read_text("utf-8"))
    convenio = next(a for a in proceso["alianzas"] if a["captura_por"] and a["ambito"])
    alianza = proceso["postulantes"][convenio["postulante"]]
    es_distrito = convenio["eleccion"] == "diputaciones"
    lugar = {
        "CARGO": "DIPUTACIÓN LOCAL MR" if es_distrito else "PRESIDENCIA MUNICIPAL",
        "DISTRITO LOCAL" if es_distrito else "MUNICIPIO": convenio["ambito"],
    }
    uno, otro = (proceso["postulantes"][p]["nombre"] for p in alianza["integrantes"])
    propietario = {"SEXO": "HOMBRE", "TIPO_CANDIDATO": "PROPIETARIO"}
    filas = [
        _fila(**lugar, PARTIDO_COALICION=uno.upper()),
        _fila(
            **lugar,
            PARTIDO_COALICION=otro.upper(),
            NOMBRE_CANDIDATO="Angela de la Cruz Olmos Trejo",
        ),
        _fila(**lugar, PARTIDO_COALICION="-".join(alianza["integrantes"])),
        # Dos propietarios distintos en una fórmula: no se sabe quién, no entra ninguno.
        _fila(**lugar, NOMBRE_CANDIDATO="RAÚL SOTO NAVA", **propietario),
        _fila(**lugar, NOMBRE_CANDIDATO="IVÁN MEZA LARA", **propietario),
        _fila(**lugar, PARTIDO_COALICION="PARTIDO INEXISTENTE"),
        _fila(**lugar, ENTIDAD="OAXACA"),
        _fila(**lugar, SEXO="M"),
        _fila(**lugar, EDAD="17"),
    ]
    hoja = _libro(tmp_path / "registro.xlsx", filas)
    dicho = vacio("2024-04-25T10:00", "registro", "importar", str(hoja), "--cuenta", "UT", espera=1)

    (clave,) = _expedientes(vacio)
    registro = vacio.dato(clave)["registro"]
    assert isinstance(registro, dict)
    assert convenio["postulante"] == registro["postulante"]
    assert convenio["captura_por"] == registro["captura_por"]
    assert f"{clave} viene 3 veces (renglones 2, 3, 4)" in dicho
    assert f"captura {convenio['captura_por']}" in dicho
    assert "tiene 2 personas como propietaria: Raúl Soto Nava" in dicho
    assert "Iván Meza Lara (renglón 6)" in dicho
    assert "registro.xlsx:7:1  error  ROF01  «PARTIDO INEXISTENTE» no es un partido" in dicho
    assert "Es de «OAXACA», y este proceso es de Estado de México." in dicho
    assert "no trae suplente" in dicho
    assert "«M» no es un valor del catálogo de sexo" in dicho
    assert "El día de la jornada tendría 17 años." in dicho

    # Conciliar dice lo mismo en JSON y agrega lo que el registro omite.
    vacio.al_dia()
    vacio(
        "2024-04-25T11:00", "registro", "alta", "--cargo", "diputacion_mr", "--ambito",
        _distrito(vacio), "--postulante", "PBR", "--nombre", "Irene", "--primer-apellido",
        "Vega", "--sexo", "mujer", "--edad", "50", "--acuerdo", "IED/CG/91/2024",
        "--cuenta", "UT",
    )  # fmt: skip
    omitida = f"DIP-{_distrito(vacio)}-PBR-MR-P-1"
    assert omitida in _expedientes(vacio)
    aprobada = _libro(
        tmp_path / "acuerdo.xlsx", [filas[0] | {"NOMBRE_CANDIDATO": "OTRA PERSONA AJENA"}]
    )
    hallazgos = json.loads(
        vacio(
            "2024-04-25T11:30", "registro", "conciliar", str(hoja), "--acuerdo", str(aprobada),
            "--formato", "json", "--cuenta", "UT", espera=1,
        )
    )["hallazgos"]  # fmt: skip
    dichos = " ".join(h["mensaje"] for h in hallazgos)
    assert f"{omitida} está en los expedientes y no en el registro." in dichos
    assert "en el registro y Otra Persona Ajena en el acuerdo" in dichos

    # Otra persona en el mismo lugar no entra por importación.
    filas = [filas[0] | {"NOMBRE_CANDIDATO": "ROSA NUEVA PERSONA"}]
    assert "use «conoceles sustituir»" in vacio(
        "2024-04-25T12:00", "registro", "importar", str(_libro(tmp_path / "otra.xlsx", filas)),
        "--cuenta", "UT", espera=1,
    )  # fmt: skip
    assert "Ese lugar ya lo tiene" in vacio(
        "2024-04-25T13:00", "registro", "alta", "--cargo", "diputacion_mr", "--ambito",
        _distrito(vacio), "--postulante", "PBR", "--nombre", "Otra", "--primer-apellido", "Más",
        "--sexo", "mujer", "--edad", "50", "--acuerdo", "X", "--cuenta", "UT", espera=2,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cambio", "frase"),
    [
        ({"columnas": {"cargo": "CARGO"}}, "no dice la columna de postulante"),
        ({"hoja": "No existe"}, "no tiene la hoja «No existe»"),
        ({"encabezado": 40}, "no tiene el renglón 40"),
        ({"columnas": {**CONFIGURACION["columnas"], "edad": "AÑOS"}}, "no trae «AÑOS»"),  # type: ignore[dict-item]
        ({"otra": 1}, "registro.yml tiene errores"),
    ],
)
def test_configuracion_que_no_cuadra(
    vacio: Terminal, tmp_path: Path, cambio: dict[str, object], frase: str
) -> None:
    _configurar(vacio, CONFIGURACION | cambio)
    hoja = _libro(tmp_path / "registro.xlsx", [_fila()])

    assert frase in vacio(
        "2024-04-25T10:00", "registro", "importar", str(hoja), "--cuenta", "UT", espera=2
    )


def test_hojas_hostiles(vacio: Terminal, tmp_path: Path) -> None:
    rota = tmp_path / "rota.xlsx"
    rota.write_bytes(b"PK\x03\x04 esto no es un libro")
    binario = tmp_path / "binario.csv"
    binario.write_bytes(b"a,b\0c\n")
    repetida = tmp_path / "repetida.csv"
    repetida.write_text("CARGO,CARGO\n1,2\n", "utf-8")
    vacia = tmp_path / "vacia.csv"
    vacia.write_text("", "utf-8")
    for hoja, frase in (
        (rota, "no es un libro"), (binario, "no es un CSV"),
        (repetida, "repite la columna «CARGO»"), (vacia, "no tiene el renglón 1"),
    ):  # fmt: skip
        assert frase in vacio(
            "2024-04-25T10:00", "registro", "importar", str(hoja), "--cuenta", "UT", espera=2
        )
    hostil = "=CMD|' /C calc'!A0 <script>alert(1)</script> \u202e\x1b[31m"
    hoja = _libro(tmp_path / "hostil.xlsx", [])
    _csv(
        tmp_path / "hostil.csv",
        [_fila(**{columna: hostil}) for columna in COLUMNAS],
        "utf-8-sig",
        "\t",
    )
    dicho = vacio(
        "2024-04-25T10:00", "registro", "importar", str(tmp_path / "hostil.csv"), "--cuenta", "UT",
        espera=1,
    )  # fmt: skip
    assert "\x1b[31m" not in dicho
    assert "\u202e" not in dicho
    assert "0 altas" in vacio(
        "2024-04-25T10:00", "registro", "importar", str(hoja), "--cuenta", "UT"
    )


def test_el_sobre_no_se_deja_en_el_repositorio(vacio: Terminal, tmp_path: Path) -> None:
    hoja = _libro(tmp_path / "registro.xlsx", [_fila(CORREO_NOTIFICACION="a@ejemplo.invalid")])
    llave = str(pyrage.x25519.Identity.generate().to_public())
    orden = ("registro", "importar", str(hoja), "--cuenta", "UT", "--sobre")
    dentro = vacio(
        "2024-04-25T10:00", *orden, str(vacio.raiz / "x.age"), "--llave", llave, espera=2
    )
    sin_llave = vacio("2024-04-25T10:00", *orden, str(tmp_path / "x.age"), espera=2)
    mala = vacio(
        "2024-04-25T10:00", *orden, str(tmp_path / "x.age"), "--llave", "age1mala", espera=2
    )

    assert "dentro del repositorio" in dentro
    assert "Falta la llave pública" in sin_llave
    assert "No es una llave pública" in mala
    assert not (tmp_path / "x.age").exists()


def test_un_libro_que_pide_toda_la_memoria_se_dice(vacio: Terminal, tmp_path: Path) -> None:
    libro = openpyxl.Workbook()
    hoja = libro.active
    assert hoja is not None
    hoja["A1"] = "CARGO"
    hoja["XFD1048576"] = "x"
    libro.save(tmp_path / "enorme.xlsx")

    assert "más celdas de las que caben en memoria" in vacio(
        "2024-04-25T10:00", "registro", "importar", str(tmp_path / "enorme.xlsx"),
        "--cuenta", "UT", espera=2,
    )  # fmt: skip
