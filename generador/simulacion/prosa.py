"""¿Qué escribiría una persona ficticia en cada texto de su cuestionario curricular?"""

import re
from collections import deque
from collections.abc import Callable
from hashlib import blake2b
from random import Random

from generador.simulacion.acervo import cargar_acervo
from generador.simulacion.escena import Contexto, Escena
from generador.simulacion.frase import Frase

__all__ = ["LARGOS", "Contexto", "Redactora", "contar"]

LARGOS = ("breve", "medio", "amplio")
MINIMO, MAXIMO_LARGO, MAXIMO_PROPUESTA, MAXIMO_CURSO = 280, 5000, 1600, 250
INTENTOS, INTENTOS_POR_REFUERZO = 20, 3
TIENTOS = 6
EDAD_CON_MUCHO_QUE_CONTAR = 30

RELLENO = {
    "historia": "cruce",
    "trayectoria": "aprendizaje",
    "motivo": "razon",
    "propuesta": "seguimiento",
}
DE_OFICIO = {"formacion", "inicio", "labor", "logro", "mirada", "gremio"}
FINALES = {"compromiso", "cierre"}
CIFRAS = re.compile(r"[0-9,]+")


def contar(texto: str) -> int:
    """Cuenta caracteres sin ningún espacio en blanco, como cuenta el cuestionario."""
    return len("".join(texto.split()))


