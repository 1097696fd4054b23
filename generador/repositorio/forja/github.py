"""La forja en GitHub: la propuesta tiene una página, y la une quien puede.

Lo que prueba algo está en Git: la rama, la constancia y la unión. GitHub solo le pone cara, y por
eso primero se escribe en Git y después se le avisa; si no contesta, nada se pierde: se anota en
`avisos` y la siguiente vuelta lo completa. Todo se puede repetir.
"""

import base64
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from github import Auth, Github, GithubException, GithubIntegration, GithubRetry
from github.PullRequest import PullRequest
from github.Repository import Repository

from generador.errores import ErrorConoceles, causa_de_disco
from generador.repositorio.deposito import Firmante, GitFallo, Movida
from generador.repositorio.forja import RAMAS, Abierta, Caratula, Union
from generador.repositorio.forja.local import ForjaLocal
from generador.repositorio.remoto import Remoto

API = "https://api.github.com"
TOKEN, APP, LLAVE = "CONOCELES_GITHUB_TOKEN", "CONOCELES_GITHUB_APP", "CONOCELES_GITHUB_LLAVE"
UNIONES_POR_VUELTA = 30
SEGUNDOS_ENTRE_UNIONES = 60
"""Lo que GitHub admite sin bloquear la cuenta un rato."""

_CHOCA = re.compile(r"not mergeable|conflict", re.IGNORECASE)
_MARCA = "<!-- conoceles: revisión -->"
_AJENO = (403, 404)
_ES_DE_UNA = (405, 409, 422)
_YA_EXISTE, _NO_SE_UNE, _SE_MOVIO = 422, 405, 409
_ESPERA_MAXIMA = 120
_INTENTOS = 4
ENTRE_INTENTOS = 1.0
"""Segundos que se doblan en cada intento."""
PAUSA = 1.0
"""Segundos entre escrituras, que GitHub pide a quien automatiza."""


class GithubNoResponde(GitFallo):
    """GitHub no contestó (estado 0), o dijo que no; lo que hay en Git está a salvo."""

    def __init__(self, mensaje: str, estado: int = 0) -> None:
        super().__init__(mensaje)
        self.estado = estado


@dataclass(frozen=True, slots=True)
class Acceso:
    """A qué repositorio se entra, con qué dirección y con qué credencial."""

    repositorio: str
    api: str
    credencial: Auth.Auth

    @contextmanager
    def abrir(self) -> Iterator[Github]:
        """El cliente, que se cierra al terminar."""
        with Github(
            base_url=self.api,
            auth=self.credencial,
            lazy=True,
            seconds_between_requests=None,
            seconds_between_writes=PAUSA or None,
            retry=GithubRetry(
                total=_INTENTOS,
                backoff_factor=ENTRE_INTENTOS,
                raise_on_status=False,
                allowed_methods=None,  # todo lo que aquí se pide se puede repetir
                max_rate_limit_wait=_ESPERA_MAXIMA,
                secondary_rate_wait=_ESPERA_MAXIMA,
            ),
        ) as cliente:
            yield cliente

    def de_git(self) -> dict[str, str]:
        """El ambiente con que Git entra por https; la credencial no pasa por sus argumentos."""
        par = base64.b64encode(f"x-access-token:{self.credencial.token}".encode()).decode()
        return {
            "GIT_CONFIG_COUNT": "2",
            "GIT_CONFIG_KEY_1": "http.https://github.com/.extraHeader",
            "GIT_CONFIG_VALUE_1": f"Authorization: Basic {par}",
        }


def leer_acceso(repositorio: str, api: str, entorno: Mapping[str, str]) -> Acceso:
    """La credencial del entorno: un token, o una GitHub App y su llave.

    Lanza `ErrorConoceles` si no hay ninguna o la llave no se puede leer.
    """
    if token := entorno.get(TOKEN, ""):
        return Acceso(repositorio, api, Auth.Token(token))
    numero, ruta = entorno.get(APP, ""), entorno.get(LLAVE, "")
    if not (numero.isdigit() and ruta):
        raise ErrorConoceles(
            f"Falta con qué entrar a GitHub: ponga {TOKEN}, o {APP} (número) y {LLAVE} (archivo)."
        )
    try:
        llave = Path(ruta).read_text("utf-8")
    except OSError as error:
        raise ErrorConoceles(f"No se puede leer {LLAVE}: {causa_de_disco(error)}.") from error
    de_app = Auth.AppAuth(int(numero), llave)
    with _traducir("entrar como aplicación"):
        with GithubIntegration(auth=de_app, base_url=api, retry=GithubRetry()) as aplicacion:
            instalada = aplicacion.get_repo_installation(*repositorio.split("/", 1))
        return Acceso(repositorio, api, de_app.get_installation_auth(instalada.id))


