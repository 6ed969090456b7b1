# The two commands are `make demo` and `make test`; each does all its own set-up.
# What it needs: Python 3.11 or newer, git, make. Another Python: make test PYTHON=python3.13
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
EXTRAS := terminal,preview,desk,dev,bench

# Build tools are pinned like everything else; pip before 25.3 knows only the first name.
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

say = @printf '\n== %s\n' '$(1)'

.PHONY: help demo test check format lint types floors trials bench newsrooms reference screenshots clean

help:
	@echo 'make demo         mirror three invented newsrooms on this machine and show the result'
	@echo '                  (DEMO_SERVE=0: end by itself; DEMO_PORT=8080: where the preview answers)'
	@echo 'make test         the tests'
	@echo 'make check        everything that CI checks: format, lint, types, floors, tests'
	@echo 'make trials       the long tests: kills, faults, whole corpora'
	@echo 'make bench        benchmarks, each beside a named peer'
	@echo 'make newsrooms    every newsroom of the shared corpus, as a table'
	@echo 'make reference    write docs/reference/ again from the code'
	@echo 'make screenshots  write docs/images/ again from the demo (needs chromium)'
	@echo 'make clean        remove what was made'

demo: $(READY)
	@$(BIN)/python -m samizdat_demo

test: $(READY)
	$(call say,tests)
	$(BIN)/pytest -q -n 2 -m "not slow"

# What CI does, in the order in which it fails fastest.
check: format lint types floors test

format: $(READY)
	$(call say,format: ruff)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(call say,lint: ruff)
	$(BIN)/ruff check .

types: $(READY)
	$(call say,types: mypy strict)
	$(BIN)/mypy

floors: $(READY)
	$(call say,floors: who may import whom)
	$(BIN)/lint-imports

trials: $(READY)
	$(call say,trials: kills and faults and whole corpora)
	$(BIN)/pytest -q -m slow

bench: $(READY)
	$(BIN)/python -m bench

newsrooms: $(READY)
	$(BIN)/python -m bench.newsrooms

reference: $(READY)
	$(BIN)/python -m tools.reference

screenshots: $(READY)
	$(BIN)/python -m tools.screenshots

# Touched last, so that a set-up that was broken off is done again.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "samizdat needs Python 3.11 or newer, this is " + sys.version.split()[0] + "; try: make PYTHON=python3.11")'
	@echo 'Setting up $(VENV): one or two minutes, once.'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --editable '.[$(EXTRAS)]'
	@touch $@

clean:
	rm -rf $(VENV) demo .coverage .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
