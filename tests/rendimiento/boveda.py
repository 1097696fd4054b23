"""¿Cuánto tarda la bóveda con 20,000 sobres, y frente a quién?

El par de depositar y de rotar es el disco a secas: escribir y asegurar los mismos bytes sin
cifrarlos. El de abrir todo es age a secas: descifrar lo mismo sin comprobar nada.
"""

import os
import secrets
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from medicion import escribir_suelto
from pyrage import decrypt, x25519

from generador.archivos.carga import cargar
from generador.archivos.reparto import repartir
from generador.boveda.almacen import Boveda, Entrega
from generador.boveda.llaves import crear_privada, leer_privada
from generador.boveda.rotacion import rotar
from generador.boveda.sobre import Contenido, leer_rotulo
from generador.nucleo.estadistica.contables import preguntas_contables
from generador.nucleo.estadistica.cuenta import contar
from generador.nucleo.identidad.cuestionario import Cuestionario
from generador.simulacion.estadistica import contadas_ficticias, fechas_de_corte

_RESPUESTAS = {f"i{n:02d}": "no" for n in range(1, 20)}
_LOTE = 500


def medir_boveda(raiz: Path, carpeta: Path, cuantas: int) -> None:
    """Deposita, abre, rota y destruye `cuantas`, e imprime la tabla y las razones.

    De `raiz` se cuentan las estadísticas: el proceso simulado de ese tamaño.
    """
    boveda, llaves = _nueva(carpeta)
    contenidos = [_contenido(n) for n in range(cuantas)]
    print(
        f"\n#### Bóveda de {cuantas:,} sobres\n\n| Paso | Tiempo | Por segundo |\n|---|---:|---:|"
    )
    compromisos: list[str] = []

    def depositar() -> None:
        for inicio in range(0, cuantas, _LOTE):
            lote = contenidos[inicio : inicio + _LOTE]
            compromisos.extend(boveda.depositar(Entrega(c) for c in lote))

    segundos = {"depositar": _paso("depositar, en lotes de 500", cuantas, depositar)}
    rutas = sorted((boveda.carpeta / "abiertos").iterdir())
    segundos["disco"] = _paso(
        "par: escribir y asegurar lo mismo, sin cifrar",
        cuantas,
        lambda: _escribir_a_secas(carpeta / "par", rutas),
    )
    vigentes = {c.clave: k for c, k in zip(contenidos, compromisos, strict=True)}
    privada = leer_privada(llaves / "UT-3")
    segundos["abrir"] = _paso(
        "abrir y comprobar todos",
        cuantas,
        lambda: _contar(boveda.leer_todos(vigentes, privada)),
    )
    identidad = x25519.Identity.from_str((llaves / "UT-3").read_text().splitlines()[-1])
    segundos["age"] = _paso(
        "par: age a secas",
        cuantas,
        lambda: [decrypt(leer_rotulo(r.read_bytes())[1], [identidad]) for r in rutas],
    )
    boveda.cambiar_llaves(boveda.llavero.con("UT-4", crear_privada(llaves / "UT-4")).sin("UT-1"))
    segundos["rotar"] = _paso("rotar", cuantas, lambda: rotar(boveda, privada))
    _paso("destruir todo", cuantas, lambda: boveda.borrar(vigentes))
    medir_estadistica(raiz)
    print(f"\nDepositar / disco a secas: {segundos['depositar'] / segundos['disco']:.2f}")
    print(f"Abrir y comprobar / age a secas: {segundos['abrir'] / segundos['age']:.2f}")
    print(f"Rotar / disco a secas: {segundos['rotar'] / segundos['disco']:.2f}")


def medir_estadistica(raiz: Path) -> None:
    """Cuenta los dos cortes del proceso simulado, con el cuestionario completo."""
    conjunto = cargar(raiz, datetime.fromisoformat("2024-06-01T12:00:00-06:00"))
    preguntas = preguntas_contables(conjunto.contexto.esquemas, conjunto.proceso)
    minimo = conjunto.proceso.lecturas.celda_minima
    cortes: list = []
    for numero, fecha in enumerate(fechas_de_corte(conjunto.proceso), 1):
        contadas = contadas_ficticias(conjunto, fecha)
        _paso(
            f"contar el corte {numero} de estadística, con {len(preguntas)} preguntas",
            len(contadas),
            lambda c=contadas, f=fecha: cortes.append(
                contar(c, preguntas, f, minimo, cortes, repartir)
            ),
        )


def _nueva(carpeta: Path) -> tuple[Boveda, Path]:
    llaves = carpeta / "llaves"
    llaves.mkdir(mode=0o700, parents=True)
    boveda = Boveda.crear(carpeta / "boveda", "banco")
    llavero = boveda.llavero
    for nombre in ("UT-1", "UT-2", "UT-3"):
        llavero = llavero.con(nombre, crear_privada(llaves / nombre))
    boveda.cambiar_llaves(llavero)
    return boveda, llaves


def _contenido(numero: int) -> Contenido:
    clave = f"AYU-{numero // 90:03d}-PAH-REG{numero % 90 + 1:02d}-P-1"
    dicho = Cuestionario(clave, _RESPUESTAS, tratamiento=True, estadistica=True)
    return Contenido.nuevo("banco", dicho, {"publicacion": False}, "2024-05-01T10:00:00-06:00")


def _escribir_a_secas(carpeta: Path, rutas: list[Path]) -> None:
    carpeta.mkdir()
    for numero, ruta in enumerate(rutas):
        descriptor = os.open(carpeta / str(numero), os.O_WRONLY | os.O_CREAT, 0o600)
        os.write(descriptor, secrets.token_bytes(ruta.stat().st_size))
        os.fsync(descriptor)
        os.close(descriptor)


def _contar(leidos: object) -> int:
    return sum(1 for _ in leidos)  # type: ignore[call-overload,no-any-return]


def _paso(nombre: str, cuantas: int, hacer: Callable[[], object]) -> float:
    inicio = time.perf_counter()
    hacer()
    segundos = time.perf_counter() - inicio
    escribir_suelto(nombre, segundos, cuantas)
    sys.stdout.flush()
    return segundos
