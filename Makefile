# Two commands are the whole set-up on a fresh machine: `make demo` and `make test`. Nothing is done twice.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: demo test lint unit soak bench clean help

help:  ## Say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

$(VENV)/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: $(VENV)/.ready  ## Crawl a pretend newspaper with four editions, archive, read, export, and show what came of it
	@$(BIN)/gemascraper newsroom demo --output output/demo

test: $(VENV)/.ready lint unit  ## Lint, types, layers, tests

lint: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(VENV)/.ready
	$(BIN)/pytest -n 2 -m 'not soak'

soak: $(VENV)/.ready  ## The long loops: kills, full disks, recrawls, limits of seconds
	$(BIN)/pytest -m soak -v

bench: $(VENV)/.ready  ## The benchmarks; ratios within one run
	$(BIN)/python -m benchmarks

clean:  ## Remove what was made here, archives excepted
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
