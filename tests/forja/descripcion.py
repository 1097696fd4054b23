"""¿Qué parte de la descripción oficial de GitHub se sirve?"""

from collections.abc import Mapping
from typing import Any

REPO = "/repos/{owner}/{repo}"
RUTAS = (
    "/app/installations/{installation_id}/access_tokens",
    "/rate_limit",
    REPO,
    f"{REPO}/branches/{{branch}}/protection",
    f"{REPO}/git/matching-refs/{{ref}}",
    f"{REPO}/git/ref/{{ref}}",
    f"{REPO}/git/refs",
    f"{REPO}/git/refs/{{ref}}",
    f"{REPO}/installation",
    f"{REPO}/issues/comments/{{comment_id}}",
    f"{REPO}/issues/{{issue_number}}/comments",
    f"{REPO}/pulls",
    f"{REPO}/pulls/{{pull_number}}",
    f"{REPO}/pulls/{{pull_number}}/merge",
    f"{REPO}/rulesets",
    f"{REPO}/rulesets/{{ruleset_id}}",
)
"""Las rutas que el programa puede llegar a pedir; a las demás se contesta 404."""


def recortar(completa: Mapping[str, Any]) -> dict[str, Any]:
    """La misma descripción, sin tocar nada de lo que queda, solo con esas rutas.

    Los componentes se conservan todos, así que ninguna referencia se rompe. Una ruta que la
    descripción ya no tenga es un `KeyError`: hay que enterarse.
    """
    sin_avisos = {clave: valor for clave, valor in completa.items() if clave != "x-webhooks"}
    return {**sin_avisos, "paths": {ruta: completa["paths"][ruta] for ruta in RUTAS}}
