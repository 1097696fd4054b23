"""¿Cómo llega a Git lo que se envió, sin perder ni repetir nada aunque esto muera?

Corre aparte de la web, con la credencial de la forja y sin escuchar a nadie. Cada vuelta lleva los
envíos, hace los actos en cola y deja al día lo que la web ve. Lo que va a hacer queda escrito antes
de hacerlo, y hacerlo dos veces da lo mismo.
"""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from generador.boveda.candado import candado
from generador.captura import bitacora
from generador.captura.acuses.constancia import acuse_de
from generador.captura.cola.actos import concluir, guardar_lo_integrado, hacer
from generador.captura.cola.custodia import depurar, poner_en_orden
from generador.captura.cola.envios import abrir
from generador.captura.cola.espera import aplazar, dicho, tras, ya_toca
from generador.captura.cola.hora import exigir_que_no_retroceda
from generador.captura.cola.proyeccion import proyectar
from generador.captura.cola.sin_efecto import retirar
from generador.captura.cola.tandas import entandar, separar
from generador.captura.fuente import vigente
from generador.captura.models import Acto, Envio, Tanda
from generador.captura.reloj import ahora
from generador.errores import ErrorConoceles
from generador.nucleo.acciones import Accion
from generador.nucleo.cuentas import Rol
from generador.repositorio.deposito import GitFallo
from generador.tramites.integrar import integrar_listas
from generador.tramites.mesa import ActoNegado, EsperaOtro, Mesa, abrir_mesa
from generador.tramites.tanda import Encolada, proponer_tanda

_CORTESIA = 10
DIARIO = logging.getLogger("conoceles.despacho")


@dataclass(frozen=True, slots=True)
class Despachador:
    """Quien lleva.

    `ritmo` es cuántas propuestas abre por vuelta (0, sin tope); `integra_solo`, si une lo ya
    validado y sin errores sin que nadie lo pida: integrar es un acto debido.
    """

    raiz: Path
    ritmo: int = 0
    integra_solo: bool = True
    entorno: Mapping[str, str] | None = None

    def dar_vuelta(self) -> int:
        """Lleva lo que espera; devuelve cuántos envíos y actos quedaron en Git.

        Lanza `ErrorConoceles` si otro despachador está corriendo, no se alcanza la forja o el
        reloj retrocedió.
        """
        with self._turno():
            mesa = self._mesa()
            exigir_que_no_retroceda(mesa)
            proyectar(mesa)
            if retirar(mesa):
                mesa = self._mesa()
                proyectar(mesa)  # antes de los actos: lo cerrado ya no se valida ni se deposita
            llevados = self._envios(mesa)
            hechos = self._actos(mesa)
            if self.integra_solo:
                _sin_detenerse("integrar lo validado", lambda: integrar_listas(_al_dia(mesa)))
            mesa = self._mesa()
            if motivo := mesa.forja.remoto.ponerse_al_dia(mesa.ya_consta):
                DIARIO.warning("la carpeta no se pudo poner al día: %s", motivo)
            proyectar(mesa)
            SessionStore.clear_expired()
            _sin_detenerse("guardar lo ya integrado", guardar_lo_integrado)
            _sin_detenerse("poner en orden la bóveda", lambda: poner_en_orden(self.raiz, mesa))
            _sin_detenerse("destruir lo que ya no se conserva", lambda: depurar(mesa))
            return llevados + hechos

    @contextmanager
    def _turno(self) -> Iterator[None]:
        """Uno a la vez; lo suelta el sistema aunque el proceso muera."""
        carpeta = self.raiz / ".cache"
        carpeta.mkdir(mode=0o700, exist_ok=True)
        with ExitStack() as pila:
            try:
                pila.enter_context(candado(carpeta, "despacho"))
            except ErrorConoceles as error:
                raise ErrorConoceles(
                    "Ya hay un despachador trabajando en esta carpeta: espere a que termine."
                ) from error
            yield

    def _mesa(self) -> Mesa:
        """La mesa de la unidad, al día; cada acto la toma con la cuenta de quien lo pidió."""
        entorno = self.entorno if self.entorno is not None else os.environ
        mesa = abrir_mesa(self.raiz, ahora(), self._unidad(), entorno, tras_el_cierre=True)
        return replace(mesa, remolques={"Bitacora": f"{bitacora.NOMBRE} {bitacora.cabeza()}"})

    def _unidad(self) -> str:
        return vigente().cuentas.de(Rol.UT)[0].clave

    # --- envíos -----------------------------------------------------------------------------

    def _envios(self, mesa: Mesa) -> int:
        entandar()
        hechos = intentadas = 0
        for tanda in Tanda.objects.filter(propuesta=None).order_by("creada", "pk"):
            if self.ritmo and intentadas >= self.ritmo:
                break
            envios = list(tanda.envios.filter(estado=Envio.EN_COLA).order_by("instante", "pk"))
            if envios and all(map(ya_toca, envios)):  # van juntos o no va ninguno
                intentadas += 1
                hechos += self._proponer(mesa, tanda, envios)
        return hechos

    def _proponer(self, mesa: Mesa, tanda: Tanda, envios: list[Envio]) -> int:
        try:
            encoladas = [_encolada(mesa, e) for e in envios]
            proponer_tanda(mesa, tanda.folio, encoladas)
        except ActoNegado as error:
            self._negar(tanda, envios, error)
            return 0
        except GitFallo as error:
            aplazar(envios, str(error))
            return 0
        except Exception as error:  # noqa: BLE001 (uno malo no detiene a los demás)
            self._apartar(tanda, envios, error)
            return 0
        with transaction.atomic():
            tanda.propuesta = ahora()
            tanda.save(update_fields=["propuesta"])
            llevados = Envio.objects.filter(pk__in=[e.pk for e in envios])
            llevados.update(estado=Envio.PROPUESTO, motivo="")
        DIARIO.info("propuesta %s: %d envíos", tanda.folio, len(envios))
        return len(envios)

    def _negar(self, tanda: Tanda, envios: list[Envio], error: ActoNegado) -> None:
        """Uno que no puede no detiene a los demás: se separan; si va solo, se devuelve."""
        with transaction.atomic():
            if len(envios) > 1:
                separar(tanda, envios)
                return
            (envio,) = envios
            envio.estado, envio.motivo = Envio.DEVUELTO, _motivo(error)
            envio.save(update_fields=["estado", "motivo"])
            bitacora.anotar("despacho", "captura", "devolver", envio.clave, f"folio {envio.folio}")

    def _apartar(self, tanda: Tanda, envios: list[Envio], error: Exception) -> None:
        """Lo que falla sin saberse por qué se separa, y quien va solo espera: nada se pierde."""
        if len(envios) > 1:
            with transaction.atomic():
                separar(tanda, envios)
        else:
            aplazar(envios, dicho(error))

    # --- actos ------------------------------------------------------------------------------

    def _actos(self, mesa: Mesa) -> int:
        hechos = 0
        esperan: set[str] = set()
        en_cola = Acto.objects.filter(estado=Acto.EN_COLA).order_by("pk")
        for acto in en_cola:
            # Lo que se pidió después sobre lo mismo no se adelanta a lo que espera.
            if acto.objeto in esperan or not ya_toca(acto):
                esperan.add(acto.objeto)
                continue
            mesa = _al_dia(mesa)
            if self._intentar(mesa, acto):
                hechos += 1
            elif acto.estado == Acto.EN_COLA:
                esperan.add(acto.objeto)
        return hechos

    def _intentar(self, mesa: Mesa, acto: Acto) -> bool:
        """Si se hizo. Lo que no procede se cierra con su motivo; lo que falla, espera."""
        try:
            resultado = self._hacer(mesa, acto)
        except EsperaOtro:
            return False  # lo que espera se integra en esta vuelta, y este en la siguiente
        except ActoNegado as error:
            _cerrar(acto, Acto.NEGADO, _motivo(error))
        except Exception as error:  # noqa: BLE001 (uno malo no detiene a los demás)
            aplazar([acto], dicho(error))
        else:
            if resultado is not None:
                concluir(acto)
                _cerrar(acto, Acto.HECHO, resultado)
                return True
        return False

    def _hacer(self, mesa: Mesa, acto: Acto) -> str | None:
        """Lo hace, salvo que una vuelta anterior lo hiciera y muriera antes de anotarlo."""
        if acto.empezado and mesa.deposito.dicho_en_commits(f"Acuse: {acto.folio}"):
            return "Ya constaba."
        acto.empezado = ahora()
        acto.save(update_fields=["empezado"])
        propio = {} if acto.accion == Accion.VALIDAR else {"Acuse": acto.folio}
        return hacer(replace(mesa, remolques={**mesa.remolques, **propio}), acto)


