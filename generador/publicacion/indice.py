"""¿Quién va con quién, contra quién y dónde?

Agrupa una sola vez las fichas vigentes: fórmulas dentro de planillas, planillas dentro de
contiendas, contiendas dentro de lugares. Las páginas solo consultan.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize

from generador.nucleo.ficha import FichaPublica
from generador.nucleo.proceso import Ambito, Cargo, Eleccion, Postulante, Proceso
from generador.publicacion.boletas import Combinacion, combinaciones
from generador.publicacion.fuente import Fuente


@dataclass(frozen=True, slots=True)
class Formula:
    """Una posición: quien la ocuparía y quien la supliría."""

    cargo: Cargo
    numero: int | None
    propietaria: FichaPublica | None
    suplente: FichaPublica | None

    @property
    def cabeza(self) -> FichaPublica:
        """La propietaria, o la suplente si está sola."""
        ficha = self.propietaria or self.suplente
        if ficha is None:
            raise ValueError("Una fórmula tiene al menos a una persona.")
        return ficha


@dataclass(frozen=True, slots=True)
class Planilla:
    """Lo que un postulante registró junto en un lugar: una carpeta del repositorio."""

    clave: str
    eleccion: Eleccion
    lugar: Ambito
    postulante: Postulante
    formulas: tuple[Formula, ...]

    @property
    def url(self) -> str:
        """Dirección de su página."""
        return f"planillas/{self.clave}/"

    @property
    def cabeza(self) -> FichaPublica:
        """Quien la encabeza."""
        return self.formulas[0].cabeza

    @property
    def personas(self) -> int:
        """Cuántas personas la integran."""
        return sum((f.propietaria is not None) + (f.suplente is not None) for f in self.formulas)

    @property
    def clase(self) -> str:
        """Cómo se le dice: fórmula, planilla o lista."""
        if len(self.formulas) == 1 and not self.formulas[0].cargo.numerado:
            return "Fórmula"
        return "Lista" if all(f.cargo.principio == "rp" for f in self.formulas) else "Planilla"

    def fichas(self) -> Iterator[FichaPublica]:
        """Sus personas, en orden."""
        for formula in self.formulas:
            if formula.propietaria is not None:
                yield formula.propietaria
            if formula.suplente is not None:
                yield formula.suplente


@dataclass(frozen=True, slots=True)
class Contienda:
    """Quienes se disputan lo mismo en un lugar, en orden de aparición."""

    clave: str
    eleccion: Eleccion
    lugar: Ambito
    planillas: tuple[Planilla, ...]

    @property
    def url_comparar(self) -> str:
        """Dirección de su comparación."""
        return f"comparar/{self.clave}/"

    @property
    def es_comparable(self) -> bool:
        """Si hay al menos dos candidaturas por un cargo que ocupa una sola persona."""
        return sum(not p.formulas[0].cargo.numerado for p in self.planillas) > 1


@dataclass(frozen=True)
class Indice:
    """Las fichas agrupadas y las consultas que hacen las páginas."""

    fuente: Fuente

    @property
    def proceso(self) -> Proceso:
        """El proceso electoral."""
        return self.fuente.proceso

    @cached_property
    def todas(self) -> tuple[FichaPublica, ...]:
        """Todas las fichas; ninguna antes de la fecha formal (PTO 14), pase lo que pase."""
        return self.fuente.fichas if self.fuente.abierto else ()

    @cached_property
    def vigentes(self) -> tuple[FichaPublica, ...]:
        """Las que aparecen en la consulta: ni sustituidas ni canceladas (PTO 44)."""
        return tuple(f for f in self.todas if f.esta_vigente)

    @cached_property
    def por_clave(self) -> Mapping[str, FichaPublica]:
        """Ficha de cada clave."""
        return {f.clave: f for f in self.todas}

    @cached_property
    def planillas(self) -> Mapping[str, Planilla]:
        """Planilla de cada clave de carpeta, en orden de aparición."""
        grupos: dict[str, list[FichaPublica]] = defaultdict(list)
        for ficha in self.vigentes:
            grupos[clave_de_planilla(ficha)].append(ficha)
        return {clave: self._planilla(clave, fichas) for clave, fichas in grupos.items()}

    @cached_property
    def contiendas(self) -> Mapping[str, Contienda]:
        """Contienda de cada clave `elección-lugar`."""
        grupos: dict[str, list[Planilla]] = defaultdict(list)
        for planilla in self.planillas.values():
            grupos[planilla.clave.rpartition("-")[0]].append(planilla)
        return {clave: self._contienda(clave, suyas) for clave, suyas in grupos.items()}

    @cached_property
    def por_lugar(self) -> Mapping[tuple[str, str], tuple[Contienda, ...]]:
        """Contiendas de cada lugar, por (tipo, clave)."""
        grupos: dict[tuple[str, str], list[Contienda]] = defaultdict(list)
        for contienda in self.contiendas.values():
            grupos[contienda.lugar.tipo, contienda.lugar.clave].append(contienda)
        return {lugar: tuple(suyas) for lugar, suyas in grupos.items()}

    @cached_property
    def lugares(self) -> tuple[Ambito, ...]:
        """Todos los lugares donde se vota, por tipo y clave."""
        usados = {cargo.ambito for cargo in self.proceso.cargos.values()}
        return tuple(
            lugar
            for tipo in self.proceso.ambitos.values()
            if tipo.clave in usados
            for lugar in tipo.lugares.values()
        )

    @property
    def lugar_unico(self) -> Ambito | None:
        """El lugar, si en todo el proceso solo se vota en uno: no hay nada que buscar."""
        return self.lugares[0] if len(self.lugares) == 1 else None

    @cached_property
    def por_postulante(self) -> Mapping[str, tuple[Planilla, ...]]:
        """Planillas de cada postulante y de las alianzas que integra (PTO 20)."""
        grupos: dict[str, list[Planilla]] = defaultdict(list)
        for planilla in self.planillas.values():
            quienes = {planilla.postulante.clave, *planilla.postulante.integrantes}
            for postulante in sorted(quienes):
                grupos[postulante].append(planilla)
        return {clave: tuple(suyas) for clave, suyas in grupos.items()}

    @cached_property
    def boletas(self) -> tuple[Combinacion, ...]:
        """Las boletas distintas, según el catálogo de secciones."""
        return combinaciones(self.proceso)

    @cached_property
    def boletas_por_lugar(self) -> Mapping[tuple[str, str], tuple[Combinacion, ...]]:
        """Las boletas en que participa cada lugar, por (tipo, clave)."""
        grupos: dict[tuple[str, str], list[Combinacion]] = defaultdict(list)
        for boleta in self.boletas:
            for lugar in boleta.lugares:
                grupos[lugar.tipo, lugar.clave].append(boleta)
        return {lugar: tuple(suyas) for lugar, suyas in grupos.items()}

    def preparar(self) -> None:
        """Calcula todo de una vez, antes de que nazcan los procesos hijos que lo heredan."""
        _ = (self.por_clave, self.por_lugar, self.por_postulante, self.boletas_por_lugar)

    def planilla_de(self, ficha: FichaPublica) -> Planilla:
        """La planilla de una ficha vigente."""
        return self.planillas[clave_de_planilla(ficha)]

    def contienda_de(self, ficha: FichaPublica) -> Contienda:
        """La contienda de una ficha vigente."""
        return self.contiendas[clave_de_planilla(ficha).rpartition("-")[0]]

    def _planilla(self, clave: str, fichas: Iterable[FichaPublica]) -> Planilla:
        lugares: dict[tuple[str, int | None], dict[str, FichaPublica]] = defaultdict(dict)
        for ficha in fichas:
            lugares[ficha.cargo, ficha.numero].setdefault(ficha.caracter, ficha)
        formulas = tuple(
            Formula(
                cargo=self.proceso.cargos[cargo],
                numero=numero,
                propietaria=quienes.get("propietaria"),
                suplente=quienes.get("suplente"),
            )
            for (cargo, numero), quienes in lugares.items()
        )
        una = formulas[0].cabeza
        return Planilla(
            clave=clave,
            eleccion=self.proceso.elecciones[una.eleccion],
            lugar=self.proceso.ambitos[una.ambito_tipo].lugares[una.ambito],
            postulante=self.proceso.postulantes[una.postulante],
            formulas=formulas,
        )

    def _contienda(self, clave: str, planillas: Iterable[Planilla]) -> Contienda:
        en_orden = tuple(
            sorted(
                planillas,
                key=lambda p: self.proceso.orden_de(p.postulante.clave, p.cabeza.contienda),
            )
        )
        una = en_orden[0]
        return Contienda(clave, una.eleccion, una.lugar, en_orden)


def clave_de_planilla(ficha: FichaPublica) -> str:
    """Elección, lugar y postulante: las tres primeras partes de la clave, en minúsculas."""
    return ficha.clave.rsplit("-", 3)[0].lower()


def plegar(texto: str) -> str:
    """Sin acentos y en minúsculas, para ordenar y para encontrar."""
    descompuesto = normalize("NFD", texto.casefold())
    return "".join(c for c in descompuesto if not "\u0300" <= c <= "\u036f")


def por_nombre(lugares: Iterable[Ambito]) -> tuple[Ambito, ...]:
    """Lugares en orden alfabético, y por número si lo tienen."""
    return tuple(
        sorted(lugares, key=lambda lugar: (lugar.tipo, _numero(lugar), plegar(lugar.nombre)))
    )


def _numero(lugar: Ambito) -> int:
    numero = lugar.detalle.get("numero", "")
    return int(numero) if numero.isdigit() else 0


def url_de_lugar(lugar: Ambito) -> str:
    """Dirección de la página de un lugar."""
    return f"lugares/{lugar.tipo}/{lugar.clave.lower()}/"
