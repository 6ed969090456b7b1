# The two commands are `make demo` and `make test`; each does all its own set-up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check format lint types floors trials bench newsrooms clean

demo: $(READY)
	$(BIN)/python -m samizdat_demo

test: $(READY)
	$(BIN)/pytest -q -n 2 -m "not slow"

# What CI does, in the order in which it fails fastest.
check: format lint types floors test

format: $(READY)
	$(BIN)/ruff format --check .

lint: $(READY)
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

floors: $(READY)
	$(BIN)/lint-imports

# The long ones: kills, faults, whole corpora.
trials: $(READY)
	$(BIN)/pytest -q -m slow

bench: $(READY)
	$(BIN)/python -m bench

# Every newsroom of the shared corpus, from home page, feed, sitemap and listing.
newsrooms: $(READY)
	$(BIN)/python -m bench.newsrooms

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[terminal,preview,dev,bench]'
	touch $(READY)

clean:
	rm -rf $(VENV) demo .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
