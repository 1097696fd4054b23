"""¿Cómo es un expediente con toda su historia: entregas, capturas, validaciones y uniones?

Los commits los dicta a `git fast-import`, que escribe decenas de miles en lo que los actos hacen
cientos; cada uno trae el archivo, el autor y los remolques que habría dejado su acto.
"""

import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from shutil import copytree, ignore_patterns
from typing import Any, Self

from generador.archivos.carga import abrir_contexto
from generador.archivos.escritura import escribir
from generador.archivos.expediente import Lector, leer_uno, preparar_lector
from generador.nucleo.acciones import CUESTIONARIOS, NORMAS, Accion
from generador.nucleo.claves import CARPETA
from generador.nucleo.cuentas import es_independiente, quien_captura
from generador.nucleo.hallazgo import Nivel
from generador.nucleo.modelo import Candidatura
from generador.nucleo.proceso import Proceso
from generador.repositorio.deposito import Firmante
from generador.repositorio.forja import RAMAS
from generador.repositorio.forja.local import POR_ENVIO
from generador.repositorio.remolques import redactar
from generador.repositorio.remoto import PROPUESTAS, TRONCO
from generador.tramites.acta import Acta, Cambiado, folio_de, mensaje_de
from generador.tramites.mesa import Mesa, abrir_mesa
from generador.tramites.preparar import UT, preparar_local

INICIO = datetime.fromisoformat("2024-04-25T09:00:00-06:00")
YA_PUBLICADAS = INICIO + timedelta(days=3)
ENTRE_ACTOS = timedelta(seconds=10)
COMMITS_POR_CANDIDATURA = 3
"""Enviar, validar y unir; las observaciones completan los de quien no tiene qué capturar."""

CABEN_EN_UNA_PLANILLA = 20
SUELTAS = 5
_OBSERVADO, _CAUSAL = "motivo", "copia"


@dataclass(frozen=True, slots=True)
class Expediente:
    """La carpeta de quien trabaja y lo que hay por hacer.

    `esperan` son los folios validados; `planilla`, el de una entera sin validar; `sueltas`, los
    (archivo, cuenta) que ya están capturados en la carpeta y sin enviar.
    """

    raiz: Path
    comun: Path
    ahora: datetime
    esperan: tuple[str, ...]
    planilla: str
    sueltas: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Persona:
    """Una candidatura como está en el tronco, lo que va a capturar y con qué cuentas."""

    antes: Candidatura
    capturado: Mapping[str, Any]
    foto: bytes | None
    captura: str
    valida: str
    sana: bool

    @property
    def archivo(self) -> str:
        return self.antes.archivo

    @property
    def carpeta(self) -> str:
        return self.archivo.rpartition("/")[0]

    def anotada(self, **sellos: Any) -> dict[str, Any]:
        return {**self.antes.dato, "tramite": {**self.antes.dato["tramite"], **sellos}}

    def queda(self, dato: Mapping[str, Any]) -> Self:
        return replace(self, antes=Candidatura.de_dato(self.archivo, dato))


@dataclass(frozen=True, slots=True)
class _Enviada:
    """Una propuesta: quiénes van, su último acto y quién la capturó y la validó."""

    folio: str
    personas: Sequence[_Persona]
    accion: Accion
    cabeza: str
    captura: str = ""
    valida: str = ""


@dataclass(slots=True)
class _Reparto:
    """Qué le toca a cada candidatura."""

    quietas: list[_Persona] = field(default_factory=list)
    integran: list[_Persona] = field(default_factory=list)
    esperan: list[_Persona] = field(default_factory=list)
    planilla: list[_Persona] = field(default_factory=list)
    sueltas: list[_Persona] = field(default_factory=list)


def construir_expediente(simulado: Path, carpeta: Path, esperan: int) -> Expediente:
    """El expediente de una simulación, con tantas propuestas validadas en espera de su unión."""
    raiz, comun = carpeta / "proceso", carpeta / "comun.git"
    copytree(simulado, raiz, ignore=ignore_patterns("publico", ".git"))
    personas = list(_vaciar(raiz))
    preparar_local(raiz, INICIO, comun)
    mesa = abrir_mesa(raiz, INICIO, UT)
    with _dictar(comun) as dictado:
        dictado.apuntar(f"refs/heads/{TRONCO}", mesa.tronco)
        historia = _Historia(mesa, dictado, mesa.tronco)
        reparto = _repartir(historia.entregar(personas), esperan)
        planilla, folios = historia.contar(reparto, COMMITS_POR_CANDIDATURA * len(personas))
    _git(comun, "pack-refs", "--all")
    mesa.forja.remoto.traer()
    mesa.forja.remoto.ponerse_al_dia()
    _git(raiz, "gc", "--quiet")
    _git(comun, "gc", "--quiet")
    sueltas = [_capturar_en_la_carpeta(mesa, persona) for persona in reparto.sueltas]
    return Expediente(raiz, comun, historia.ahora + timedelta(hours=1), folios, planilla, sueltas)


