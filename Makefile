# `make run` and `make test` need nothing set up before them but Python 3.11 or newer.
PYTHON ?= python3
BIN := .venv/bin
NODE := $(shell command -v npm 2>/dev/null)

.PHONY: run test check bench fmt install frontend lock screenshots

run: install
	$(BIN)/inkstead serve --demo

test: install
	$(BIN)/python tests/run.py

check: install
	$(BIN)/python tests/run.py --all

bench: install
	$(BIN)/python -m bench

fmt: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

install: .venv/installed frontend

.venv/installed: requirements.txt requirements-dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Inkstead needs Python 3.11 or newer, this is " + sys.version.split()[0])'
	@echo "Installing into .venv; the first time this takes a minute or two."
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# The front end is optional: without Node the pages are plain but whole.
frontend:
ifdef NODE
	@$(PYTHON) frontend/build.py
else
	@echo "Node is not installed: fonts, keyboard and editor extras are left out; every page still works."
endif

# After a change of dependencies in pyproject.toml (needs uv).
lock:
	uv lock
	uv export -q --no-dev --no-emit-project -o requirements.txt
	uv export -q --no-emit-project -o requirements-dev.txt

screenshots: install
	$(BIN)/python -m tests.screenshots