class Redactora:
    """Escribe los textos de un proceso; recuerda cada párrafo para no repetirlo.

    Con la misma semilla y el mismo orden de llamadas, los mismos textos.
    """

    def __init__(self) -> None:
        self._acervo = cargar_acervo()
        self._huellas: set[bytes] = set()
        self._recientes: dict[tuple[str, ...], deque[int]] = {}
        self._elegibles: dict[tuple[tuple[str, ...], bool], tuple[Frase, ...]] = {}

    def temas(self) -> tuple[str, ...]:
        """Los temas que admite ``propuesta``."""
        return self._acervo.temas

    def grupos(self) -> tuple[str, ...]:
        """Los grupos que admite ``propuesta_genero``."""
        return tuple(self._acervo.grupos)

    def oficio(self, azar: Random, contexto: Contexto) -> str:
        """Sortea un oficio posible a esa edad; conviene fijarlo con ``Contexto.con_oficio``."""
        posibles = [
            o for o in self._acervo.oficios.values() if o.edad_min <= contexto.edad <= o.edad_max
        ]
        return azar.choices(posibles, [o.peso for o in posibles])[0].clave

    def grados(self, oficio: str) -> tuple[str, ...]:
        """Los grados de estudio (claves del cuestionario) congruentes con el oficio."""
        return self._acervo.oficios[oficio].grados

    def largo(self, azar: Random) -> str:
        """Sortea qué tan largo escribe alguien: casi todas las personas, poco."""
        return self._forma(azar, "historia")

    def historia(self, azar: Random, contexto: Contexto, largo: str = "medio") -> str:
        """Historia profesional o laboral, de 280 a 5,000 caracteres sin espacios."""
        return self._texto_largo("historia", azar, contexto, largo)

    def trayectoria(self, azar: Random, contexto: Contexto, largo: str = "medio") -> str:
        """Trayectoria política o participación social, de 280 a 5,000 caracteres."""
        return self._texto_largo("trayectoria", azar, contexto, largo)

    def motivo(self, azar: Random, contexto: Contexto, largo: str = "medio") -> str:
        """Por qué quiere ocupar un cargo público, de 280 a 5,000 caracteres."""
        return self._texto_largo("motivo", azar, contexto, largo)

    def propuesta(self, azar: Random, contexto: Contexto, tema: str) -> str:
        """Una propuesta con población objetivo, meta, plazo y vía, de 280 a 1,600 caracteres."""
        return self._propuesta(azar, contexto, f"tema/{tema}")

    def propuesta_genero(self, azar: Random, contexto: Contexto, grupo: str = "") -> str:
        """La propuesta de género o de un grupo; sin ``grupo``, lo sortea (casi siempre mujeres)."""
        grupos = self._acervo.grupos
        elegido = grupo or azar.choices(tuple(grupos), tuple(grupos.values()))[0]
        return self._propuesta(azar, contexto, f"grupo/{elegido}")

    def cursos(self, azar: Random, contexto: Contexto) -> list[str]:
        """De ninguno a cuatro cursos cortos, cada uno de 250 caracteres o menos."""
        contexto = self._con_oficio(azar, contexto)
        escena = self._escena(azar, contexto, "cursos")
        registro = self._acervo.oficios[contexto.oficio].registro
        cuantos = azar.choices((0, 1, 2, 3, 4), (18, 30, 28, 16, 8))[0]
        cursos: list[str] = []
        for _ in range(cuantos):
            propio = f"curso/{contexto.oficio}"
            tiene_propio = propio in self._acervo.frases and azar.random() < 0.4  # noqa: PLR2004
            fuente = (propio,) if tiene_propio else ("curso/comun", f"curso/{registro}")
            escena.partes["curso"] = escena.decir(self._elegir(escena, *fuente))
            curso = escena.decir(self._elegir(escena, "curso/molde"))
            if contar(curso) <= MAXIMO_CURSO and curso not in cursos:
                cursos.append(curso)
        return cursos

    def _texto_largo(self, texto: str, azar: Random, contexto: Contexto, largo: str) -> str:
        contexto = self._con_oficio(azar, contexto)
        if contexto.edad < EDAD_CON_MUCHO_QUE_CONTAR and largo == "amplio":
            largo = "medio"

        def componer(refuerzos: int) -> str:
            escena = self._escena(azar, contexto, texto)
            return self._componer(texto, largo, escena, refuerzos)

        return self._sin_repetir(componer, MAXIMO_LARGO)

    def _propuesta(self, azar: Random, contexto: Contexto, asunto: str) -> str:
        via = "legislativa" if contexto.ambito_legislativo else "municipal"

        def componer(refuerzos: int) -> str:
            escena = self._escena(azar, contexto, "propuesta")
            eleccion = self._elegir(escena, f"{asunto}/{via}")
            metas = "meta_legislativa" if contexto.ambito_legislativo else "meta"
            propios = [
                self._acervo.frases[f"{asunto}/diagnostico"][i] for i in eleccion.diagnostico
            ]
            escena.preferidas = tuple(propios)
            escena.partes = {
                "asunto": asunto,
                "ambito_de_la_via": via,
                "via": escena.decir(eleccion),
                "meta": self._elegir_entre(escena, f"{asunto}/{metas}", eleccion.meta),
                "poblacion": self._elegir_entre(escena, f"{asunto}/poblacion", eleccion.poblacion),
            }
            return self._componer("propuesta", self._forma(azar, "propuesta"), escena, refuerzos)

        return self._sin_repetir(componer, MAXIMO_PROPUESTA)

    def _elegir_entre(self, escena: Escena, clave: str, lugares: tuple[int, ...]) -> str:
        """Dice, para ir dentro de otra frase, una de las que están en esos lugares de la lista."""
        return escena.decir_en_linea(self._acervo.frases[clave][escena.azar.choice(lugares)])

    def _forma(self, azar: Random, texto: str) -> str:
        formas = self._acervo.formas[texto]
        return azar.choices(tuple(formas), [forma.peso for forma in formas.values()])[0]

    def _componer(self, texto: str, forma: str, escena: Escena, refuerzos: int) -> str:
        """Dice cada posición de un plan; si queda corto, añade relleno antes del final.

        Los refuerzos son frases de más por párrafo, para distinguirlo de los ya dichos.
        """
        azar = escena.azar
        plan = azar.choice(self._acervo.formas[texto][forma].planes)
        parrafos: list[list[str]] = []
        lugar = 0
        for posiciones in plan:
            dichas = [p.rstrip("?") for p in posiciones if p[-1] != "?" or azar.random() < 0.5]  # noqa: PLR2004
            parrafos.append([self._decir(texto, posicion, escena) for posicion in dichas])
            lugar = next((i for i, p in enumerate(dichas) if p in FINALES), len(dichas))
            for _ in range(refuerzos):
                parrafos[-1].insert(lugar, self._decir(texto, RELLENO[texto], escena))
        faltan = MINIMO - sum(contar(frase) for parrafo in parrafos for frase in parrafo)
        while faltan > 0:
            parrafos[-1].insert(lugar, self._decir(texto, RELLENO[texto], escena))
            faltan -= contar(parrafos[-1][lugar])
        return "\n\n".join(" ".join(parrafo) for parrafo in parrafos)

    def _decir(self, texto: str, posicion: str, escena: Escena) -> str:
        if posicion == "via":
            return escena.partes["via"]
        return escena.decir(self._elegir(escena, *self._claves(texto, posicion, escena)))

    def _claves(self, texto: str, posicion: str, escena: Escena) -> tuple[str, ...]:
        if posicion in DE_OFICIO:
            return (f"oficio/{escena.contexto.oficio}/{posicion}",)
        if texto == "propuesta":
            if posicion == "diagnostico":
                return (f"{escena.partes['asunto']}/diagnostico",)
            if posicion == "seguimiento":
                return (f"propuesta/seguimiento/{escena.partes['ambito_de_la_via']}",)
            return (f"propuesta/{posicion}",)
        registro = self._acervo.oficios[escena.contexto.oficio].registro
        return f"{texto}/{posicion}/comun", f"{texto}/{posicion}/{registro}"

    def _elegir(self, escena: Escena, *claves: str) -> Frase:
        """Una frase que quepa en la escena, de preferencia de las que llevan más sin decirse."""
        opciones = self._opciones(claves, solo_neutras=escena.contexto.sexo == "no_binario")
        recientes = self._recientes.setdefault(claves, deque(maxlen=len(opciones) * 2 // 3))
        if claves[0].endswith("/diagnostico"):
            propias = tuple(f for f in escena.preferidas if id(f) not in escena.dichas)
            opciones = propias or opciones
        frase = self._sacar(escena, opciones, recientes)
        escena.dichas.add(id(frase))
        recientes.append(id(frase))
        return frase

    def _sacar(self, escena: Escena, opciones: tuple[Frase, ...], recientes: deque[int]) -> Frase:
        """Prueba suerte unas veces, que casi siempre basta; si no, revisa todas las opciones."""
        azar = escena.azar
        for _ in range(TIENTOS):
            frase = azar.choice(opciones)
            if id(frase) not in recientes and escena.conviene(frase):
                return frase
        nuevas = [f for f in opciones if escena.admite(f) and id(f) not in escena.dichas]
        a_tiempo = [f for f in nuevas if escena.alcanza(f)]
        posibles = (
            [f for f in a_tiempo if id(f) not in recientes]
            or a_tiempo
            or [f for f in nuevas if f.anios <= 1]
            or [f for f in opciones if escena.admite(f)]
        )
        return azar.choice(posibles)

    def _opciones(self, claves: tuple[str, ...], *, solo_neutras: bool) -> tuple[Frase, ...]:
        llave = claves, solo_neutras
        if llave not in self._elegibles:
            frases = [f for clave in claves for f in self._acervo.frases.get(clave, ())]
            self._elegibles[llave] = tuple(f for f in frases if f.neutra or not solo_neutras)
        return self._elegibles[llave]

    def _sin_repetir(self, componer: Callable[[int], str], maximo: int) -> str:
        """Vuelve a componer hasta que el texto cabe y ninguno de sus párrafos se ha dicho."""
        for intento in range(INTENTOS):
            texto = componer(intento // INTENTOS_POR_REFUERZO)
            huellas = [_huella(parrafo) for parrafo in texto.split("\n\n")]
            cabe = len(texto) <= maximo or contar(texto) <= maximo
            if cabe and self._huellas.isdisjoint(huellas):
                self._huellas.update(huellas)
                return texto
        raise RuntimeError("Las frases no alcanzan: demasiados párrafos ya se dijeron.")

    def _con_oficio(self, azar: Random, contexto: Contexto) -> Contexto:
        return contexto if contexto.oficio else contexto.con_oficio(self.oficio(azar, contexto))

    def _escena(self, azar: Random, contexto: Contexto, texto: str) -> Escena:
        """Los años de la historia empiezan con el oficio; los de los cursos, hace poco."""
        edad = 18
        if texto == "historia":
            edad = self._acervo.oficios[contexto.oficio].edad_inicio
        elif texto == "trayectoria":
            edad = azar.randint(17, max(17, contexto.edad * 3 // 4))
        elif texto == "cursos":
            edad = max(18, contexto.edad - 14)
        return Escena(azar, contexto, self._acervo.lugares, edad)


def _huella(parrafo: str) -> bytes:
    """Dos párrafos que solo difieren en cifras son el mismo: nadie los leería como distintos."""
    return blake2b(CIFRAS.sub("", parrafo).casefold().encode(), digest_size=8).digest()
