"""¿Cuenta la historia lo que pasó, con papel y sin cuenta, y solo lo que ya pasó?"""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from generador.nucleo.conjunto import Contexto
from generador.nucleo.cuentas import Cuenta, Cuentas, Rol
from generador.nucleo.estados import EnQueVa, en_que_va
from generador.nucleo.historia import historia_de, sucesos_por_clave
from generador.nucleo.modelo import Candidatura
from generador.nucleo.movimiento import Movimiento

ZONA = timezone(timedelta(hours=-6))
CLAVE = "AYU-106-PAH-PRES-P-1"


def a_las(texto: str) -> datetime:
    return datetime.fromisoformat(f"{texto}-06:00")


@pytest.fixture
def mirada(armar_contexto: Any) -> Contexto:
    hoy: Contexto = armar_contexto({}, "2030-05-20T10:00:00-06:00")
    return hoy


@pytest.fixture
def candidatura(armar_candidatura: Any) -> Any:
    """`candidatura(tramite={…})`: la de base con ese trámite entero y los demás cambios."""

    def con(tramite: dict[str, Any] | None = None, **cambios: Any) -> Candidatura:
        una: Candidatura = armar_candidatura(cambios)
        dato = {**una.dato, **({"tramite": tramite} if tramite is not None else {})}
        return Candidatura.de_dato(una.archivo, dato)

    return con


@pytest.fixture
def una(candidatura: Any) -> Candidatura:
    fabricada: Candidatura = candidatura(
        tramite={
            "cuenta_recibida": "2030-04-26T10:00:00-06:00",
            "enviada": "2030-05-01T10:00:00-06:00",
            "folio": "7K2M-9QF4-M3XR",
            "validada": "2030-05-02T10:00:00-06:00",
            "observaciones": [
                {
                    "rubro": "/curricular/motivo",
                    "causal": "copia",
                    "fecha": "2030-05-10T10:00:00-06:00",
                    "subsanada": "2030-05-25T10:00:00-06:00",
                }
            ],
        }
    )
    return fabricada


def test_lo_que_consta_en_el_expediente_hasta_hoy(una: Candidatura, mirada: Contexto) -> None:
    hechos = historia_de(una, mirada)

    assert [
        ("entregar-cuenta", "ut", ""),
        ("capturar", "", "PAH"),
        ("validar", "supervisora", "PAH"),
        ("observar", "verificadora", ""),
    ] == [(h.acto, h.papel, h.postulante) for h in hechos]
    assert "motivo" not in hechos[3].asunto
    assert hechos[3].asunto


def _movimiento(accion: str, cuenta: str, cuando: datetime, **remolques: str) -> Movimiento:
    return Movimiento(
        commit=accion.ljust(40, "0"),
        padres=("a",),
        instante=cuando,
        correo="",
        remolques={
            "Accion": (accion,),
            "Usuario": (cuenta,),
            "Candidatura": (CLAVE,),
            **{k: (v,) for k, v in remolques.items()},
        },
    )


def test_git_dice_el_papel_el_commit_y_lo_que_no_deja_huella(
    una: Candidatura, mirada: Contexto
) -> None:
    cuentas = Cuentas(
        {
            "UT": Cuenta("UT", Rol.UT),
            "PAH-CAPTURA": Cuenta("PAH-CAPTURA", Rol.CAPTURA, "PAH"),
        }
    )
    sucesos = sucesos_por_clave(
        [
            _movimiento("alta", "UT", a_las("2030-04-25T10:00:00")),
            _movimiento("anticipar", "PAH-CAPTURA", a_las("2030-04-28T10:00:00")),
            _movimiento("capturar", "PAH-CAPTURA", a_las("2030-05-01T10:00:00")),
            _movimiento("registrar", "NADIE", a_las("2030-05-03T10:00:00")),
            _movimiento("registrar", "UT", a_las("2030-06-03T10:00:00")),
        ],
        cuentas,
    )
    hechos = historia_de(una, mirada, sucesos[CLAVE])

    assert ["alta", "entregar-cuenta", "capturar", "validar", "observar"] == [
        h.acto for h in hechos
    ]
    assert ("captura", "PAH", "capturar".ljust(40, "0")) == (
        hechos[2].papel, hechos[2].postulante, hechos[2].commit,
    )  # fmt: skip
    assert "PAH-CAPTURA" not in repr(hechos)


