"""¿Sirve el GitHub de mentira para lo que el programa le pide al de verdad, también si falla?"""

from collections.abc import Iterator

import pytest
import requests
from github import Auth, Github, GithubException, GithubIntegration, GithubRetry
from github.Repository import Repository
from intermediario import Intermediario

pytestmark = pytest.mark.lento

REPO = "/repos/autoridad/candidaturas"
SHA = "6dcb09b5b57875f334f61aebed695e2e4193db5e"
REGLA = {"name": "principal", "target": "branch", "enforcement": "active"}


@pytest.fixture
def cliente(github: Intermediario) -> Iterator[Github]:
    """PyGithub sin pausas y perezoso: no pide un objeto solo para nombrarlo."""
    with Github(
        base_url=github.url,
        auth=Auth.Token("x"),
        lazy=True,
        retry=GithubRetry(total=2),
        seconds_between_requests=None,
        seconds_between_writes=None,
    ) as abierto:
        yield abierto


@pytest.fixture
def repo(cliente: Github) -> Repository:
    return cliente.get_repo("autoridad/candidaturas")


def pedido(github: Intermediario) -> list[tuple[str, str, int | None]]:
    return [(ll.metodo, ll.ruta.partition("?")[0], ll.estado) for ll in github.llamadas]


def test_una_propuesta_se_abre_se_comenta_y_se_integra(
    github: Intermediario, repo: Repository
) -> None:
    abiertas = [p.number for p in repo.get_pulls(state="open", head="autoridad:expediente")]
    repo.create_pull(base="main", head="expediente", title="Expediente", body="Revisado")
    repo.get_pull(7).edit(title="Otro título")
    repo.get_pull(7).merge(sha=SHA, merge_method="squash")
    conversacion = repo.get_issue(7)
    dichos = [comentario.body for comentario in conversacion.get_comments()]
    conversacion.create_comment("Falta la firma.")
    conversacion.get_comment(1).edit("Ya no falta.")

    assert ([1347], ["Me too"]) == (abiertas, dichos)
    assert [
        ("GET", f"{REPO}/pulls", 200),
        ("POST", f"{REPO}/pulls", 201),
        ("PATCH", f"{REPO}/pulls/7", 200),
        ("PUT", f"{REPO}/pulls/7/merge", 200),
        ("GET", f"{REPO}/issues/7/comments", 200),
        ("POST", f"{REPO}/issues/7/comments", 201),
        ("PATCH", f"{REPO}/issues/comments/1", 200),
    ] == pedido(github)
    assert {"sha": SHA, "merge_method": "squash"} == github.llamadas[3].cuerpo
    assert [] == github.violaciones


def test_el_repositorio_y_sus_reglas_se_leen_y_se_cambian(
    github: Intermediario, cliente: Github, repo: Repository
) -> None:
    nombre = repo.complete().name
    cliente.get_repo("autoridad/candidaturas").edit(allow_squash_merge=True)
    pedir = cliente.requester.requestJsonAndCheck
    _, reglas = pedir("GET", f"{REPO}/rulesets")
    pedir("POST", f"{REPO}/rulesets", input=REGLA)
    pedir("PUT", f"{REPO}/rulesets/42", input=REGLA)

    assert ("Hello-World", [42, 314]) == (nombre, [regla["id"] for regla in reglas])
    assert [200, 200, 200, 201, 200] == [llamada.estado for llamada in github.llamadas]
    assert [] == github.violaciones


def test_la_aplicacion_encuentra_su_instalacion_y_pide_un_permiso(github: Intermediario) -> None:
    firma = Auth.AppAuth(1, private_key=None, sign_func=lambda _: "firmado")
    with GithubIntegration(auth=firma, base_url=github.url, seconds_between_requests=0) as ella:
        instalacion = ella.get_repo_installation("autoridad", "candidaturas")
        permiso = ella.get_access_token(instalacion.id, {"pull_requests": "write"})

    assert permiso.token.startswith("ghs_")
    assert [] == github.violaciones


def test_las_direcciones_de_los_ejemplos_se_pueden_seguir(
    github: Intermediario, repo: Repository
) -> None:
    (propuesta,) = repo.get_pulls()
    propuesta.merge(sha=SHA)

    assert propuesta.url.startswith(github.url)
    assert "/repos/octocat/Hello-World/pulls/1347/merge" == github.llamadas[-1].ruta
    assert [] == github.violaciones


def test_una_referencia_con_diagonales_llega_entera(
    github: Intermediario, repo: Repository
) -> None:
    referencia = repo.get_git_ref("heads/expediente/uno")

    assert "commit" == referencia.object.type
    assert [("GET", f"{REPO}/git/ref/heads/expediente/uno", 200)] == pedido(github)
    assert [] == github.violaciones


@pytest.mark.parametrize(
    ("metodo", "ruta", "cuerpo", "parte"),
    [
        ("POST", f"{REPO}/pulls", {"head": "a", "base": 3}, "property base must be string"),
        ("POST", f"{REPO}/rulesets", {"name": "x"}, "required property 'enforcement'"),
        ("GET", f"{REPO}/pulls?per_page=x", None, "parameter per_page must be integer"),
        ("GET", f"{REPO}/pulls/siete", None, "parameter pull_number must be integer"),
        ("GET", f"{REPO}/inventada", None, "hasn't been found"),
        ("DELETE", f"{REPO}/pulls", None, "no method matched"),
    ],
)
def test_lo_que_la_descripcion_no_permite_se_anota(
    github: Intermediario, cliente: Github, metodo: str, ruta: str, cuerpo: object, parte: str
) -> None:
    with pytest.raises(GithubException):
        cliente.requester.requestJsonAndCheck(metodo, ruta, input=cuerpo)

    assert any(parte in violacion for violacion in github.violaciones), github.violaciones


def test_una_falla_pasajera_se_reintenta(github: Intermediario, repo: Repository) -> None:
    github.fallar(502)
    github.fallar(403, encabezados={"Retry-After": "0"})
    repo.create_pull(base="main", head="expediente", title="Expediente")

    assert [502, 403, 201] == [llamada.estado for llamada in github.llamadas]


def test_lo_que_ya_no_se_reintenta_llega_como_excepcion(
    github: Intermediario, repo: Repository
) -> None:
    github.fallar(422, mensaje="Validation Failed")
    with pytest.raises(GithubException, match="Validation Failed: 422"):
        repo.create_pull(base="main", head="expediente", title="Expediente")
    github.fallar(500, veces=3)
    with pytest.raises(requests.exceptions.RetryError):
        repo.complete()

    assert [422, 500, 500, 500] == [llamada.estado for llamada in github.llamadas]


def test_una_conexion_cortada_se_anota_sin_estado(github: Intermediario, repo: Repository) -> None:
    github.cortar()
    repo.complete()

    assert [None, 200] == [llamada.estado for llamada in github.llamadas]