@dataclass(frozen=True, slots=True)
class ForjaGithub:
    """La forja de un repositorio de GitHub."""

    git: ForjaLocal
    acceso: Acceso
    esperar: Callable[[float], None] = time.sleep
    """Cómo se espera entre uniones; recibe segundos."""
    avisos: list[str] = field(default_factory=list)
    """Lo que GitHub no alcanzó a hacer y queda para la siguiente vuelta."""

    @property
    def remoto(self) -> Remoto:
        """El depósito común."""
        return self.git.remoto

    def exigir_privado(self) -> None:
        """Lanza `ErrorConoceles` si el repositorio es público: ahí hay lo que aún no se publica."""
        with _traducir("preguntar por el repositorio"), self._repo() as repo:
            if not repo.private:
                raise ErrorConoceles(
                    f"{self.acceso.repositorio} es público: un proceso en curso tiene capturas que "
                    "todavía no se publican (PTO 14). Hágalo privado y repita."
                )

    def abiertas(self) -> tuple[Abierta, ...]:
        """Las ramas `captura/<folio>` que el tronco aún no contiene."""
        return tuple(
            Abierta(rama.removeprefix(RAMAS), cabeza)
            for rama, cabeza in sorted(self.remoto.ramas(RAMAS, sin_unir=True).items())
        )

    def abrir(self, folio: str, cabeza: str) -> Abierta:
        """Lleva la rama y su constancia."""
        return self.git.abrir(folio, cabeza)

    def avanzar(self, abierta: Abierta, cabeza: str) -> Abierta:
        """Mueve la rama y su constancia."""
        return self.git.avanzar(abierta, cabeza)

    def cerrar(self, abierta: Abierta, cabeza: str, nuevas: Sequence[Abierta] = ()) -> None:
        """Borra la rama, y GitHub cierra su página; la constancia dice por qué."""
        self.git.cerrar(abierta, cabeza, nuevas)

    def mostrar(self, abierta: Abierta, redactar: Callable[[], Caratula]) -> None:
        """Deja la página de la propuesta como dice su carátula; la abre si falta."""
        caratula = redactar()
        try:
            with _traducir("mostrar la propuesta"), self._repo() as repo:
                pagina = self._poner(repo, abierta, caratula)
                self._comentar(repo, pagina.number, caratula.hoja)
        except GithubNoResponde as error:
            self.avisos.append(f"La propuesta {abierta.folio} está guardada. {error}")

    def _poner(self, repo: Repository, abierta: Abierta, caratula: Caratula) -> PullRequest:
        """Crea la página; si ya existía, la pone al día. Así repetirlo no la duplica."""
        try:
            return repo.create_pull(
                base=self.remoto.tronco,
                head=abierta.rama,
                title=caratula.titulo,
                body=caratula.cuerpo,
                maintainer_can_modify=False,
            )
        except GithubException as error:
            if error.status != _YA_EXISTE:
                raise
        pagina = self._pagina(repo, abierta)
        if pagina is None:
            raise GithubNoResponde(
                "GitHub no quiso abrir su página ni dice tenerla: revise los permisos."
            )
        pagina.edit(title=caratula.titulo, body=caratula.cuerpo)
        return pagina

    def _pagina(self, repo: Repository, abierta: Abierta) -> PullRequest | None:
        duena = self.acceso.repositorio.partition("/")[0]
        halladas = repo.get_pulls(
            state="open", head=f"{duena}:{abierta.rama}", base=self.remoto.tronco
        )
        return next(iter(halladas), None)

    def _comentar(self, repo: Repository, numero: int, texto: str) -> None:
        """El único comentario del programa: el que lleva la marca se edita, nunca se repite."""
        cuerpo = f"{texto}\n{_MARCA}\n"
        conversacion = repo.get_issue(numero)
        puesto = False
        for comentario in conversacion.get_comments():
            if _MARCA not in comentario.body:
                continue
            try:
                propio = conversacion.get_comment(comentario.id)
                if puesto:
                    propio.delete()  # un reintento lo dejó dos veces
                elif comentario.body.strip() != cuerpo.strip():
                    propio.edit(cuerpo)
                puesto = True
            except GithubException as error:
                if error.status not in _AJENO:
                    raise
                # Otra persona escribió la marca en un comentario suyo: se deja como está.
        if not puesto:
            conversacion.create_comment(cuerpo)

    def integrar(self, uniones: Sequence[Union], firmante: Firmante) -> dict[str, str]:
        """Une por la página de cada una, al paso que GitHub admite.

        Lo que no cabe en esta vuelta no sale en el resultado y sigue abierto.
        """
        del firmante  # la unión la firma GitHub; quién la hizo lo dicen sus remolques
        hechas: dict[str, str] = {}
        for union in uniones:
            if union.nueva:
                self.git.abrir(union.folio, union.revisado)
        for numero, union in enumerate(uniones[:UNIONES_POR_VUELTA]):
            if numero:
                self.esperar(SEGUNDOS_ENTRE_UNIONES)
            try:
                hechas[union.folio] = self._unir(union)
            except GithubNoResponde as error:
                self.avisos.append(f"La propuesta {union.folio} sigue abierta. {error}")
                if error.estado not in _ES_DE_UNA:
                    break
        self.remoto.traer()
        self._borrar_ramas(uniones)
        return hechas

    def _unir(self, union: Union) -> str:
        """El commit de la unión; vacío si choca."""
        abierta = Abierta(union.folio, union.revisado)
        titulo, _, cuerpo = union.mensaje.partition("\n\n")
        try:
            with _traducir("unir la propuesta"), self._repo() as repo:
                pagina = self._pagina(repo, abierta)
                if pagina is None:
                    pagina = self._poner(repo, abierta, Caratula(titulo, cuerpo, ""))
                hecha = pagina.merge(cuerpo, titulo, "merge", union.revisado)
                return str(hecha.sha)
        except GithubNoResponde as error:
            # Pudo haberse unido sin que llegara la respuesta: la historia lo dice.
            self.remoto.traer()
            if commit := self.remoto.union_de(union.revisado):
                return commit
            if error.estado == _NO_SE_UNE and _CHOCA.search(str(error)):
                return ""
            if error.estado == _SE_MOVIO:
                raise GithubNoResponde(
                    "Se movió después de revisarse: revísela otra vez."
                ) from error
            raise

    def _borrar_ramas(self, uniones: Sequence[Union]) -> None:
        """Las que GitHub no borró al unir."""
        quedan = self.remoto.ramas(RAMAS)
        movidas = [
            Movida(f"refs/heads/{RAMAS}{u.folio}", "", u.revisado)
            for u in uniones
            if quedan.get(f"{RAMAS}{u.folio}") == u.revisado and self.remoto.union_de(u.revisado)
        ]
        if movidas:
            self.remoto.llevar(movidas)

    def preparar(self) -> None:
        """Deja el repositorio como pide el expediente. Repetirlo no cambia nada.

        Solo uniones, con el mensaje de la propuesta; nadie escribe directo en el tronco, ni
        reescribe una propuesta, ni mueve un ancla.
        """
        with _traducir("preparar el repositorio"), self._repo() as repo:
            repo.edit(
                allow_merge_commit=True,
                allow_squash_merge=False,
                allow_rebase_merge=False,
                merge_commit_title="PR_TITLE",
                merge_commit_message="PR_BODY",
                delete_branch_on_merge=True,
                allow_auto_merge=False,
            )
            puestas = {
                uno["name"]: uno["id"] for uno in self._pedir(repo, "GET", "/rulesets") or ()
            }
            for conjunto in _conjuntos(self.remoto.tronco):
                if numero := puestas.get(conjunto["name"]):
                    self._pedir(repo, "PUT", f"/rulesets/{numero}", conjunto)
                else:
                    self._pedir(repo, "POST", "/rulesets", conjunto)

    def _pedir(
        self, repo: Repository, metodo: str, ruta: str, dato: dict[str, Any] | None = None
    ) -> Any:
        """PyGithub todavía no conoce los conjuntos de reglas."""
        direccion = f"/repos/{self.acceso.repositorio}{ruta}"
        return repo.requester.requestJsonAndCheck(metodo, direccion, input=dato)[1]

    @contextmanager
    def _repo(self) -> Iterator[Repository]:
        with self.acceso.abrir() as cliente:
            yield cliente.get_repo(self.acceso.repositorio)


