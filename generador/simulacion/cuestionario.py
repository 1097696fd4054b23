"""¿Qué contesta una persona ficticia en el cuestionario curricular?"""

from hashlib import sha256
from random import Random
from typing import Any

from generador.nucleo.proceso import Proceso
from generador.simulacion.escena import Contexto
from generador.simulacion.personas import Persona
from generador.simulacion.prosa import Redactora
from generador.simulacion.territorio import Lugar

_CADA_COPIA = 151
_CONTACTOS = ("facebook", "x", "instagram", "youtube", "tiktok")


class Cuestionario:
    """Contesta un cuestionario tras otro; de tanto en tanto copia una propuesta del anterior."""

    def __init__(self, proceso: Proceso) -> None:
        self._proceso = proceso
        self._redactora = Redactora()
        self._grados = tuple(proceso.catalogos["grados"])
        self._estatus = tuple(proceso.catalogos["estatus_estudios"])
        self._propuesta_anterior = ""

    def responder(
        self, azar: Random, lugar: Lugar, persona: Persona, numero: int, foto: bytes
    ) -> dict[str, Any]:
        """El cuestionario contestado; `foto` es su imagen, o vacío si no dio ninguna."""
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
