# Two commands for a fresh machine: `make demo` and `make test`. Everything else hangs off them.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORKERS ?= 2

.PHONY: help setup demo test check format lint types browser benchmark benchmark-language endurance train lock clean

help:
	@echo "make demo       set up and open the simulated Zalo beside the officers' pages"
	@echo "make test       set up and run every test"
	@echo "make check      format, lint, types, then every test"
	@echo "make benchmark  the measured claims of docs/benchmarks.md (slow)"
	@echo "make benchmark-language  how well messages are understood, and how fast"
	@echo "make train      learn the language models anew from language/data/train (CORRECTIONS=file adds exported corrections;"
	@echo "                20 minutes and 9 GB of memory; WORKERS=1 takes half the memory and twice the time)"
	@echo "make endurance  kills under load on both databases, memory and start (very slow)"

setup: $(VENV)/.runtime

$(VENV)/bin/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: install it, or name it with PYTHON=/path/to/python3.11"; exit 1; }
	"$(PYTHON)" -m venv $(VENV)

$(VENV)/.runtime: requirements.lock | $(VENV)/bin/python
	$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.development: requirements-dev.lock $(VENV)/.runtime
	$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

demo: $(VENV)/.runtime
	$(BIN)/python app.py demo

browser:
	@sh .ci/chromium

test: $(VENV)/.development browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

check: $(VENV)/.development
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(MAKE) test

format: $(VENV)/.development
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(VENV)/.development
	$(BIN)/ruff check .

types: $(VENV)/.development
	$(BIN)/mypy .

$(VENV)/.benchmark: requirements-benchmark.lock $(VENV)/.development
	$(PIP) install --require-hashes -r requirements-benchmark.lock
	@touch $@

benchmark: $(VENV)/.benchmark benchmark-language
	$(BIN)/python -m benchmarks.intake
	$(BIN)/python -m benchmarks.group_messages
	$(BIN)/python -m benchmarks.pictures
	$(BIN)/python -m benchmarks.reminders

benchmark-language: $(VENV)/.development
	$(BIN)/python -m benchmarks.language

$(VENV)/.train: requirements-train.lock $(VENV)/.runtime
	$(PIP) install --require-hashes -r requirements-train.lock
	@touch $@

train: $(VENV)/.train
	$(BIN)/python -m training --processes $(WORKERS) $(if $(CORRECTIONS),--corrections $(CORRECTIONS))

endurance: $(VENV)/.development
	$(BIN)/python -m benchmarks.endurance --roles all
	$(BIN)/python -m benchmarks.endurance --roles split
	$(BIN)/python -m benchmarks.memory

lock:
	uv pip compile pyproject.toml --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 -o requirements.lock
	uv pip compile pyproject.toml --extra dev -c requirements.lock --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 -o requirements-dev.lock
	uv pip compile pyproject.toml --extra benchmark -c requirements-dev.lock --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 -o requirements-benchmark.lock
	uv pip compile pyproject.toml --extra train -c requirements-dev.lock --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 -o requirements-train.lock

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache
