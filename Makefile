# make figures   draw every figure from the shipped data, and write docs/gallery.md and docs/claims.md
# make test      lint, type-check and test everything (on another Python: make test PYTHON=python3.13)
# make page      lint and test the scripts of the interactive page (part of make test)
# make test-lowest  test with the lowest versions that pyproject.toml allows
# make test-engines  rate the same votes on six engines, Spark among them
# make test-update  update a copy of the table three ways, and test what reads it
# make test-labels  measure the names in pictures of hundreds of tables (minutes)
# make update    download the public sources, write what is not in doubt, redraw the figures; update.md says what changed
# make docs      build the site into docs/_build/site, and a page of every picture in many sizes
# make picture   take the picture of the interactive page on the first page of the site (needs a browser)
# make bench     speed against the named peers (minutes)
# make bench-votes  ratings from 10^8 votes, and from 10^7 against the named peers (minutes, 3 GB of memory)
# make lock      pin the newest versions that fit (needs uv)

PYTHON ?= python3
VENV ?= .venv
# Another Python has an environment of its own: make test PYTHON=python3.13 works in .venv-3.13.
ifneq ($(origin PYTHON),file)
ifeq ($(origin VENV),file)
    VENV := .venv-$(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
endif
endif
LOWEST := $(VENV)-lowest
ENGINES := $(VENV)-engines
BIN := $(VENV)/bin
# One more than the processors: tests wait for browsers and for processes that they start.
WORKERS := $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')
# Hundreds of processes that the tests start compile the package once.
unexport PYTHONDONTWRITEBYTECODE
INSTALL := -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help figures test types page suite test-update test-labels test-engines test-lowest update docs picture bench bench-votes lock clean

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

# environment FOLDER,LOCK: an environment with what a committed lock names, and this project as it stands.
define environment
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "frontier needs Python 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) tests/machine.py venv
	$(PYTHON) -m venv $(1)
	$(1)/bin/python $(INSTALL) --require-hashes -r $(2)
	$(1)/bin/python $(INSTALL) --no-deps --no-build-isolation -e .
	touch $@
endef

# Each mark is touched when what it names is installed.
$(VENV)/.made: requirements.lock pyproject.toml
	$(call environment,$(VENV),requirements.lock)

$(VENV)/.tools: $(VENV)/.made requirements-test.lock
	$(BIN)/python $(INSTALL) --require-hashes -r requirements-test.lock
	touch $@

$(LOWEST)/.tools: requirements-lowest.lock pyproject.toml
	$(call environment,$(LOWEST),requirements-lowest.lock)

$(ENGINES)/.tools: requirements-engines.lock pyproject.toml
	$(call environment,$(ENGINES),requirements-engines.lock)

figures: $(VENV)/.made
	$(BIN)/python figures/draw.py
	$(BIN)/frontier claims -o docs/claims.md --link ../figures/claims-months.svg ../figures/claims-rates.svg

test: $(VENV)/.tools
	@$(BIN)/python tests/machine.py browser zsh
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@$(MAKE) --no-print-directory -j 3 types page suite

types:
	$(BIN)/mypy

# Node, Biome and what they run are pinned; npm installs them once.
$(VENV)/.page: tests/page/package-lock.json
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --silent --no-audit --no-fund --prefix tests/page
	touch $@

page: $(VENV)/.tools $(VENV)/.page
	PATH="$(CURDIR)/$(BIN):$$PATH" tests/page/node_modules/.bin/biome check --config-path=tests/page/style.json \
		frontier/report/page tests/page
	PATH="$(CURDIR)/$(BIN):$$PATH" node --test tests/page/*.test.js

suite:
	OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS)

test-update: $(VENV)/.tools
	$(BIN)/python tests/update_proof.py

test-labels: $(VENV)/.tools
	$(BIN)/python tests/labels_proof.py

test-engines: $(ENGINES)/.tools
	@$(ENGINES)/bin/python tests/machine.py java
	$(ENGINES)/bin/python tests/engines.py

test-lowest: $(LOWEST)/.tools
	@$(LOWEST)/bin/python tests/machine.py browser zsh
	$(LOWEST)/bin/python -m pytest -n $(WORKERS)

update: $(VENV)/.tools
	PATH="$(CURDIR)/$(BIN):$$PATH" .ci/update
	$(MAKE) figures
	$(BIN)/frontier check data

docs: $(VENV)/.tools
	$(BIN)/sphinx-build --quiet --fail-on-warning --keep-going --fresh-env docs docs/_build/site
	@echo docs/_build/site/index.html
	$(BIN)/python figures/sizes.py docs/_build/sizes

picture: $(VENV)/.tools
	$(BIN)/python docs/picture.py

bench: $(VENV)/.tools
	$(BIN)/python $(INSTALL) pymoo textalloc
	$(BIN)/python benchmarks/pareto.py
	$(BIN)/python benchmarks/uncertainty.py
	$(BIN)/python benchmarks/gap.py
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/report.py
	$(BIN)/python benchmarks/labels.py

# arena-rank needs versions of its own, so the peers have their own environment.
bench-votes:
	$(PYTHON) -m venv $(VENV)-bench
	$(VENV)-bench/bin/python $(INSTALL) evalica choix arena-rank pyarrow -e '.[votes]'
	$(VENV)-bench/bin/python benchmarks/ratings.py

LOCK := uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11

# The lowest versions are those of what is asked for here; what these ask for is the newest that they go with. matplotlib
# 3.10.0 itself warns with pyparsing 3.3.
lock:
	$(LOCK) pyproject.toml --extra report --extra update --group build -o requirements.lock
	$(LOCK) pyproject.toml --extra report --extra update --group build --group test --group lint \
		-c requirements.lock -o requirements-test.lock
	$(LOCK) pyproject.toml --extra votes --group build --group engines \
		-c requirements-test.lock -o requirements-engines.lock
	{ uv pip compile --quiet --universal --no-header --python-version 3.11 --resolution lowest-direct --no-deps \
		pyproject.toml --all-extras; echo "pyparsing<3.3"; } | \
		$(LOCK) - pyproject.toml --all-extras --group build --group test -o requirements-lowest.lock

clean:
	rm -rf $(VENV) .venv-* build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