def _conjuntos(tronco: str) -> Iterator[dict[str, Any]]:
    """Lo que nadie puede hacer, por ramas y etiquetas (rulesets)."""

    def conjunto(nombre: str, objeto: str, ramas: str, reglas: list[dict[str, Any]]) -> Any:
        return {
            "name": nombre,
            "target": objeto,
            "enforcement": "active",
            "conditions": {"ref_name": {"include": [ramas], "exclude": []}},
            "rules": reglas,
        }

    propuesta = {
        "type": "pull_request",
        "parameters": {
            "allowed_merge_methods": ["merge"],
            "required_approving_review_count": 0,
            "dismiss_stale_reviews_on_push": False,
            "require_code_owner_review": False,
            "require_last_push_approval": False,
            "required_review_thread_resolution": False,
        },
    }
    nada_se_reescribe = [{"type": "deletion"}, {"type": "non_fast_forward"}]
    yield conjunto(
        "Conóceles: el tronco", "branch", f"refs/heads/{tronco}", [*nada_se_reescribe, propuesta]
    )
    yield conjunto(
        "Conóceles: las propuestas", "branch", f"refs/heads/{RAMAS}**", [nada_se_reescribe[1]]
    )
    yield conjunto(
        "Conóceles: las anclas",
        "tag",
        "refs/tags/ancla/**",
        [*nada_se_reescribe, {"type": "update"}],
    )


@contextmanager
def _traducir(que: str) -> Iterator[None]:
    """Lo que salga mal con GitHub, en una frase; nunca con la credencial."""
    try:
        yield
    except GithubException as error:
        dato = error.data if isinstance(error.data, dict) else {}
        dicho = str(error.message or dato.get("message", ""))
        raise GithubNoResponde(
            f"GitHub contestó {error.status} al {que}: {dicho or 'sin decir por qué'}.",
            estado=error.status,
        ) from error
    except requests.RequestException as error:
        raise GithubNoResponde(
            f"GitHub no respondió al {que}: se queda para la siguiente vuelta."
        ) from error