def _vaciar(raiz: Path) -> Iterator[_Persona]:
    """Deja en blanco cada expediente de la carpeta, y dice qué capturaría cada quien."""
    lector = preparar_lector(raiz, abrir_contexto(raiz, INICIO + timedelta(days=30)))
    for ruta in sorted(raiz.glob(f"{CARPETA}/*/*/*/*.yml")):
        leida = leer_uno(lector, ruta.relative_to(raiz).as_posix())
        lleno = leida.dato
        blanco = {
            **lleno,
            "registro": {**lleno["registro"], "estatus": "registrada"},
            "curricular": None,
            "consentimiento": None,
            "identidad": {"estado": "pendiente"},
            "tramite": {},
        }
        ruta.write_text(escribir(blanco, lector.orden), encoding="utf-8")
        candidatura = Candidatura.de_dato(leida.archivo, blanco)
        imagen = ruta.with_suffix(".webp")
        foto = imagen.read_bytes() if imagen.exists() else None
        imagen.unlink(missing_ok=True)
        capturado = {b.strip("/"): lleno[b.strip("/")] for b in CUESTIONARIOS}
        cuentas = _cuentas(candidatura, lector.contexto.proceso)
        cambia = any(blanco[bloque] != dicho for bloque, dicho in capturado.items())
        sana = all(h.nivel is not Nivel.ERROR for h in leida.hallazgos)
        yield _Persona(
            candidatura,
            capturado if cambia and all(cuentas) else {},
            foto,
            *cuentas,
            sana and not leida.rescatada,
        )


def _cuentas(candidatura: Candidatura, proceso: Proceso) -> tuple[str, str]:
    """Con qué cuenta captura y con cuál valida; vacías si no consta qué partido responde."""
    if es_independiente(candidatura, proceso):
        return candidatura.clave, candidatura.clave
    partido = quien_captura(candidatura, proceso)
    return (f"{partido}-CAPTURA", f"{partido}-SUPERVISORA") if partido else ("", "")


