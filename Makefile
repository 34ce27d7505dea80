# Two commands are enough on a fresh machine: `make run` (or `make demo`, offline) and `make test`.
PYTHON ?= python3
BIN := .venv/bin
HOST ?= 127.0.0.1
PORT ?= 8000

# uv is fast; where a machine is set up for pip alone (a mirror in pip's own settings), pip does the same work.
INSTALL = install() { $(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r $$1 \
	|| $(BIN)/python -m pip install -q --require-hashes -r $$1; }; install

COMPILE = $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.PHONY: help run demo test test-all lint types bench lock clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

.venv/.tools: requirements/tools.lock
	$(PYTHON) -c 'import sys; sys.exit("Siyaq needs Python 3.11 or newer, this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/tools.lock
	@touch $@

.venv/.base: .venv/.tools requirements/base.lock pyproject.toml
	@echo "Installing Siyaq's dependencies ..."
	@$(INSTALL) requirements/base.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.base requirements/dev.lock
	@echo "Installing what the tests need ..."
	@$(INSTALL) requirements/dev.lock
	@touch $@

run: .venv/.base  ## fetch the bundled list of Arabic outlets and serve http://127.0.0.1:8000
	$(BIN)/siyaq up --host $(HOST) --port $(PORT)

demo: .venv/.base  ## the same with invented outlets replayed on loopback; needs no internet
	$(BIN)/siyaq demo --host $(HOST) --port $(PORT)

lint: .venv/.dev  ## style, formatting and the floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/.dev  ## strict types
	$(BIN)/mypy

test: .venv/.dev lint types  ## everything but the slow suites, which are sampled
	$(BIN)/pytest -q -n 2 --dist loadfile -m "not slow"

test-all: .venv/.dev lint types  ## everything, slow suites whole
	SIYAQ_FUZZ=200000 $(BIN)/pytest -q -n 2 --dist loadfile

.venv/.bench: .venv/.dev requirements/bench.lock
	@$(INSTALL) requirements/bench.lock
	@touch $@

# bench/scale.py, bench/search_scale.py, bench/search_engines.py and bench/site.py need a folder, a server or a database: see their heads.
bench: .venv/.bench  ## the figures of the docs, from the reference data in ../shared (half an hour)
	for b in arabic notes extract linking copies similar relations search; do echo "== $$b"; $(BIN)/python bench/$$b.py || exit 1; done
	$(BIN)/python bench/names.py ../shared/gold/dev/names/variants.jsonl --archive ../shared/data/ant_multisource.jsonl.gz

lock:  ## renew the pinned, hashed lock files (needs a .venv with uv)
	$(COMPILE) --allow-unsafe requirements/tools.in -o requirements/tools.lock
	$(COMPILE) pyproject.toml -o requirements/base.lock
	$(COMPILE) --group dev pyproject.toml -c requirements/base.lock -o requirements/dev.lock
	$(COMPILE) --extra e5 pyproject.toml -c requirements/base.lock -o requirements/e5.lock
	$(COMPILE) --group bench pyproject.toml -c requirements/dev.lock -c requirements/e5.lock -o requirements/bench.lock

clean:  ## remove what was built (databases stay)
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .screenshots
