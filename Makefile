# Two commands do everything on a fresh machine: `make demo` and `make test`. Both need only python3 and make.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
OUT ?= out/demo

.DEFAULT_GOAL := help

help: ## show this list
	@grep -hE '^[a-z][a-z0-9-]*:.*##' $(MAKEFILE_LIST) | sed -e 's/:.*##/\t/' | expand -t 12

# The lock names every file by its hash; the package itself is installed in place, without asking the index again.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "cjm-research needs Python 3.11, 3.12 or 3.13; try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

install: $(STAMP) ## make the virtual environment and install everything in it

demo: $(STAMP) ## run the whole chain over the bundled interviews; the reports land in out/demo
	$(BIN)/cjm demo --out $(OUT)

lab: $(STAMP) ## open JupyterLab on the start notebook
	$(BIN)/cjm lab

# Two processes share the cores: threads of libraries inside each would only get in each other's way.
test notebooks: export OMP_NUM_THREADS = 1

test: $(STAMP) ## all tests, notebooks included
	$(BIN)/python -m pytest -n 2 --dist loadgroup
	$(MAKE) --no-print-directory notebooks

notebooks: $(STAMP) ## run the notebooks and compare every output with the stored one
	$(BIN)/cjm check --jobs 2 notebooks/*.ipynb

lint: $(STAMP) ## style and layout of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STAMP) ## static types
	$(BIN)/mypy

check: lint types test ## everything that must be green before a change lands

eval: $(STAMP) ## score the tagger against the coded corpus, each study by a tagger that has not seen it (10 minutes)
	$(BIN)/python -m benchmarks.leave_one_out

bench: $(STAMP) ## measure speed and the persona procedure (some minutes)
	$(BIN)/python -m benchmarks

models: $(STAMP) ## learn the tagger anew from the coded corpus (DATA=folder: from the public emotion sets too)
	$(BIN)/python -m benchmarks.calibrate_tagger
	$(BIN)/python -m benchmarks.calibrate_stages
	$(BIN)/python -m benchmarks.train_moments
	$(BIN)/python -m benchmarks.train_attributes
	$(if $(DATA),$(BIN)/python -m benchmarks.train_feelings --data $(DATA))

i18n: $(STAMP) ## bring the Polish and Russian catalogues up to date with the source
	$(BIN)/python -m tools.update_catalogues

lock: $(STAMP) ## resolve the dependencies anew and write requirements.lock 
	$(BIN)/uv pip compile pyproject.toml --extra dev --extra postgres --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet --output-file requirements.lock

clean: ## remove what was built (the virtual environment stays)
	rm -rf out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: help install demo lab test notebooks lint types check eval bench models i18n lock clean
