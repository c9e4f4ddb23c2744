# Nomen: `make run` serves the bundled model, `make test` proves all of it.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check -q
# Where torch comes from; for CPU builds on Linux set TORCH_INDEX=https://download.pytorch.org/whl/cpu
TORCH_INDEX ?=
.DEFAULT_GOAL := help
RELEASE := $(VENV)-release
.PHONY: help run install packages test test-fast check format lock train bench soak image audit release-check

help:  ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/core: pyproject.toml locks/build.txt locks/core.txt | $(BIN)/python
	$(PIP) install --require-hashes -r locks/build.txt -r locks/core.txt
	$(PIP) install --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q model service
	touch $@

$(VENV)/dev: $(VENV)/core locks/train.txt locks/cluster.txt
	$(PIP) install $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX)) torch==2.13.0
	$(PIP) install --require-hashes -r locks/train.txt -r locks/cluster.txt
	$(PIP) install -e '.[train,client,corpora,office,ray,surrogates,tracing,dev]'
	touch $@

run: $(VENV)/core  ## Serve the bundled model on 127.0.0.1:8000
	@echo "When it says ready, try: curl http://127.0.0.1:8000/v1/tag" \
	  "-H 'Content-Type: application/json' -d '{\"text\": \"Harry Potter waved.\"}'"
	$(BIN)/nomen serve

install: $(VENV)/dev  ## Install the training and development extras, too

packages:  ## Install the commands that some tests need (root on Debian; elsewhere those tests skip)
	@tests/packages.sh

test: packages $(VENV)/dev check  ## Run everything: checks, unit, seeds, end to end, with coverage
	OMP_NUM_THREADS=1 $(BIN)/coverage run -m pytest
	$(BIN)/coverage combine -q && $(BIN)/coverage report

test-fast: $(VENV)/dev  ## Run the fast tests, under a minute
	OMP_NUM_THREADS=1 $(BIN)/pytest -m 'not slow'

check: $(VENV)/dev  ## Lint, format, types, layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/dev  ## Format the code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: $(BIN)/python  ## Lock all that is installed, with hashes (UPGRADE=--upgrade takes newer releases)
	@locks/update.sh $(BIN)

train: $(VENV)/dev  ## Train the default bundle from the corpora in NOMEN_CORPORA
	OMP_NUM_THREADS=1 $(BIN)/nomen-train fit recipes/en.toml --resume --bundle model/pretrained/en

$(VENV)/bench: $(VENV)/dev
	$(PIP) install -e '.[train,dev,bench]'
	touch $@

bench: $(VENV)/bench  ## Measure speed beside spaCy, bare matrix products and a null route: minutes
	OMP_NUM_THREADS=1 $(BIN)/python -m tests.benchmarks $(BENCH)

soak: $(VENV)/dev  ## Look for crossed answers and growing memory under long load: a quarter of an hour
	$(BIN)/python -m tests.benchmarks.soak $(SOAK)

$(RELEASE)/ready: locks/release.txt
	$(PYTHON) -m venv $(RELEASE)
	$(RELEASE)/bin/pip --disable-pip-version-check -q install --require-hashes -r locks/release.txt
	touch $@

image: $(RELEASE)/ready  ## Build an image, its SBOM and its provenance: TARGET=cpu (or gpu, train, cluster), BASE_IMAGE=…
	BASE_IMAGE=$(BASE_IMAGE) TORCH_INDEX=$(TORCH_INDEX) deploy/release/image.sh $(RELEASE) $(TARGET)

audit: $(RELEASE)/ready  ## Ask the package index for known vulnerabilities of all that is locked
	$(RELEASE)/bin/pip-audit --disable-pip --require-hashes $(patsubst %,-r %,$(wildcard locks/*.txt))

release-check: $(VENV)/dev  ## Say what is missing for a release of pyproject.toml's version
	@$(BIN)/python deploy/release/release_check.py
