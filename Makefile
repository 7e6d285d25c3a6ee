# `make demo` and `make test` set up everything they need in .venv, with nothing but Python, make and a package index.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: help demo quick test lint soak bench clean

help:  ## List these commands
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST)

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: $(VENV)/.ready  ## Crawl a simulated news site with four editions; archive, read and export it, and show the result
	@$(BIN)/gemascraper newsroom demo --output output/demo

quick: $(VENV)/.ready  ## Run the unit tests: less than 40 seconds, for each change that you save
	$(BIN)/pytest -n 2 -m 'not slow' tests/unit

test: lint  ## Run everything a change must pass: lint, types, import rules and all tests but the soak tests
	$(BIN)/pytest -n 2 -m 'not soak'

lint: $(VENV)/.ready  ## Check style, types and import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

soak: $(VENV)/.ready  ## Run the soak tests: long loops of kills, full disks and recrawls, and limits of seconds
	$(BIN)/pytest -m soak -v

bench: $(VENV)/.ready  ## Run the benchmarks; compare figures only within one run
	$(BIN)/python -m benchmarks

clean:  ## Remove .venv and the caches of tools; archives stay
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
