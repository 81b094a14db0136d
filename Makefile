# `make run` starts the assistant, `make test` checks everything; both do all the set-up first.
PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
# uv where it is installed, else our own copy below .tools (see the rule).
UV := $(or $(shell command -v uv 2>/dev/null),.tools/uv/bin/uv)
# Three pinned libraries exist as sources only; all else comes as wheels.
SOURCES_ONLY := mattermostwrapper docopt randomname

export RASA_TELEMETRY_ENABLED := false
export TF_CPP_MIN_LOG_LEVEL := 3

.PHONY: run setup test lint debian lock evaluate benchmarks trials handbook clean

run: setup
	$(BIN)/bildungslotse catalogue example
	$(BIN)/bildungslotse train --if-needed
	BILDUNGSLOTSE_ENABLE_REST=$${BILDUNGSLOTSE_ENABLE_REST:-0} $(BIN)/bildungslotse start

setup: $(STAMP)

.tools/uv/bin/uv:
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --target .tools/uv uv==$(UV_VERSION)

# The project's folder comes first on the path: see catalogue/__init__.py.
$(STAMP): requirements.lock pyproject.toml Makefile | $(filter .tools/%,$(UV))
	test -x $(BIN)/python || $(UV) venv --quiet --python 3.10 $(VENV)
	VIRTUAL_ENV=$(VENV) $(UV) pip sync --quiet --compile-bytecode --require-hashes --only-binary :all: \
		$(foreach name,$(SOURCES_ONLY),--no-binary $(name)) requirements.lock
	VIRTUAL_ENV=$(VENV) $(UV) pip install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python tools/path_first.py
	touch $@

test: setup debian lint
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Debian packages that tests need; installed where that is allowed, required under CI=true.
debian:
	sh tools/debian_packages.sh

lock: | $(filter .tools/%,$(UV))
	$(UV) pip compile --no-header --python-version 3.10 --generate-hashes pyproject.toml --group dev -o requirements.lock

evaluate: setup
	$(BIN)/bildungslotse evaluate tests/questions/test/*.yml

benchmarks: setup
	$(BIN)/python benchmarks/run.py

trials: setup
	$(BIN)/python -m benchmarks.trials.run

# The pictures of the staff handbook, made anew by walking through its tasks.
handbook: setup debian
	rm -f docs/handbuch/*.png
	BILDUNGSLOTSE_HANDBOOK=docs/handbuch $(BIN)/python -m pytest -q tests/browser/test_handbook_pictures.py

clean:
	rm -rf $(VENV) .tools var
