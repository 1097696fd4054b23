"""¿Cuánto suma cada número que se puede publicar?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from generador.nucleo.estadistica.contables import NO_SON_RESPUESTA, Pregunta
from generador.nucleo.estadistica.contada import VARIABLES, Contada
from generador.nucleo.estadistica.corte import COLUMNA, LAS_DEMAS, Renglon
from generador.nucleo.estadistica.familia import OTRAS, TODAS, Plan, Valor


@dataclass(frozen=True, slots=True)
class Cuenta:
    """Los renglones de una pregunta, ya con su plan."""

    pregunta: Pregunta
    plan: Plan
    valores: Mapping[str, Valor]
    esperan: frozenset[str]

    def renglones(
        self, todas: Sequence[Contada], contestaron: Sequence[Contada]
    ) -> Iterator[Renglon]:
        """Primero el total estatal; luego, variable por variable y columna por columna."""
        base = todas if self.pregunta.por_edad else contestaron
        for variable in (TODAS, *VARIABLES):
            grupos: dict[str, tuple[list[Contada], list[Contada]]] = {}
            for lado, quienes in enumerate((todas, base)):
                for c in quienes:
                    columna = c.variables[variable] if variable else TODAS
                    grupos.setdefault(columna, ([], []))[lado].append(c)
            calladas: tuple[list[Contada], list[Contada]] = ([], [])
            for columna in sorted(grupos):
                registradas, propias = grupos[columna]
                visibles = self._visibles(variable, columna, propias)
                if not visibles:
                    calladas[0].extend(registradas)
                    calladas[1].extend(propias)
                yield from self._columna((variable, columna), visibles, len(registradas), propias)
            tabla = self.plan.tablas.get(variable)
            if tabla and tabla.visibles and calladas[0]:
                celda, registradas = (variable, LAS_DEMAS), calladas[0]
                yield from self._columna(celda, tabla.visibles, len(registradas), calladas[1])

    def _columna(
        self,
        celda: tuple[str, str],
        visibles: frozenset[str],
        registradas: int,
        propias: Sequence[Contada],
    ) -> Iterator[Renglon]:
        nombre = self.pregunta.nombre
        cuentan = [c for c in propias if c.ident not in self.esperan]
        cuenta = Counter(a for c in cuentan for a in self.valores[c.clave])
        publicas = Counter(a for c in cuentan if self._publica(c) for a in self.valores[c.clave])
        # Se restan: en una pregunta que admite varias, las respuestas no suman personas.
        aparte = [a for a in NO_SON_RESPUESTA if a in self.pregunta.respuestas]
        validas = len(cuentan) - sum(cuenta[a] for a in aparte)
        base = Renglon(
            pregunta=nombre,
            variable=celda[0],
            columna=celda[1],
            respuesta=COLUMNA,
            conteo=None,
            publicas=0,
            registradas=registradas,
            contestadas=len(propias),
            en_espera=len(propias) - len(cuentan),
            validas=validas if visibles.issuperset(aparte) else None,
        )
        if not visibles:
            yield replace(base, validas=None)
            return
        ocultas = [a for a in self.pregunta.respuestas if a not in visibles]
        for respuesta in self.pregunta.respuestas:
            if respuesta in visibles:
                if cuenta[respuesta] or not self._sobra(respuesta):
                    yield replace(
                        base,
                        respuesta=respuesta,
                        conteo=cuenta[respuesta],
                        publicas=publicas[respuesta],
                    )
            elif not self._sobra(respuesta):
                yield replace(base, respuesta=respuesta)
        if ocultas and not self.pregunta.multiple:
            yield replace(
                base,
                respuesta=OTRAS,
                conteo=sum(cuenta[a] for a in ocultas),
                publicas=sum(publicas[a] for a in ocultas),
            )

    def _sobra(self, respuesta: str) -> bool:
        """Si es de un catálogo largo: entonces solo se escribe cuando alguien la dio y se ve."""
        return self.pregunta.de_catalogo and respuesta not in NO_SON_RESPUESTA

    def _publica(self, contada: Contada) -> bool:
        return bool(self.pregunta.por_edad) or self.pregunta.nombre in contada.publicas

    def _visibles(self, variable: str, columna: str, propias: Sequence[Contada]) -> frozenset[str]:
        """Las respuestas que se ven ahí; donde no hay nadie reservado, las del total."""
        if self.pregunta.por_edad:
            return frozenset(self.pregunta.respuestas)
        if not self.plan.tablas:
            return frozenset()
        tabla = self.plan.tablas[variable]
        if columna in tabla.columnas:
            return tabla.visibles
        reservadas = (c for c in propias if c.ident not in self.esperan and not self._publica(c))
        return frozenset() if any(reservadas) else tabla.visibles
