"""¿Dice cada página lo que debe, y nada más?"""

import json
import re
from collections.abc import Callable
from dataclasses import replace

from generador.nucleo.ficha import CAUSAS, Estado, FichaPublica, Respuesta, Vacio
from generador.publicacion.fuente import Anterior, Fuente
from generador.publicacion.indice import Indice
from generador.publicacion.pagina import Pagina
from generador.publicacion.paginas import (
    boleta,
    carpetas,
    comparar,
    listado,
    lugar,
    numeros,
    planilla,
    portada,
    postulante,
)
from generador.publicacion.paginas import (
    ficha as pagina_de_ficha,
)
from generador.publicacion.paginas.registro import CLASES

Imprimir = Callable[[Indice, Pagina], str]


def _ver(indice: Indice, clave: str, imprimir: Imprimir) -> str:
    return imprimir(indice, pagina_de_ficha.componer(indice, indice.por_clave[clave]))


def _texto(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_la_ficha_lleva_leyenda_pareja_y_su_json(indice: Indice, imprimir: Imprimir) -> None:
    html = _ver(indice, "DIP-014-PAH-MR-P-1", imprimir)

    assert "no es propaganda" in html
    assert 'href="../../candidaturas/dip-014-pah-mr-s-1/"' in html
    assert 'href="ficha.json"' in html


def test_un_cuestionario_sin_captura_se_dice_en_una_frase(
    indice: Indice, imprimir: Imprimir
) -> None:
    html = _ver(indice, "DIP-014-PNO-MR-P-1", imprimir)

    assert 1 == html.count('class="aviso"')
    assert CAUSAS[Vacio.SIN_CAPTURA] in html
    assert '<h2 id="propuestas">' not in html


def test_lo_que_no_proporciono_se_enumera_una_sola_vez(
    indice: Indice, imprimir: Imprimir, rubros_de_ejemplo
) -> None:
    rubros = rubros_de_ejemplo(motivo=Vacio.NO_PROPORCIONO, contacto_telefonos=Vacio.NO_PROPORCIONO)
    una = replace(indice.por_clave["DIP-014-PAH-MR-P-1"], rubros=rubros)
    otro = Indice(replace(indice.fuente, publicar=lambda: (una,)))

    texto = _texto(_ver(otro, una.clave, imprimir))

    assert (
        "La candidatura no proporcionó: telefonos y ¿Por qué quiere ocupar un cargo público?."
        in texto
    )


def test_lo_observado_avisa_en_su_sitio_con_su_fecha(
    indice: Indice, imprimir: Imprimir, rubros_de_ejemplo
) -> None:
    rubros = rubros_de_ejemplo(historia_profesional=Vacio.EN_CORRECCION)
    una = replace(
        indice.por_clave["DIP-014-PAH-MR-P-1"], rubros=rubros, estado=Estado.EN_CORRECCION
    )
    otro = Indice(replace(indice.fuente, publicar=lambda: (una,)))

    assert "observó este apartado el 2 de mayo de 2030" in _ver(otro, una.clave, imprimir)


def test_una_sustituida_no_dice_su_nombre_y_enlaza_a_quien_la_sustituye(
    indice: Indice, imprimir: Imprimir
) -> None:
    clave = "AYU-001-PNO-PRES-P-1"
    pagina = pagina_de_ficha.componer(indice, indice.por_clave[clave])
    html = imprimir(indice, pagina)

    assert "Retirada" not in html + pagina.archivos["ficha.json"]
    assert 'href="../../candidaturas/ayu-001-pno-pres-p-2/"' in html
    assert "noindex" in html
    assert "AYU-001-PNO-PRES-P-2" == json.loads(pagina.archivos["ficha.json"])["sustituida_por"]


def test_con_leyenda_la_sustituida_conserva_su_nombre(indice: Indice, imprimir: Imprimir) -> None:
    proceso = indice.proceso
    lecturas = replace(proceso.lecturas, sustituidas="leyenda")
    otro = Indice(replace(indice.fuente, proceso=replace(proceso, lecturas=lecturas)))

    assert "Retirada" in _ver(otro, "AYU-001-PNO-PRES-P-1", imprimir)


def test_solo_enlaza_direcciones_web_y_con_rel(
    indice: Indice, imprimir: Imprimir, rubros_de_ejemplo
) -> None:
    redes = {"facebook": "javascript:alert(1)", "x": "https://x.com/ejemplo"}
    una = replace(
        indice.por_clave["DIP-014-PAH-MR-P-1"], rubros=rubros_de_ejemplo(contacto_redes=redes)
    )
    html = _ver(Indice(replace(indice.fuente, publicar=lambda: (una,))), una.clave, imprimir)

    assert 'href="javascript:' not in html
    assert 'href="https://x.com/ejemplo" rel="nofollow ugc noopener noreferrer"' in html
    assert 'href="mailto:uno@ejemplo.invalid"' in html
    assert 'href="tel:+527225550134"' in html


def test_la_identidad_publicada_muestra_respuestas_y_cuenta_lo_demas(
    indice: Indice, imprimir: Imprimir
) -> None:
    identidad = (
        Respuesta("/respuestas/i01", "¿Se identifica?", "opcion", "Sí", dimension="indigena"),
        Respuesta("/respuestas/i05", "¿De qué tipo?", "opcion", vacio=Vacio.NO_APLICA),
        Respuesta("/respuestas/i05_otra", "¿Cuál otra?", "texto", vacio=Vacio.NO_APLICA),
    )
    una = replace(indice.por_clave["DIP-014-PAH-MR-P-1"], identidad=identidad, identidad_vacio=None)
    texto = _texto(
        _ver(Indice(replace(indice.fuente, publicar=lambda: (una,))), una.clave, imprimir)
    )

    assert "¿Se identifica? Sí" in texto
    assert "Otras preguntas: no aplica, 1" in texto


def test_el_lugar_ordena_por_la_regla_publica_y_no_por_quien_falta(
    indice: Indice, imprimir: Imprimir
) -> None:
    municipio = indice.proceso.ambitos["municipio"].lugares["001"]
    html = imprimir(indice, lugar.componer(indice, municipio))

    nombres = [html.index(nombre) for nombre in ("Citlali", "Elba", "Diego")]
    assert sorted(nombres) == nombres
    assert "Retirada" not in html
    assert "1 sindicatura y 4 regidurías" in html


def test_un_lugar_sin_nadie_lo_dice(indice: Indice, imprimir: Imprimir) -> None:
    municipio = indice.proceso.ambitos["municipio"].lugares["002"]

    assert "No hay candidaturas registradas" in imprimir(indice, lugar.componer(indice, municipio))


def test_la_boleta_junta_municipio_y_distrito(indice: Indice, imprimir: Imprimir) -> None:
    html = imprimir(indice, boleta.componer_boleta(indice, indice.boletas[0]))

    assert "Citlali" in html
    assert "Bruno" in html


def test_la_planilla_junta_propietarias_y_suplentes(indice: Indice, imprimir: Imprimir) -> None:
    una = indice.planillas["ayu-001-pah"]
    html = imprimir(indice, planilla.componer(indice, una))

    assert 4 == una.personas
    assert "Propietaria" in html
    assert "Suplente" in html


def test_el_partido_reune_lo_propio_y_lo_de_sus_alianzas(
    indice: Indice, imprimir: Imprimir
) -> None:
    partido = indice.proceso.postulantes["PAH"]
    html = imprimir(indice, postulante.componer(indice, partido))

    assert "En alianza: Juntos por Ejemplo" in html


def test_se_compara_a_todas_las_candidaturas_y_cada_vacio_lleva_causa(
    indice: Indice, imprimir: Imprimir
) -> None:
    contienda = indice.contiendas["dip-014"]
    html = imprimir(indice, comparar.componer(indice, contienda))

    assert ["1", "2"] == sorted(set(re.findall(r'data-c="(\d+)"', html)))
    assert CAUSAS[Vacio.SIN_CAPTURA] in html


def test_los_listados_se_parten_y_conservan_a_todas(indice: Indice) -> None:
    alfabeticas = [una for una in listado.listas(indice, maximo=2) if una.alfabetica]

    assert {f.clave for f in indice.vigentes} == {
        f.clave for una in alfabeticas for f in una.fichas
    }
    enies = [una for una in alfabeticas if "/enie" in una.url]
    assert ["listado/letra/enie/", "listado/letra/enie-2/", "listado/letra/enie-3/"] == [
        una.url for una in enies
    ]
    assert "listado/letra/enie/" == enies[1].url_de(1)


def test_sin_catalogo_de_secciones_no_se_pregunta_por_la_seccion(
    indice: Indice, imprimir: Imprimir
) -> None:
    otro = Indice(replace(indice.fuente, proceso=replace(indice.proceso, secciones={})))

    for pagina in (portada.componer(otro, None), boleta.componer_pregunta(otro, None)):
        html = imprimir(otro, pagina)
        assert "data-secciones" not in html
        assert () == pagina.guiones


def test_con_un_solo_lugar_se_va_directo_a_quienes_compiten(
    indice: Indice, imprimir: Imprimir
) -> None:
    municipio = indice.proceso.ambitos["municipio"]
    solo = replace(municipio, lugares={"001": municipio.lugares["001"]})
    proceso = replace(
        indice.proceso,
        cargos={k: c for k, c in indice.proceso.cargos.items() if c.ambito == "municipio"},
        ambitos={"municipio": solo},
    )
    fichas = tuple(f for f in indice.todas if f.ambito_tipo == "municipio")
    otro = Indice(replace(indice.fuente, proceso=proceso, publicar=lambda: fichas))
    html = imprimir(otro, portada.componer(otro, None))

    assert 'href="lugares/municipio/001/">Ver quiénes compiten' in html
    assert "data-secciones" not in html
    assert "Citlali" in imprimir(otro, boleta.componer_pregunta(otro, None))


def test_el_cargo_lleva_a_sus_listados_por_postulante_y_por_lugar(
    indice: Indice, imprimir: Imprimir
) -> None:
    cargo = next(c for c in indice.proceso.cargos.values() if c.clave == indice.vigentes[0].cargo)
    html = imprimir(indice, carpetas.componer_cargo(indice, cargo))

    assert f'href="../../listado/{cargo.clave}/pah/"' in html
    assert 'href="../../lugares/distrito/014/"' in html


def test_los_procesos_anteriores_tienen_su_indice(indice: Indice, imprimir: Imprimir) -> None:
    otro = Indice(replace(indice.fuente, anteriores=(Anterior("ensayo", "Ensayo de 2024"),)))
    (clase,) = (c for c in carpetas.CLASES if c.nombre == "anteriores")

    assert not clase.elementos(indice)
    (elemento,) = clase.elementos(otro)
    assert 'href="../procesos/ensayo/"' in imprimir(otro, clase.componer(otro, elemento))


def test_las_cifras_de_la_pagina_son_las_de_control(indice: Indice, imprimir: Imprimir) -> None:
    pagina = numeros.componer(indice, None)
    texto = _texto(imprimir(indice, pagina))

    assert f"Registradas {len(indice.vigentes)}" in texto
    assert "1 candidatura sustituida y 1 candidatura cancelada" in texto


def test_antes_de_la_fecha_formal_no_aparece_nadie(indice: Indice, imprimir: Imprimir) -> None:
    cerrado = Indice(replace(indice.fuente, abierto=False))
    paginas = [
        imprimir(cerrado, clase.componer(cerrado, elemento))
        for clase in CLASES
        for elemento in clase.elementos(cerrado)
    ]

    todo = "".join(paginas)
    assert () == cerrado.todas
    assert "27 de abril de 2024" in imprimir(cerrado, portada.componer(cerrado, None))
    assert [] == [n for n in ("Bruno", "Citlali", "Diego", "Elba", "Ñuño") if n in todo]


def test_ninguna_pagina_deja_pasar_html_de_una_candidatura(
    indice: Indice, imprimir: Imprimir, armar_fuente: Callable[..., Fuente]
) -> None:
    veneno = "</script><script>alert('x')</script>\"'><img src=x onerror=1>"
    fichas = tuple(_envenenar(f, veneno) for f in indice.todas)
    malo = Indice(armar_fuente(fichas))

    for clase in CLASES:
        for elemento in clase.elementos(malo):
            html = imprimir(malo, clase.componer(malo, elemento))
            assert "<script>alert" not in html
            assert "<img src=x" not in html
            assert "\"'><img" not in html


def _envenenar(ficha: FichaPublica, veneno: str) -> FichaPublica:
    rubros = tuple(
        replace(r, respuestas=tuple(_envenenada(x, veneno) for x in r.respuestas))
        for r in ficha.rubros
    )
    return replace(
        ficha,
        nombre=veneno,
        primer_apellido=veneno,
        sobrenombre=veneno,
        acuerdo=veneno,
        baja_acuerdo=veneno,
        rubros=rubros,
        identidad=(Respuesta("/respuestas/i01", veneno, "opcion", veneno),),
        identidad_vacio=None,
    )


def _envenenada(respuesta: Respuesta, veneno: str) -> Respuesta:
    valor = respuesta.valor
    if isinstance(valor, dict):
        return replace(respuesta, valor={"facebook": f"https://facebook.com/{veneno}"})
    if isinstance(valor, list):
        return replace(respuesta, valor=[veneno])
    return replace(respuesta, valor=veneno if valor else valor)
