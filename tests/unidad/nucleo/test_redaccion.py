import pytest

from generador.nucleo.redaccion import letras, normalizar, textos_de


@pytest.mark.parametrize(
    ("texto", "esperado"),
    [
        ("¡ÁGORA, 2.º Ñandú!", " agora  2 o ñandu "),
        ("agu\u0301a “dulce”", "agua  dulce "),
        ("𝐏𝐚𝐧 ﬁno", "pan fino"),
        ("中文 agua", "   agua"),
    ],
)
def test_normaliza_sin_perder_la_enie(texto, esperado):
    assert normalizar(texto).decode("latin-1") == esperado


def test_dos_textos_que_se_leen_igual_tienen_las_mismas_letras():
    assert letras("Medir CADA pozo,\n y públicar.") == letras("medir cada pozo y publicar")


def test_reune_los_textos_con_su_nombre(candidatura, esquemas):
    textos = textos_de(candidatura(), esquemas)

    assert [(t.puntero, t.titulo) for t in textos[-3:]] == [
        ("/curricular/propuestas/0", "Propuesta 1"),
        ("/curricular/propuestas/1", "Propuesta 2"),
        (
            "/curricular/propuesta_genero",
            "Propuesta en materia de género o del grupo que representa",
        ),
    ]


def test_sin_captura_no_hay_textos(candidatura, esquemas):
    assert textos_de(candidatura(curricular=None), esquemas) == ()