def test_de_quien_salio_solo_queda_su_baja(candidatura: Any, mirada: Contexto) -> None:
    fuera = candidatura(
        registro={"estatus": "sustituida"},
        tramite={
            "enviada": "2030-05-01T10:00:00-06:00",
            "baja": {"fecha": "2030-05-12", "acuerdo": "IEE/1/2030"},
        },
    )

    assert [("sustituir", "2030-05-12", "IEE/1/2030")] == [
        (h.acto, h.instante, h.documento) for h in historia_de(fuera, mirada)
    ]


def test_un_instante_que_no_existe_no_rompe_la_historia(candidatura: Any, mirada: Contexto) -> None:
    rara = candidatura(tramite={"enviada": "2030-02-31T10:00:00-06:00"})

    assert "capturar" not in [h.acto for h in historia_de(rara, mirada)]


ENVIADA = {"cuenta_recibida": "2030-04-26T10:00:00-06:00", "enviada": "2030-05-01T10:00:00-06:00"}
VALIDADA = ENVIADA | {"validada": "2030-05-02T10:00:00-06:00"}
OBSERVADA = {"rubro": "/curricular/motivo", "causal": "copia", "fecha": "2030-05-10T10:00:00-06:00"}
PEDIDO = {"solicitado": "2030-05-11T10:00:00-06:00", "campos": ["/curricular/motivo"]}


@pytest.mark.parametrize(
    ("cambios", "cuando", "esperado"),
    [
        ({"tramite": {}, "curricular": None}, "2030-05-20", EnQueVa.REGISTRADA),
        ({"tramite": ENVIADA, "curricular": None}, "2030-04-27", EnQueVa.CON_CUENTA),
        ({"tramite": ENVIADA}, "2030-04-27", EnQueVa.EN_CAPTURA),
        ({"tramite": ENVIADA}, "2030-05-20", EnQueVa.CAPTURADA),
        ({"tramite": VALIDADA}, "2030-05-20", EnQueVa.PUBLICADA),
        (
            {"tramite": VALIDADA | {"observaciones": [OBSERVADA]}},
            "2030-05-20",
            EnQueVa.OBSERVADA,
        ),
        (
            {
                "tramite": VALIDADA
                | {"observaciones": [OBSERVADA | {"subsanada": "2030-05-12T10:00:00-06:00"}]}
            },
            "2030-05-20",
            EnQueVa.SUBSANADA,
        ),
        ({"tramite": VALIDADA | {"cambio": PEDIDO}}, "2030-05-20", EnQueVa.CAMBIO_SOLICITADO),
        (
            {"tramite": VALIDADA | {"cambio": PEDIDO | {"aplicado": "2030-05-13T10:00:00-06:00"}}},
            "2030-05-20",
            EnQueVa.PUBLICADA,
        ),
        ({"registro": {"estatus": "cancelada"}}, "2030-05-20", EnQueVa.CANCELADA),
        ({"registro": {"estatus": "sustituida"}}, "2030-05-20", EnQueVa.SUSTITUIDA),
    ],
)
def test_estado_derivado(
    candidatura: Any, mirada: Contexto, cambios: dict[str, Any], cuando: str, esperado: EnQueVa
) -> None:
    aquel = replace(mirada, ahora=a_las(f"{cuando}T10:00:00"))

    assert esperado == en_que_va(candidatura(**cambios), "curricular", aquel)


def test_antes_de_publicar_lo_validado_espera(candidatura: Any, mirada: Contexto) -> None:
    publicacion = mirada.proceso.fechas.publicacion
    vispera = replace(
        mirada,
        ahora=datetime.combine(publicacion, datetime.min.time(), ZONA) - timedelta(hours=2),
    )
    temprana = (vispera.ahora - timedelta(days=1)).isoformat()
    una = candidatura(tramite={"enviada": temprana, "validada": temprana})

    assert EnQueVa.VALIDADA == en_que_va(una, "curricular", vispera)
    assert EnQueVa.VALIDADA == en_que_va(una, "identidad", vispera)
