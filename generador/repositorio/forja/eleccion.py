"""¿En qué forja vive este expediente? Lo dice la dirección de su depósito común."""

import re
from collections.abc import Mapping

from generador.errores import ErrorConoceles
from generador.repositorio.forja import Forja
from generador.repositorio.forja.local import ForjaLocal
from generador.repositorio.remoto import Remoto

REPOSITORIO, DIRECCION = "conoceles.github", "conoceles.githubApi"
"""Donde la copia anota, en su configuración de Git, el repositorio y la dirección de la API."""

_DE_GITHUB = re.compile(
    r"(?:https://github\.com/|git@github\.com:|ssh://git@github\.com/)(?P<repositorio>[^/]+/[^/]+?)(?:\.git)?/?"
)


def abrir_forja(remoto: Remoto, entorno: Mapping[str, str]) -> Forja:
    """La forja del depósito común, con su credencial puesta."""
    local = ForjaLocal(remoto)
    repositorio = remoto.deposito.configurado(REPOSITORIO)
    if not repositorio and (hallado := _DE_GITHUB.fullmatch(remoto.direccion)):
        repositorio = hallado["repositorio"]
    if not repositorio:
        return local
    from generador.repositorio.forja.github import (  # noqa: PLC0415 - PyGithub tarda en cargar
        API,
        ForjaGithub,
        leer_acceso,
    )

    api = remoto.deposito.configurado(DIRECCION) or API
    acceso = leer_acceso(repositorio, api, entorno)
    apunta = _DE_GITHUB.fullmatch(remoto.direccion)
    if apunta and apunta["repositorio"] != repositorio:
        raise ErrorConoceles(
            f"El depósito común es {apunta['repositorio']} y la configuración dice {repositorio}: "
            f"corrija «git config {REPOSITORIO}»."
        )
    if apunta:
        remoto.deposito.credencial = acceso.de_git()
    return ForjaGithub(local, acceso)
