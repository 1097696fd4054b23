"""¿Cómo se escribe un proceso ficticio completo?

Junta el reparto, las personas, la prosa, las situaciones y los retratos, y escribe una carpeta
igual a la de un proceso real, con la marca de ficticio. La misma semilla escribe lo mismo.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from generador.archivos.escritura import escribir
from generador.archivos.esquemas import leer_esquemas, orden_de_claves
from generador.archivos.lectura_proceso import armar_proceso
from generador.archivos.texto import leer
from generador.nucleo.claves import armar_clave, carpeta_canonica
from generador.nucleo.esquema import Campo
from generador.nucleo.modelo import Registro
from generador.nucleo.proceso import Proceso
from generador.recursos import carpeta_de_esquemas
from generador.simulacion.emblema import dibujar_emblema
from generador.simulacion.escena import Contexto
from generador.simulacion.identidad import permitido, preguntas_de
from generador.simulacion.personas import Padron, Persona
from generador.simulacion.prosa import Redactora
from generador.simulacion.retrato import dibujar_retrato
from generador.simulacion.situaciones import Captura, Identidad, Situacion, sortear, tramitar
from generador.simulacion.territorio import Contienda, Lugar, repartir

PLANTILLA = "edomex-2024"
_CADA_SUSTITUIDA = 41
_CADA_CANCELADA = 97
_CADA_HOMONIMA = 173
_CADA_COPIA = 151
_CONTACTOS = ("facebook", "x", "instagram", "youtube", "tiktok")

Avance = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Pedido:
    """Qué proceso ficticio se quiere."""

    cuantas: int
    semilla: str
    fotos: bool = True
    ambitos: dict[str, tuple[str, ...]] | None = None
    clave: str = "demostracion"
    nombre: str = "Diputaciones locales y ayuntamientos (demostración)"
    carpeta_emblemas: str = "emblemas"


@dataclass(frozen=True, slots=True)
class Simulado:
    """Lo que se escribió."""

    candidaturas: int
    extracto: int


def simular(destino: Path, pedido: Pedido, avance: Avance | None = None) -> Simulado:
    """Escribe en `destino` el proceso ficticio: proceso.yml, candidaturas/ y el extracto."""
    esquemas = leer_esquemas(carpeta_de_esquemas())
    origen = carpeta_de_esquemas() / "procesos" / PLANTILLA
    base = leer((origen / "proceso.yml").read_bytes()).dato
    plantilla = armar_proceso(base, origen)
    azar = Random(f"reparto {pedido.semilla}")
    contienda = repartir(plantilla, pedido.cuantas, azar, pedido.ambitos)
    dato = _proceso_ficticio(base, contienda, pedido)
    _escribir_proceso(destino, dato, contienda, pedido, esquemas)
    proceso = armar_proceso(dato, destino)
    taller = _Taller(proceso, pedido, preguntas_de(esquemas))
    orden = orden_de_claves(esquemas, "candidatura")
    extracto: dict[str, Any] = {}
    escritas = 0
    for expediente, foto, extraido in taller.expedientes(contienda.lugares):
        ruta = _ruta(destino, expediente, proceso)
        ruta.parent.mkdir(parents=True, exist_ok=True)
        ruta.write_text(escribir(expediente, orden), encoding="utf-8", newline="\n")
        if foto:
            ruta.with_suffix(".webp").write_bytes(foto)
        if extraido:
            extracto[expediente["clave"]] = extraido
        escritas += 1
        if avance:
            avance(escritas, len(contienda.lugares))
    _escribir_extracto(destino, proceso, extracto)
    return Simulado(escritas, len(extracto))


def _ruta(destino: Path, expediente: dict[str, Any], proceso: Proceso) -> Path:
    carpeta = carpeta_canonica(Registro(**expediente["registro"]), proceso)
    if carpeta is None:
        raise ValueError(f"{expediente['clave']} no tiene lugar en el proceso.")
    return destino / carpeta / f"{expediente['clave']}.yml"


def _proceso_ficticio(base: dict[str, Any], contienda: Contienda, pedido: Pedido) -> dict[str, Any]:
    dato: dict[str, Any] = json.loads(json.dumps(base))
    dato["proceso"] |= {
        "clave": pedido.clave,
        "nombre": pedido.nombre,
        "autoridad": "Instituto Electoral de demostración",
        "siglas": "IED",
        "correo": "conoceles@ejemplo.invalid",
        "url": "https://conoceles.ejemplo.invalid/",
        "ficticio": True,
    }
    for tipo, ambito in dato["ambitos"].items():
        if "catalogo" in ambito:
            ambito["solo"] = list(contienda.ambitos.get(tipo, ())) or ["001"]
    dato["postulantes"] = {
        p.clave: {
            "nombre": p.nombre,
            "siglas": p.siglas,
            "tipo": p.tipo,
            **({"integrantes": list(p.integrantes)} if p.integrantes else {}),
            "orden": p.orden,
            **(
                {"emblema": f"{pedido.carpeta_emblemas}/{p.clave.lower()}.svg"}
                if p.tipo == "partido"
                else {}
            ),
        }
        for p in contienda.postulantes.values()
    }
    dato["alianzas"] = contienda.alianzas
    dato["orden"] = {
        "modo": "sorteo",
        "semilla": f"sorteo ficticio {pedido.semilla}",
        "fundamento": "Sorteo ficticio; en un proceso real, el acuerdo que lo aprueba.",
    }
    return dato


def _escribir_proceso(
    destino: Path,
    dato: dict[str, Any],
    contienda: Contienda,
    pedido: Pedido,
    esquemas: Any,
) -> None:
    destino.mkdir(parents=True, exist_ok=True)
    (destino / "candidaturas").mkdir(exist_ok=True)
    cabeza = (
        "# Proceso FICTICIO para demostraciones y ensayos: partidos, personas y respuestas "
        "inventados.\n"
        f"# Se escribió con «conoceles simular {pedido.cuantas} --semilla {pedido.semilla}».\n"
    )
    texto = escribir(dato, orden_de_claves(esquemas, "proceso"))
    (destino / "proceso.yml").write_text(cabeza + texto, encoding="utf-8", newline="\n")
    emblemas = destino / pedido.carpeta_emblemas
    emblemas.mkdir(parents=True, exist_ok=True)
    for postulante in contienda.postulantes.values():
        if postulante.tipo == "partido":
            azar = Random(f"emblema {postulante.clave}")
            (emblemas / f"{postulante.clave.lower()}.svg").write_text(
                dibujar_emblema(azar, postulante.siglas), encoding="utf-8"
            )


def _escribir_extracto(destino: Path, proceso: Proceso, extracto: dict[str, Any]) -> None:
    contenido = {
        "version": 1,
        "proceso": proceso.identificacion.clave,
        "ficticio": True,
        "candidaturas": dict(sorted(extracto.items())),
    }
    (destino / "identidad-publica.json").write_text(
        json.dumps(contenido, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


class _Taller:
    """Fabrica expedientes uno tras otro, sin repetir párrafos ni personas por accidente."""

    def __init__(self, proceso: Proceso, pedido: Pedido, preguntas: tuple[Campo, ...]) -> None:
        self._proceso = proceso
        self._pedido = pedido
        self._preguntas = preguntas
        self._redactora = Redactora()
        self._personas = Padron(pedido.semilla)
        self._grados = tuple(proceso.catalogos["grados"])
        self._estatus = tuple(proceso.catalogos["estatus_estudios"])
        self._anterior: Persona | None = None
        self._propuesta_anterior = ""

    def expedientes(
        self, lugares: list[Lugar]
    ) -> Iterator[tuple[dict[str, Any], bytes, dict[str, Any] | None]]:
        """(expediente, fotografía o vacío, lo permitido de identidad) por candidatura."""
        for numero, lugar in enumerate(lugares, start=1):
            azar = Random(f"{self._pedido.semilla} {numero}")
            if numero % _CADA_CANCELADA == 0:
                yield self._dar_de_baja(azar, lugar, numero, "cancelada", 1)
            elif numero % _CADA_SUSTITUIDA == 0:
                relevos = 2 if numero % (_CADA_SUSTITUIDA * 3) == 0 else 1
                for ordinal in range(1, relevos + 1):
                    yield self._dar_de_baja(azar, lugar, numero, "sustituida", ordinal)
                yield self._vigente(azar, lugar, numero, relevos + 1)
            else:
                yield self._vigente(azar, lugar, numero, 1)

    def _vigente(
        self, azar: Random, lugar: Lugar, numero: int, ordinal: int
    ) -> tuple[dict[str, Any], bytes, dict[str, Any] | None]:
        situacion = sortear(azar)
        persona = self._persona(azar, lugar, numero)
        clave = self._clave(lugar, ordinal)
        anterior = self._clave(lugar, ordinal - 1) if ordinal > 1 else ""
        expediente = self._base(azar, lugar, persona, clave, "registrada")
        expediente["tramite"] = tramitar(
            azar, self._proceso, situacion, clave, sustituye_a=anterior
        )
        foto = b""
        if situacion.captura is not Captura.SIN_CAPTURA:
            foto = dibujar_retrato(azar) if self._pedido.fotos else b""
            expediente["curricular"] = self._curricular(azar, lugar, persona, numero, foto)
        return expediente, foto, self._identidad(expediente, persona, situacion)

    def _dar_de_baja(
        self, azar: Random, lugar: Lugar, numero: int, estatus: str, ordinal: int
    ) -> tuple[dict[str, Any], bytes, None]:
        persona = self._persona(azar, lugar, -numero)
        clave = self._clave(lugar, ordinal)
        expediente = self._base(azar, lugar, persona, clave, estatus)
        inicio = self._proceso.fechas.registro
        dia = min(inicio.day + ordinal * 2, 30)
        tramite: dict[str, Any] = {
            "cuenta_recibida": f"{inicio:%Y-%m}-{inicio.day:02d}T12:00:00-06:00"
        }
        if ordinal > 1:
            tramite["sustituye_a"] = self._clave(lugar, ordinal - 1)
        tramite["baja"] = {
            "fecha": f"{inicio:%Y-%m}-{dia:02d}",
            "acuerdo": f"IED/CG/{100 + numero % 200}/{inicio.year} (ficticio)",
            "causa": "renuncia" if estatus == "sustituida" else "resolución ficticia",
        }
        expediente["tramite"] = tramite
        return expediente, b"", None

    def _clave(self, lugar: Lugar, ordinal: int) -> str:
        nadie = {"nombre": "", "primer_apellido": "", "sexo": "", "edad": 0}
        cierre = {"eleccion_consecutiva": False, "acuerdo": "", "estatus": ""}
        registro = Registro(**nadie, **_donde(lugar), **cierre)  # type: ignore[arg-type]
        return str(armar_clave(self._proceso, registro, ordinal))

    def _persona(self, azar: Random, lugar: Lugar, numero: int) -> Persona:
        sexo = self._sexo(azar, lugar)
        if numero > 0 and numero % _CADA_HOMONIMA == 0 and self._anterior:
            return replace(
                self._personas.homonima(self._anterior), edad=min(self._anterior.edad + 9, 78)
            )
        persona = self._personas.nueva(sexo)
        if numero > 0:
            self._anterior = persona
        return persona

    def _sexo(self, azar: Random, lugar: Lugar) -> str:
        """Alterna por fórmula para que la planilla sea paritaria, con excepciones."""
        if azar.random() < 0.006:  # noqa: PLR2004 - seis de cada mil
            return "no_binario"
        vuelta = sum(map(ord, f"{lugar.postulante}{lugar.ambito.clave}"))
        falla = azar.random() < 0.004  # noqa: PLR2004 - cuatro de cada mil rompen la alternancia
        return "mujer" if (lugar.orden + vuelta + falla) % 2 else "hombre"

    def _base(
        self, azar: Random, lugar: Lugar, persona: Persona, clave: str, estatus: str
    ) -> dict[str, Any]:
        registro: dict[str, Any] = {
            "nombre": persona.nombre,
            "primer_apellido": persona.primer_apellido,
            "segundo_apellido": persona.segundo_apellido,
            "sobrenombre": persona.sobrenombre,
            "sexo": persona.sexo,
            "edad": persona.edad,
            **_donde(lugar),
            "captura_por": lugar.captura_por,
            "eleccion_consecutiva": azar.random() < 0.07,  # noqa: PLR2004
            "acuerdo": f"IED/CG/{95 + len(lugar.cargo.eleccion) % 5}/2024 (ficticio)",
            "estatus": estatus,
        }
        opcionales = ("segundo_apellido", "sobrenombre", "numero")
        registro = {k: v for k, v in registro.items() if v or k not in opcionales}
        return {
            "version": 1,
            "clave": clave,
            "registro": registro,
            "curricular": None,
            "consentimiento": None,
            "identidad": {"estado": "pendiente"},
            "tramite": {},
        }

    def _curricular(
        self, azar: Random, lugar: Lugar, persona: Persona, numero: int, foto: bytes
    ) -> dict[str, Any]:
        r = self._redactora
        contexto = self._contexto(lugar, persona)
        oficio = r.oficio(azar, contexto)
        contexto = contexto.con_oficio(oficio)
        grado = azar.choice(r.grados(oficio) or self._grados)
        temas = azar.sample(r.temas(), 2)
        propuestas = [r.propuesta(azar, contexto, tema) for tema in temas]
        if numero % _CADA_COPIA == 0 and self._propuesta_anterior:
            propuestas[0] = self._propuesta_anterior
        self._propuesta_anterior = propuestas[1]
        cuantas = len(lugar.cargo.propuestas)
        curricular: dict[str, Any] = {
            "contacto": self._contacto(azar, lugar, persona),
            "formacion": self._formacion(azar, grado, r.cursos(azar, contexto)),
            "historia_profesional": r.historia(azar, contexto, r.largo(azar)),
            "trayectoria_politica": r.trayectoria(azar, contexto, r.largo(azar)),
            "motivo": r.motivo(azar, contexto, r.largo(azar)),
            "propuestas": propuestas[:cuantas],
            "propuesta_genero": r.propuesta_genero(azar, contexto),
        }
        if foto:
            curricular["fotografia"] = f"sha256:{sha256(foto).hexdigest()}"
        return curricular

    def _contexto(self, lugar: Lugar, persona: Persona) -> Contexto:
        detalle = lugar.ambito.detalle
        cabecera = detalle.get("cabecera") or "Toluca de Lerdo"
        es_municipio = lugar.cargo.ambito == "municipio"
        poblacion = detalle.get("poblacion_2020", "")
        return Contexto(
            sexo=persona.sexo,
            edad=persona.edad,
            municipio=lugar.ambito.nombre if es_municipio else cabecera,
            cabecera=cabecera,
            anio_actual=self._proceso.fechas.jornada.year,
            ambito_legislativo=not es_municipio,
            habitantes=int(poblacion) if poblacion.isdigit() else 0,
            independiente=lugar.postulante.startswith("IND"),
        )

    def _formacion(self, azar: Random, grado: str, cursos: list[str]) -> dict[str, Any]:
        formacion: dict[str, Any] = {"grado_maximo": grado}
        if grado != "sin_estudios":
            formacion["grado_estatus"] = azar.choice(self._estatus)
        if cursos:
            formacion["otra_formacion"] = cursos
        return formacion

    def _contacto(self, azar: Random, lugar: Lugar, persona: Persona) -> dict[str, Any]:
        usuario = f"ficticio.{sha256(repr(persona).encode()).hexdigest()[:8]}"
        dominios = self._proceso.catalogos["redes"]
        redes = {
            red: f"https://www.{dominios[red]['dominios'].split(';')[0]}/{usuario}"
            for red in azar.sample(_CONTACTOS, azar.choice((1, 1, 2, 3)))
        }
        contacto: dict[str, Any] = {"redes": dict(sorted(redes.items()))}
        if azar.random() < 0.2:  # noqa: PLR2004
            contacto["pagina_web"] = f"https://{usuario}.ejemplo.invalid/"
        if azar.random() < 0.5:  # noqa: PLR2004
            contacto["correos"] = [f"{usuario}@ejemplo.invalid"]
        if azar.random() < 0.25:  # noqa: PLR2004
            contacto["telefonos"] = [
                f"550000{azar.randrange(10_000):04d}"
            ]  # ningún número empieza en cero
        if azar.random() < 0.15:  # noqa: PLR2004
            contacto["casas_campana"] = [
                {
                    "calle": azar.choice(("Calle Ficticia", "Avenida Imaginaria")),
                    "exterior": str(azar.randrange(1, 400)),
                    "colonia": "Centro",
                    "municipio": lugar.ambito.nombre,
                }
            ]
        return contacto

    def _identidad(
        self, expediente: dict[str, Any], persona: Persona, situacion: Situacion
    ) -> dict[str, Any] | None:
        if situacion.identidad is Identidad.PENDIENTE:
            return None
        consiente = situacion.identidad is Identidad.CON_CONSENTIMIENTO
        clave = expediente["clave"]
        enviada = expediente["tramite"].get("enviada", "")
        autorizo = situacion.identidad is not Identidad.NO_AUTORIZO
        expediente["identidad"] = {
            "estado": "depositada" if autorizo else "no_autorizo",
            "fecha": enviada,
            "compromiso": f"sha256:{sha256(f'compromiso ficticio {clave}'.encode()).hexdigest()}",
        }
        expediente["consentimiento"] = {
            "publicacion": consiente,
            "fecha": enviada[:10],
            "aviso": "2024-1",
            "documento": f"sha256:{sha256(f'documento ficticio {clave}'.encode()).hexdigest()}",
        }
        if not autorizo:
            expediente["identidad"].pop("compromiso")
            return None
        if situacion.captura is not Captura.VALIDADA:
            return None
        return permitido(self._proceso, self._preguntas, clave, persona.edad, consiente=consiente)


def _donde(lugar: Lugar) -> dict[str, Any]:
    """Los campos del registro que dicen qué lugar de la boleta es."""
    return {
        "eleccion": lugar.cargo.eleccion,
        "cargo": lugar.cargo.clave,
        "principio": lugar.cargo.principio,
        "caracter": lugar.caracter,
        "ambito": lugar.ambito.clave,
        "numero": lugar.numero,
        "postulante": lugar.postulante,
    }
