"""Una elección ficticia en miniatura, ya convertida en fichas públicas."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

import pytest

from generador.archivos.esquemas import leer_esquemas
from generador.archivos.lectura_proceso import armar_proceso
from generador.archivos.texto import leer
from generador.nucleo.conjunto import Conjunto, Contexto
from generador.nucleo.esquema import Esquemas
from generador.nucleo.ficha import FichaPublica
from generador.nucleo.hallazgo import Hallazgo, Nivel
from generador.nucleo.identidad.publica import IdentidadDeUna
from generador.nucleo.modelo import Candidatura, Fotografia
from generador.nucleo.proceso import Proceso
from generador.nucleo.publico import publicar
from generador.publicacion.datos.celdas import TablaDeDatos
from generador.publicacion.datos.columnas import ColumnaDeDatos
from generador.recursos import carpeta_de_esquemas

POSTULANTES = {
    "AURORA": {"nombre": "Partido Aurora", "siglas": "AUR", "tipo": "partido", "orden": 1},
    "CEIBA": {"nombre": "Partido Ceiba", "siglas": "CEI", "tipo": "partido", "orden": 2},
    "JUNTAS": {
        "nombre": "Juntas por Ejemplo",
        "siglas": "AUR-CEI",
        "tipo": "coalicion",
        "orden": 3,
        "integrantes": ["AURORA", "CEIBA"],
    },
    "IND01": {
        "nombre": "Candidatura independiente de ejemplo",
        "siglas": "IND",
        "tipo": "independiente",
        "orden": 4,
    },
}

Fabrica = Callable[..., dict[str, Any]]
Publicadora = Callable[..., tuple[FichaPublica, ...]]


@pytest.fixture(scope="session")
def esquemas() -> Esquemas:
    return leer_esquemas(carpeta_de_esquemas())


@pytest.fixture(scope="session")
def proceso() -> Proceso:
    raiz = carpeta_de_esquemas() / "procesos" / "edomex-2024"
    dato = leer((raiz / "proceso.yml").read_bytes()).dato
    dato["proceso"] |= {"ficticio": True, "clave": "ejemplo-2030", "nombre": "Elección de ejemplo"}
    dato["postulantes"] = POSTULANTES
    dato.pop("alianzas", None)
    return armar_proceso(dato, raiz)


@pytest.fixture(scope="session")
def corte(proceso: Proceso) -> datetime:
    return datetime(2024, 5, 20, 8, 30, tzinfo=proceso.calendario.tz)


@pytest.fixture(scope="session")
def candidatura() -> Fabrica:
    """Un expediente completo y validado; cada bloque admite cambios sueltos."""

    def fabricar(clave: str = "DIP-001-AURORA-MR-P-1", **cambios: Any) -> dict[str, Any]:
        _, ambito, postulante, posicion, caracter, _ = clave.split("-")
        mayoria = posicion == "MR"
        numero = "".join(letra for letra in posicion if letra.isdigit())
        registro = {
            "nombre": "Persona",
            "primer_apellido": "Deejemplo",
            "segundo_apellido": "Ficticia",
            "sexo": "mujer",
            "edad": 35,
            "eleccion": "diputaciones" if mayoria else "ayuntamientos",
            "cargo": {"MR": "diputacion_mr", "PRES": "presidencia"}.get(posicion, "regiduria"),
            "principio": "mr",
            "caracter": "propietaria" if caracter == "P" else "suplente",
            "ambito": ambito,
            "postulante": postulante,
            "captura_por": postulante,
            "eleccion_consecutiva": False,
            "acuerdo": "EJEMPLO/CG/001/2024",
            "estatus": "registrada",
        } | ({"numero": int(numero)} if numero else {})
        curricular = {
            "fotografia": "sha256:" + "0" * 64,
            "contacto": {
                "redes": {"facebook": "https://facebook.com/ejemplo"},
                "pagina_web": "https://ejemplo.invalid/",
                "correos": ["uno@ejemplo.invalid", "dos@ejemplo.invalid"],
                "telefonos": ["0123456789"],
                "casas_campana": [
                    {
                        "calle": "Calle de Ejemplo",
                        "exterior": "007",
                        "colonia": "Centro",
                        "codigo_postal": "01234",
                        "municipio": "Acolman",
                    }
                ],
            },
            "formacion": {
                "grado_maximo": "licenciatura",
                "grado_estatus": "titulo",
                "otra_formacion": ["Curso de ejemplo", "Diplomado de ejemplo"],
            },
            "historia_profesional": "Trabajó en un ejemplo.\nY en otro más.",
            "trayectoria_politica": "Participó en un ejemplo.",
            "motivo": "Quiere servir de ejemplo.",
            "propuestas": ["Primera propuesta de ejemplo.", "Segunda propuesta de ejemplo."],
            "propuesta_genero": "Propuesta de ejemplo.",
        }
        tramite = {
            "cuenta_recibida": "2024-04-28T10:00:00-06:00",
            "enviada": "2024-05-01T10:00:00-06:00",
            "validada": "2024-05-02T10:00:00-06:00",
        }
        sin_captura = "curricular" in cambios and cambios["curricular"] is None
        return {
            "version": 1,
            "clave": clave,
            "registro": registro | cambios.get("registro", {}),
            "curricular": None if sin_captura else curricular | cambios.get("curricular", {}),
            "consentimiento": cambios.get("consentimiento"),
            "identidad": cambios.get("identidad", {"estado": "depositada"}),
            "tramite": cambios.get("tramite", tramite),
        }

    return fabricar


@pytest.fixture(scope="session")
def publicar_datos(proceso: Proceso, esquemas: Esquemas, corte: datetime) -> Publicadora:
    """Convierte expedientes en fichas; `con_error` son las claves de archivos con un error."""

    def convertir(
        expedientes: Iterable[Mapping[str, Any]],
        identidad: Mapping[str, IdentidadDeUna] | None = None,
        con_error: Iterable[str] = (),
    ) -> tuple[FichaPublica, ...]:
        candidaturas = {
            dato["clave"]: Candidatura.de_dato(
                f"{dato['clave']}.yml", dato, Fotografia("foto.webp", "sha256:0", 1)
            )
            for dato in expedientes
        }
        hallazgos = tuple(
            Hallazgo(f"{clave}.yml", 1, 1, "/curricular/motivo", "TXT01", Nivel.ERROR, "Error.")
            for clave in con_error
        )
        contexto = Contexto(proceso, esquemas, corte)
        return publicar(Conjunto(contexto, candidaturas, hallazgos), identidad)

    return convertir


@pytest.fixture(scope="session")
def miniatura(candidatura: Fabrica, publicar_datos: Publicadora) -> tuple[FichaPublica, ...]:
    """Una candidatura de cada estado, en varios cargos, ámbitos y postulantes."""
    consiente = {"publicacion": True, "fecha": "2024-05-01", "aviso": "1", "documento": "sha256:0"}
    tramite = {"validada": "2024-05-02T10:00:00-06:00"}
    observada = tramite | {
        "observaciones": [
            {
                "rubro": "/curricular/motivo",
                "causal": "copia",
                "fecha": "2024-05-10T10:00:00-06:00",
            }
        ]
    }
    baja = {"baja": {"fecha": "2024-05-03", "acuerdo": "EJEMPLO/CG/002/2024"}}
    expedientes = [
        candidatura("DIP-001-AURORA-MR-P-1", consentimiento=consiente),
        candidatura("DIP-001-AURORA-MR-S-1", curricular=None, tramite={}, registro={"edad": 19}),
        candidatura("DIP-001-IND01-MR-P-1", tramite={}, registro={"sexo": "hombre", "edad": 20}),
        candidatura("DIP-002-JUNTAS-MR-P-1", tramite=observada, registro={"edad": 60}),
        candidatura("AYU-106-CEIBA-PRES-P-1", registro={"sexo": "no_binario", "edad": 21}),
        candidatura(
            "AYU-106-CEIBA-REG02-P-1",
            registro={"estatus": "sustituida", "nombre": "Anterior"},
            tramite=baja,
        ),
        candidatura(
            "AYU-106-CEIBA-REG02-P-2",
            tramite=tramite | {"sustituye_a": "AYU-106-CEIBA-REG02-P-1"},
            curricular={"formacion": {"grado_maximo": "sin_estudios"}, "propuestas": []},
        ),
        candidatura("AYU-106-CEIBA-REG02-S-1", registro={"estatus": "cancelada"}, tramite=baja),
        candidatura("AYU-002-JUNTAS-PRES-P-1"),
    ]
    identidad = {
        "DIP-001-AURORA-MR-P-1": IdentidadDeUna("consentimiento", {"i01": "si", "i02": "no"})
    }
    return publicar_datos(expedientes, identidad, con_error=("AYU-002-JUNTAS-PRES-P-1",))


HOSTILES = (
    '=HYPERLINK("https://ejemplo.invalid","clic")',
    "+5255",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "  =1+1",
    "＝1+1",
    "'=1+1",
    "''001",
    "001",
    "5 de mayo",
    "1E5",
    'Dijo "sí"; luego, «no»',
    "Dos\nrenglones",
    "]]><script>alert(1)</script>",
    "https://ejemplo.invalid/",
    "José Ñandú 🦙 áéíóú",
    "_x0041_ y _x005F_",
    " con espacios ",
    "'",
    "\\no_aplica",
)


@pytest.fixture
def tabla() -> TablaDeDatos:
    """Una tabla con todo lo que una hoja de cálculo podría interpretar."""
    return TablaDeDatos(
        "ejemplo",
        "Ejemplo",
        "",
        (ColumnaDeDatos("texto", "Texto", ""), ColumnaDeDatos("edad", "Edad", "", "integer")),
        (),
        [(texto, "7") for texto in HOSTILES] + [("sin edad", "no_aplica")],
    )
