"""Un proceso ficticio en memoria y fichas de ejemplo, sin leer candidaturas del disco."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from generador.archivos.lectura_proceso import armar_proceso
from generador.archivos.texto import leer
from generador.nucleo.ficha import Estado, FichaPublica, Respuesta, Rubro, Vacio
from generador.nucleo.proceso import Proceso
from generador.publicacion.fuente import Fuente, Origen
from generador.publicacion.indice import Indice
from generador.publicacion.molde import CABEZA, CUERPO, SECCIONES, Molde, cortar
from generador.publicacion.pagina import Pagina
from generador.publicacion.plantillas import Imprenta
from generador.recursos import carpeta_de_esquemas

Fabrica = Callable[..., FichaPublica]
RUBROS = {
    "contacto": "Medios públicos de contacto",
    "formacion": "Formación académica",
    "historia_profesional": "Historia profesional y/o laboral",
    "motivo": "¿Por qué quiere ocupar un cargo público?",
    "propuestas": "Propuestas",
    "propuesta_genero": "Propuesta en materia de género",
}
SECCIONES_DE_EJEMPLO = {
    "0001": {"seccion": "0001", "municipio": "001", "distrito": "014"},
    "0002": {"seccion": "0002", "municipio": "001", "distrito": "014"},
    "0004": {"seccion": "0004", "municipio": "001", "distrito": "014"},
    "0107": {"seccion": "0107", "municipio": "002", "distrito": "039"},
}
POSTULANTES = {
    "PAH": {"nombre": "Partido Ahuehuete", "siglas": "PAH", "tipo": "partido", "orden": 1},
    "PNO": {"nombre": "Partido Nopal", "siglas": "PNO", "tipo": "partido", "orden": 2},
    "COA": {
        "nombre": "Juntos por Ejemplo",
        "siglas": "PAH-PNO",
        "tipo": "coalicion",
        "orden": 3,
        "integrantes": ["PAH", "PNO"],
    },
}


@pytest.fixture(scope="session")
def proceso_ficticio() -> Proceso:
    raiz = carpeta_de_esquemas() / "procesos" / "edomex-2024"
    dato = leer((raiz / "proceso.yml").read_bytes()).dato
    dato["proceso"] |= {"ficticio": True, "clave": "ejemplo-2030", "nombre": "Elección de ejemplo"}
    dato["postulantes"] = POSTULANTES
    dato["ambitos"]["municipio"]["solo"] = ["001", "002"]
    dato["ambitos"]["distrito"]["solo"] = ["014", "039"]
    dato.pop("alianzas", None)
    return replace(armar_proceso(dato, raiz), secciones=SECCIONES_DE_EJEMPLO)


@pytest.fixture(scope="session")
def rubros_de_ejemplo() -> Callable[..., tuple[Rubro, ...]]:
    """Un cuestionario completo; `causa` lo vacía entero y `cambios` sustituye valores."""

    def fabricar(causa: Vacio | None = None, **cambios: Any) -> tuple[Rubro, ...]:
        valores: dict[str, tuple[str, Any]] = {
            "contacto/redes": ("redes", {"facebook": "https://facebook.com/ejemplo"}),
            "contacto/correos": ("lista", ["uno@ejemplo.invalid"]),
            "contacto/telefonos": ("lista", ["7225550134"]),
            "formacion/grado_maximo": ("string", "Licenciatura"),
            "historia_profesional": ("texto_largo", "Trabajó en un ejemplo.\nY en otro."),
            "motivo": ("texto_largo", "Quiere servir de ejemplo."),
            "propuestas": ("textos", ["Primera propuesta.", "Segunda propuesta."]),
            "propuesta_genero": ("texto_largo", "Propuesta de género."),
        }
        por_rubro: dict[str, list[Respuesta]] = {nombre: [] for nombre in RUBROS}
        for camino, (formato, valor) in valores.items():
            propio = cambios.get(camino.replace("/", "_"), valor)
            vacio = causa or (propio if isinstance(propio, Vacio) else None)
            por_rubro[camino.split("/")[0]].append(
                Respuesta(
                    f"/curricular/{camino}",
                    camino.rpartition("/")[2].replace("_", " ").capitalize(),
                    formato,
                    valor=None if vacio else propio,
                    vacio=vacio,
                    clave_valor="licenciatura" if camino.endswith("grado_maximo") else None,
                )
            )
        return tuple(_rubro(nombre, tuple(suyas)) for nombre, suyas in por_rubro.items())

    return fabricar


def _rubro(nombre: str, respuestas: tuple[Respuesta, ...]) -> Rubro:
    vacios = {r.vacio for r in respuestas}
    vacio = vacios.pop() if len(vacios) == 1 else None
    observado = "2030-05-02T12:00:00-06:00" if vacio is Vacio.EN_CORRECCION else ""
    return Rubro(nombre, RUBROS[nombre], respuestas, vacio, observado)


@pytest.fixture(scope="session")
def ficha(
    proceso_ficticio: Proceso, rubros_de_ejemplo: Callable[..., tuple[Rubro, ...]]
) -> Fabrica:
    """`ficha("AYU-001-PAH-PRES-P-1", estado=…, **cambios)`: lo demás sale de la clave."""

    def fabricar(clave: str, estado: Estado = Estado.PUBLICADA, **cambios: Any) -> FichaPublica:
        codigo, ambito, postulante, posicion, letra, _ = clave.split("-")
        numero = "".join(c for c in posicion if c.isdigit())
        cargo = next(
            c
            for c in proceso_ficticio.cargos.values()
            if posicion.startswith(c.codigo)
            and proceso_ficticio.elecciones[c.eleccion].codigo == codigo
        )
        causa = Vacio(estado.value) if estado.value in set(Vacio) else None
        causa = None if estado is Estado.EN_CORRECCION else causa
        base = FichaPublica(
            clave=clave,
            estado=estado,
            nombre="Ana",
            primer_apellido="Ñuño",
            segundo_apellido="Ávila",
            sobrenombre="",
            sexo="mujer",
            sexo_nombre="Mujer",
            edad=35,
            eleccion=cargo.eleccion,
            cargo=cargo.clave,
            cargo_nombre=cargo.nombre_para("mujer"),
            principio=cargo.principio,
            principio_nombre="Mayoría relativa",
            caracter="propietaria" if letra == "P" else "suplente",
            ambito_tipo=cargo.ambito,
            ambito=ambito,
            ambito_nombre=proceso_ficticio.ambitos[cargo.ambito].lugares[ambito].nombre,
            numero=int(numero) if numero else None,
            posicion=posicion,
            postulante=postulante,
            integrantes=proceso_ficticio.partidos_de(postulante),
            captura_por="PAH",
            eleccion_consecutiva=False,
            acuerdo="EJEMPLO/1/2030",
            fotografia="",
            foto_vacio=Vacio.NO_PROPORCIONO,
            rubros=rubros_de_ejemplo(causa),
            identidad=(),
            identidad_vacio=causa or Vacio.NO_CONSINTIO,
            validada="" if causa else "2030-05-02T10:00:00-06:00",
            extemporanea=False,
            cambio_aplicado="",
            sustituye_a="",
            sustituida_por="",
            baja_fecha="",
            baja_acuerdo="",
        )
        return replace(base, **cambios)

    return fabricar


@pytest.fixture(scope="session")
def miniatura_de_sitio(ficha: Fabrica) -> tuple[FichaPublica, ...]:
    """Dos contiendas con alianza, suplencias, una sustitución y cada estado."""
    return (
        ficha("DIP-014-PAH-MR-P-1", nombre="Bruno", primer_apellido="Colín"),
        ficha("DIP-014-PAH-MR-S-1"),
        ficha("DIP-014-PNO-MR-P-1", estado=Estado.SIN_CAPTURA),
        ficha("AYU-001-PAH-PRES-P-1", nombre="Citlali", primer_apellido="Zepeda", edad=61),
        ficha("AYU-001-PAH-PRES-S-1", estado=Estado.SIN_VALIDAR),
        ficha("AYU-001-COA-PRES-P-1", nombre="Diego", primer_apellido="Arce"),
        ficha(
            "AYU-001-PNO-PRES-P-1",
            estado=Estado.SUSTITUIDA,
            nombre="Retirada",
            sustituida_por="AYU-001-PNO-PRES-P-2",
            baja_fecha="2030-05-03",
            baja_acuerdo="EJEMPLO/9/2030",
            rubros=(),
        ),
        ficha("AYU-001-PNO-PRES-P-2", nombre="Elba", sustituye_a="AYU-001-PNO-PRES-P-1"),
        ficha("AYU-001-PAH-SIN01-P-1", estado=Estado.CON_ERROR),
        ficha("AYU-001-PAH-REG01-P-1", estado=Estado.CANCELADA, rubros=()),
        ficha("AYU-001-PAH-REG02-P-1"),
    )


@pytest.fixture(scope="session")
def armar_fuente(
    proceso_ficticio: Proceso, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Fuente]:
    """`armar_fuente(fichas, **cambios)`."""
    raiz = tmp_path_factory.mktemp("raiz")

    def armar(fichas: tuple[FichaPublica, ...], **cambios: Any) -> Fuente:
        corte = datetime(2030, 5, 10, 18, 0, tzinfo=proceso_ficticio.calendario.tz)
        base = Fuente(
            proceso=proceso_ficticio,
            publicar=lambda: fichas,
            corte=corte,
            origen=Origen("a1b2c3d4e5f6", corte),
            raiz=raiz,
            con_identidad=True,
            abierto=True,
        )
        return replace(base, **cambios)

    return armar


@pytest.fixture(scope="session")
def indice(
    armar_fuente: Callable[..., Fuente], miniatura_de_sitio: tuple[FichaPublica, ...]
) -> Indice:
    return Indice(armar_fuente(miniatura_de_sitio))


@pytest.fixture(scope="session")
def molde_de_prueba() -> Molde:
    aqui = "".join(f"@@aqui-{una}@@" for una in SECCIONES)
    return cortar(f"@@titulo@@|@@descripcion@@|@@canonica@@|{aqui}{CABEZA}{CUERPO}", "de prueba")


@pytest.fixture(scope="session")
def imprimir(molde_de_prueba: Molde) -> Callable[[Indice, Pagina], str]:
    """Dibuja una página con el molde de prueba, sin MkDocs."""

    def dibujar(indice: Indice, pagina: Pagina) -> str:
        return Imprenta(indice.fuente, (molde_de_prueba,) * 4).imprimir(pagina)

    return dibujar
