# The commands of this project; each makes the environment it needs first.
SHELL := /bin/bash
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run-installed
DEV := $(VENV)/.dev-installed

.PHONY: demo test check lint types wheel functional quality bench chaos audit docs up down clean

demo: $(RUN)  ## run the main job on the sample articles and show the stories
	@$(BIN)/storywire demo

test: $(DEV)  ## pass all tests; what needs Java and Maven says so if they are missing
	@$(BIN)/python -m pytest

check: lint types wheel  ## everything that CI checks beside the tests

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)
	$(BIN)/mypy

wheel: $(DEV)  ## build the wheel and run the unit tests against it, away from the checkout
	@bash scripts/test_wheel.sh $(BIN)/python

quality: $(DEV)  ## measure quality on labelled data
	@$(BIN)/python -m pytest -m quality

bench: $(DEV)  ## all benchmarks, one after the other
	@for each in benchmarks/*.py; do echo "== $$each"; PYTHONPATH=. $(BIN)/python $$each || exit 1; done

chaos: $(DEV)  ## kill, stop and starve the pipeline at random, then check the books
	@$(BIN)/python -m tests.chaos $(CHAOS)

audit: $(DEV)  ## look the locked dependencies up in the advisory database
	@$(BIN)/pip-audit --strict --disable-pip --require-hashes -r requirements.lock

up: $(RUN)  ## start a broker that stays, and create the topics
	@$(BIN)/storywire broker up && $(BIN)/storywire topics create

down: $(RUN)
	@$(BIN)/storywire broker down

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	@if [ -z "$(PYTHON)" ]; then \
	echo "Storywire needs Python 3.11 or newer: install it, or name it: make PYTHON=/path/to/python3" >&2; \
	exit 1; fi
	@$(PYTHON) -m venv $(VENV) || { \
	echo "$(PYTHON) has no venv module: install it (Debian: apt-get install python3-venv)" >&2; \
	rm -rf $(VENV); exit 1; }

$(RUN): $(VENV)/bin/python requirements.lock pyproject.toml
	@echo "installing Storywire into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-compile --editable .
	@$(BIN)/python -c "import agents.deduplication.clusterer"  # compiles its inner loops
	@touch $@

$(DEV): $(RUN) requirements-dev.lock
	@echo "installing the development tools into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
