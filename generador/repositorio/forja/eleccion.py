"""¿En qué forja vive este expediente? Lo dice la dirección de su depósito común."""

import re
from collections.abc import Mapping

from generador.repositorio.forja import Forja
from generador.repositorio.forja.local import ForjaLocal
from generador.repositorio.remoto import Remoto

REPOSITORIO, DIRECCION = "conoceles.github", "conoceles.githubApi"
"""Donde la copia anota, en su configuración de Git, el repositorio y la dirección de la API."""

_DE_GITHUB = re.compile(r"github\.com[:/](?P<repositorio>[^/]+/[^/]+?)(?:\.git)?/?$")


def abrir_forja(remoto: Remoto, entorno: Mapping[str, str]) -> Forja:
    """La forja del depósito común, con su credencial puesta."""
    local = ForjaLocal(remoto)
    repositorio = remoto.deposito.configurado(REPOSITORIO)
    if not repositorio and (hallado := _DE_GITHUB.search(remoto.direccion)):
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
    if _DE_GITHUB.search(remoto.direccion):
        remoto.deposito.credencial = acceso.de_git()
    return ForjaGithub(local, acceso)
