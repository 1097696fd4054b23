# Las órdenes del proyecto. `make` solo las enumera.
# Lo único que hace falta antes es Python 3.11 o posterior, make y git.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CONOCELES := $(BIN)/conoceles
BASE := $(VENV)/.base
DESARROLLO := $(VENV)/.desarrollo
CAPTURA := $(VENV)/.captura

export PIP_DISABLE_PIP_VERSION_CHECK := 1
# MkDocs 1.x imprime un aviso de fin de ciclo que no es de nuestros lectores.
export DISABLE_MKDOCS_2_WARNING := true

.DEFAULT_GOAL := ayuda
.PHONY: ayuda preparar sitio reserva servir captura validar canario pruebas cobertura comprobar formato lento banco generar demostracion bendecir candados licencias limpiar

ayuda:  ## enumera las órdenes
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Hace falta Python 3.11 o posterior: indique cuál con «make PYTHON=python3.12 …»." >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

# El candado ya es completo: con --no-deps, pip no vuelve a resolver nada, y una versión publicada
# después no estorba (pip anterior a 24 la prefiere si alguien la pide con un extra, y se niega).
INSTALAR := $(BIN)/pip install --quiet --no-deps --require-hashes -r

$(BASE): requirements/base.txt pyproject.toml | $(VENV)/bin/python
	$(INSTALAR) requirements/base.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(DESARROLLO): requirements/desarrollo.txt $(BASE)
	$(INSTALAR) requirements/desarrollo.txt
	$(BIN)/pip check >/dev/null || { $(BIN)/pip check >&2; exit 1; }
	@touch $@

$(CAPTURA): requirements/captura.txt $(BASE)
	$(INSTALAR) requirements/captura.txt
	@touch $@

preparar: $(DESARROLLO)  ## instala todo lo que hace falta para trabajar en el proyecto
	$(BIN)/pre-commit install >/dev/null || true

sitio: $(BASE)  ## construye el sitio público y los datos abiertos en publico/
	$(CONOCELES) construir --identidad-ficticia

reserva: $(BASE)  ## comprueba que en publico/ no salió nada de lo que se reserva
	$(CONOCELES) comprobar-reserva --identidad-ficticia

servir: $(BASE)  ## construye y abre un servidor local
	$(CONOCELES) servir --identidad-ficticia

captura: $(CAPTURA)  ## ensaya la captura completa, sin red: cuentas de cada papel, web y despachador
	@$(CONOCELES) captura ensayar

validar: $(BASE)  ## revisa las candidaturas
	$(CONOCELES) validar

canario: $(BASE)  ## comprueba que el validador sí falla con un archivo que debe fallar
	@rm -rf .cache/canario && mkdir -p .cache/canario
	@cp -r proceso.yml candidaturas .cache/canario
	@find .cache/canario/candidaturas -name '*.yml' | sort | head -1 | xargs sed -i '$$a curp: "X"'
	@$(CONOCELES) --raiz .cache/canario validar --sin-avisos >/dev/null; test $$? -eq 1 \
	  || { echo "El validador dejó pasar un archivo que debía rechazar." >&2; exit 1; }
	@echo "El validador rechaza lo que debe."

formato: $(DESARROLLO)  ## da formato al código
	$(BIN)/ruff check --fix --quiet . || true
	$(BIN)/ruff format --quiet .

comprobar: $(DESARROLLO)  ## revisiones estáticas: estilo, tipos, capas, flujos, licencias
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m mypy
	$(BIN)/lint-imports
	$(BIN)/check-jsonschema --check-metaschema esquemas/*.schema.json
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms \
	  $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))
	$(BIN)/zizmor --offline --no-progress --quiet .github
	$(BIN)/python requirements/licencias.py --comprobar

licencias: $(DESARROLLO)  ## vuelve a escribir LICENCIAS.md con lo que está instalado
	$(BIN)/python requirements/licencias.py > LICENCIAS.md.nuevo
	mv LICENCIAS.md.nuevo LICENCIAS.md

chromium:
	@command -v chromium >/dev/null 2>&1 || { \
	  echo "Instalando chromium con apt…"; \
	  if [ "$$(id -u)" = 0 ]; then SUDO=; else SUDO="sudo -n"; fi; \
	  $$SUDO apt-get update -qq && $$SUDO apt-get install -y -qq chromium >/dev/null; } \
	  || { echo "Las pruebas abren un navegador: instálelo con «sudo apt-get install chromium»." >&2; exit 2; }

pruebas: comprobar chromium  ## instala lo necesario y corre todas las pruebas
	$(BIN)/pytest -n auto --dist loadgroup -m "not lento"

cobertura: $(DESARROLLO) chromium  ## las mismas pruebas, y qué renglones no alcanzan: tarda casi el doble
	$(BIN)/pytest -n auto --dist loadgroup -m "not lento" --cov --cov-report=term:skip-covered

lento: $(DESARROLLO) chromium  ## además: fallos provocados, cargas y repeticiones
	$(BIN)/pytest -m lento
	@if ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then EN_POSTGRESQL=1 $(BIN)/pytest -n auto -m "not lento" tests/captura; \
	else echo "No hay PostgreSQL en esta máquina: la captura solo se probó en SQLite."; fi

banco: $(DESARROLLO)  ## mide cada paso con 20,000 candidaturas y compara con Hugo, MkDocs y Git
	$(BIN)/python tests/rendimiento/banco.py

generar: $(DESARROLLO)  ## vuelve a escribir las páginas de reglas, campos y órdenes
	$(CONOCELES) documentar

demostracion: $(DESARROLLO)  ## vuelve a escribir el proceso ficticio de candidaturas/
	rm -rf .cache/demostracion candidaturas estadistica esquemas/procesos/demostracion/emblemas
	$(CONOCELES) simular 400 --semilla milpa --carpeta .cache/demostracion \
	  --ambito distrito=010,023,036 --ambito municipio=002,060,081,106,111 --ambito entidad=EDO \
	  --emblemas esquemas/procesos/demostracion/emblemas
	cp -r .cache/demostracion/. .

bendecir: $(DESARROLLO)  ## acepta como esperada la salida de la elección en miniatura
	BENDECIR=1 $(BIN)/pytest -q tests/esperado

candados: $(DESARROLLO)  ## vuelve a resolver requirements/ con huellas
	requirements/resolver

limpiar:  ## borra lo construido
	rm -rf publico .publico-nuevo .publico-anterior .cache capturas