def _repartir(personas: Iterable[_Persona], esperan: int) -> _Reparto:
    """Las que esperan se toman a trechos iguales de las que no tienen errores."""
    personas = list(personas)
    reparto = _Reparto(planilla=_elegir_planilla(personas))
    en_planilla = {p.archivo for p in reparto.planilla}
    otras = [p for p in personas if p.archivo not in en_planilla]
    reparto.quietas = [p for p in otras if not p.capturado]
    sanas = [p for p in otras if p.capturado and p.sana]
    reparto.sueltas, sanas = sanas[:SUELTAS], sanas[SUELTAS:]
    reparto.esperan = sanas[:: max(1, len(sanas) // esperan)][:esperan]
    aparte = {p.archivo for p in (*reparto.quietas, *reparto.sueltas, *reparto.esperan)}
    reparto.integran = [p for p in otras if p.archivo not in aparte]
    return reparto


def _elegir_planilla(personas: Iterable[_Persona]) -> list[_Persona]:
    """Las de una carpeta que captura la misma cuenta: la más parecida a veinte."""
    por_cuenta: dict[tuple[str, str], list[_Persona]] = defaultdict(list)
    for persona in personas:
        if persona.sana and persona.capturado:
            por_cuenta[persona.carpeta, persona.captura].append(persona)
    return min(por_cuenta.values(), key=lambda varias: abs(len(varias) - CABEN_EN_UNA_PLANILLA))


def _capturar_en_la_carpeta(mesa: Mesa, persona: _Persona) -> tuple[str, str]:
    ruta = mesa.raiz / persona.archivo
    dato = {**persona.antes.dato, **persona.capturado}
    ruta.write_text(escribir(dato, mesa.lector.orden), encoding="utf-8")
    if persona.foto is not None:
        ruta.with_suffix(".webp").write_bytes(persona.foto)
    return persona.archivo, persona.captura


class _Dictado:
    """Lo que se le dice a `git fast-import`, commit por commit."""

    def __init__(self, proceso: "subprocess.Popen[bytes]") -> None:
        assert proceso.stdin is not None
        assert proceso.stdout is not None
        self._entrada, self._salida = proceso.stdin, proceso.stdout
        self._marcas: dict[str, str] = {}

    def confirmar(
        self,
        referencia: str,
        padres: Sequence[str],
        archivos: Mapping[str, bytes],
        mensaje: str,
        firmante: Firmante,
    ) -> str:
        """Hace un commit en la referencia y lo devuelve.

        El primer padre puede faltar o ir vacío: es el último commit de la referencia.
        """
        fecha = firmante.ambiente()["GIT_AUTHOR_DATE"]
        quien = f"{firmante.nombre} <{firmante.correo}> {fecha}"
        marca = f":{len(self._marcas) + 1}"
        self._decir(f"commit {referencia}\nmark {marca}\nauthor {quien}\ncommitter {quien}\n")
        self._entregar(mensaje.encode())
        for papel, padre in zip(("from", "merge"), padres, strict=False):
            if padre:
                self._decir(f"{papel} {self._marcas.get(padre, padre)}\n")
        for ruta, contenido in archivos.items():
            self._decir(f"M 100644 inline {ruta}\n")
            self._entregar(contenido)
        self._decir(f"get-mark {marca}\n")
        self._entrada.flush()
        commit = self._salida.readline().decode().strip()
        self._marcas[commit] = marca
        return commit

    def apuntar(self, referencia: str, commit: str) -> None:
        self._decir(f"reset {referencia}\nfrom {self._marcas.get(commit, commit)}\n\n")

    def terminar(self) -> None:
        self._decir("done\n")
        self._entrada.close()

    def _decir(self, renglones: str) -> None:
        self._entrada.write(renglones.encode())

    def _entregar(self, contenido: bytes) -> None:
        self._entrada.write(b"data %d\n%s\n" % (len(contenido), contenido))


@contextmanager
def _dictar(deposito: Path) -> Iterator[_Dictado]:
    orden = ["git", "fast-import", "--quiet", "--done", "--cat-blob-fd=1"]
    with subprocess.Popen(
        orden, cwd=deposito, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as proceso:
        dictado = _Dictado(proceso)
        yield dictado
        dictado.terminar()
    if proceso.returncode:
        raise RuntimeError("git fast-import no pudo escribir la historia")


def _archivos(lector: Lector, personas: Iterable[_Persona]) -> dict[str, bytes]:
    """Cada expediente como está y, si ya se envió, su imagen."""
    archivos = {}
    for persona in personas:
        archivos[persona.archivo] = escribir(persona.antes.dato, lector.orden).encode()
        if persona.foto is not None and persona.antes.tramite.enviada:
            archivos[persona.archivo.removesuffix(".yml") + ".webp"] = persona.foto
    return archivos


@dataclass(slots=True)
class _Historia:
    """Cuenta los actos uno tras otro, cada uno con su hora."""

    mesa: Mesa
    dictado: _Dictado
    tronco: str
    ahora: datetime = INICIO
    commits: int = 1

    def entregar(self, personas: Sequence[_Persona]) -> Iterator[_Persona]:
        """Anota, carpeta por carpeta, que recibieron su cuenta."""
        for _, grupo in groupby(personas, key=lambda p: p.carpeta):
            varias = list(grupo)
            sello = self._pasar_el_tiempo()
            datos = [p.anotada(cuenta_recibida=sello) for p in varias]
            folio = folio_de(Accion.ENTREGAR_CUENTA.value, sello, varias[0].carpeta)
            enviada = self._asentar(UT, Accion.ENTREGAR_CUENTA, folio, varias, datos)
            self._unir(enviada)
            yield from enviada.personas

    def contar(self, reparto: _Reparto, commits: int) -> tuple[str, tuple[str, ...]]:
        """Lo que ya se integró, hasta ese número de commits; y los folios de lo que espera."""
        validadas = []
        for desde in range(0, len(reparto.integran), POR_ENVIO):
            tanda = reparto.integran[desde : desde + POR_ENVIO]
            listas = [self._validar(self._enviar([persona])) for persona in tanda]
            for lista in listas:
                self._unir(lista)
                validadas += lista.personas
        self.ahora = max(self.ahora, YA_PUBLICADAS)
        for persona in validadas:
            if self.commits >= commits:
                break
            if (persona.antes.dato["curricular"] or {}).get(_OBSERVADO):
                self._unir(self._observar(persona))
        planilla = self._enviar(reparto.planilla)
        listas = [self._validar(self._enviar([persona])) for persona in reparto.esperan]
        for abierta in (planilla, *listas):
            self.dictado.apuntar(f"refs/heads/{RAMAS}{abierta.folio}", abierta.cabeza)
        return planilla.folio, tuple(lista.folio for lista in listas)

    def _enviar(self, personas: Sequence[_Persona]) -> _Enviada:
        sello, cuenta = self._pasar_el_tiempo(), personas[0].captura
        folio = folio_de(Accion.CAPTURAR.value, sello, [p.archivo for p in personas])
        datos = [{**p.anotada(enviada=sello, folio=folio), **p.capturado} for p in personas]
        otros = {"Captura": cuenta}
        enviada = self._asentar(cuenta, Accion.CAPTURAR, folio, personas, datos, otros)
        return replace(enviada, captura=cuenta)

    def _validar(self, enviada: _Enviada) -> _Enviada:
        sello, cuenta = self._pasar_el_tiempo(), enviada.personas[0].valida
        datos = [p.anotada(validada=sello) for p in enviada.personas]
        otros = {"Captura": enviada.captura, "Valida": cuenta}
        validada = self._asentar(
            cuenta, Accion.VALIDAR, enviada.folio, enviada.personas, datos, otros
        )
        return replace(validada, captura=enviada.captura, valida=cuenta)

    def _observar(self, persona: _Persona) -> _Enviada:
        sello = self._pasar_el_tiempo()
        rubro = f"/curricular/{_OBSERVADO}"
        dato = persona.anotada(observaciones=[{"rubro": rubro, "causal": _CAUSAL, "fecha": sello}])
        folio = folio_de(Accion.OBSERVAR.value, sello, persona.archivo)
        otros = {"Causal": _CAUSAL}
        return self._asentar("VERIFICADORA", Accion.OBSERVAR, folio, [persona], [dato], otros)

    def _asentar(
        self,
        cuenta: str,
        accion: Accion,
        folio: str,
        personas: Sequence[_Persona],
        datos: Sequence[Mapping[str, Any]],
        otros: Mapping[str, str] | None = None,
    ) -> _Enviada:
        """Un acto, en su propuesta: la primera vez sale del tronco."""
        mesa = self._mesa_de(cuenta)
        cambiados = [Cambiado(p.archivo, p.antes, d) for p, d in zip(personas, datos, strict=True)]
        quedan = [p.queda(d) for p, d in zip(personas, datos, strict=True)]
        cabeza = self.dictado.confirmar(
            f"{PROPUESTAS}{folio}",
            () if accion is Accion.VALIDAR else (self.tronco,),
            _archivos(mesa.lector, quedan),
            mensaje_de(mesa, Acta(accion, cambiados, folio, otros=otros or {})),
            mesa.firmante,
        )
        self.commits += 1
        return _Enviada(folio, quedan, accion, cabeza)

    def _unir(self, enviada: _Enviada) -> None:
        self._pasar_el_tiempo()
        mesa, norma = self._mesa_de(UT), NORMAS[Accion.INTEGRAR]
        mensaje = redactar(
            f"{norma.modulo}: {NORMAS[enviada.accion].hecho.lower()}, folio {enviada.folio}",
            {
                "Accion": Accion.INTEGRAR.value,
                "Modulo": norma.modulo,
                "Usuario": UT,
                "Folio": enviada.folio,
                "Carpeta": enviada.personas[0].carpeta,
                "Candidatura": [p.antes.clave for p in enviada.personas],
                "Captura": enviada.captura,
                "Valida": enviada.valida,
                "Revisado": enviada.cabeza,
            },
        )
        self.tronco = self.dictado.confirmar(
            f"refs/heads/{TRONCO}",
            ("", enviada.cabeza),
            _archivos(mesa.lector, enviada.personas),
            mensaje,
            mesa.firmante,
        )
        self.commits += 1

    def _mesa_de(self, cuenta: str) -> Mesa:
        hallada = self.mesa.cuentas.buscar(cuenta)
        assert hallada is not None, cuenta
        return self.mesa.como(hallada, self.ahora)

    def _pasar_el_tiempo(self) -> str:
        self.ahora += ENTRE_ACTOS
        return self.ahora.isoformat()


def _git(carpeta: Path, *orden: str) -> None:
    subprocess.run(["git", *orden], cwd=carpeta, check=True)