def ceder_el_paso() -> None:
    """En la misma máquina, quien atiende a la gente va primero: llevar a Git puede esperar."""
    os.nice(_CORTESIA)


def correr(despachador: Despachador, cada: float, esperar: Callable[[float], bool]) -> None:
    """Da vueltas hasta que `esperar` diga que ya no; una vuelta que falla se dice y se repite."""
    fallidas = 0
    sigue = True
    while sigue:
        try:
            despachador.dar_vuelta()
            fallidas = 0
        except ErrorConoceles as error:
            fallidas += 1
            DIARIO.warning("la vuelta no terminó y se repetirá: %s", error)
        sigue = esperar(max(cada, tras(fallidas).total_seconds()) if fallidas else cada)


def _sin_detenerse(que: str, hacer_lo: Callable[[], object]) -> None:
    """Lo que no se pudo se dice y se repite en la siguiente vuelta; lo demás sigue."""
    try:
        hacer_lo()
    except ErrorConoceles as error:
        DIARIO.warning("no se pudo %s y se repetirá: %s", que, error)


def _encolada(mesa: Mesa, envio: Envio) -> Encolada:
    """Lo que se envió, a su hora: lo que quien valida modificó va después, al validar (PTO 26)."""
    while envio.corrige is not None:
        envio = envio.corrige
    acuse = acuse_de(envio, mesa.contexto.proceso).en_git
    return Encolada(envio.folio, envio.cuenta, envio.instante, abrir(envio).escrito, acuse)


def _motivo(error: ActoNegado) -> str:
    """Por qué no, y cada hallazgo en su renglón."""
    hallados = [str(getattr(h, "mensaje", h)) for h in error.hallazgos]
    return "\n".join([str(error), *hallados])


def _cerrar(acto: Acto, estado: str, resultado: str) -> None:
    acto.estado, acto.resultado, acto.hecho = estado, resultado, ahora()
    acto.cifrado = b""
    acto.save(update_fields=["estado", "resultado", "hecho", "cifrado"])
    detalle = "hecho" if estado == Acto.HECHO else "no procedió"
    bitacora.anotar("despacho", "actos", acto.accion, acto.objeto, detalle)


def _al_dia(mesa: Mesa) -> Mesa:
    """La misma mesa sobre el tronco de ahora y a la hora de ahora."""
    contexto = replace(mesa.contexto, ahora=ahora().astimezone(mesa.contexto.proceso.calendario.tz))
    return replace(
        mesa,
        tronco=mesa.forja.remoto.cabeza(),
        contexto=contexto,
        lector=replace(mesa.lector, contexto=contexto),
    )
