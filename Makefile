# One way in. A bare `make` lists the targets; continuous integration runs `make test` and nothing else.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PY := $(BIN)/python
PIP := $(PY) -m pip --disable-pip-version-check install --quiet
ARGS ?=

.PHONY: help setup run demo wheelhouse image image-steps test test-fast check fmt lint types cov mutants fuzz bench eval docs dashboards lock hooks clean system

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-11s %s\n", $$1, $$2 }' Makefile

# --- environment. Each stamp is older than the lock it was made from exactly when the lock has changed. ---

system:
	@.ci/system

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Marsad needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements/build.txt requirements/runtime.txt pyproject.toml | $(PY)
	$(PIP) --require-hashes --requirement requirements/build.txt --requirement requirements/runtime.txt
	PYTHONWARNINGS=ignore $(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	$(PIP) --require-hashes --requirement requirements/dev.txt
	@touch $@

setup: $(VENV)/.dev ## Make the environment (again only when a lock file changes)

# --- using ---

run: $(VENV)/.runtime ## Start the monitor with config/marsad.yaml; its ledger is in var/
	@mkdir -p var
	$(BIN)/marsad run $(ARGS)

demo: setup ## A minute and a half of outages and maintenance, simulated on this machine; needs no network
	$(BIN)/marsad demo $(ARGS)

# --- shipping: deploy/README.md ---

WHEELHOUSE ?= build/wheelhouse
wheelhouse: $(VENV)/.runtime ## All that an installation without internet needs, for this Python: build/wheelhouse
	@rm -rf $(WHEELHOUSE) build/lib build/bdist.* && mkdir -p $(WHEELHOUSE)
	$(PIP:install=download) --require-hashes --only-binary=:all: --dest $(WHEELHOUSE) --requirement requirements/build.txt --requirement requirements/runtime.txt
	$(PIP:install=wheel) --no-deps --no-build-isolation --wheel-dir $(WHEELHOUSE) .
	@cp requirements/runtime.txt $(WHEELHOUSE)
	@rm -rf build/lib build/bdist.*

image: ## The container, with Docker or what stands for it (ARGS="--build-arg BASE=...")
	docker build --tag marsad:$$(awk -F '"' '/^version = /{print $$2}' pyproject.toml) --build-arg REVISION=$$(git rev-parse HEAD) \
	  --build-arg VERSION=$$(awk -F '"' '/^version = /{print $$2}' pyproject.toml) --build-arg CREATED=$$(date -u +%FT%TZ) $(ARGS) .

image-steps: setup ## The steps of the Dockerfile without a container engine, as root on Debian
	$(PY) -m pytest -q tests/deploy/test_image.py $(ARGS)

# --- checking ---

test: system setup ## Everything that CI runs: check, then all tests with branch coverage
	@$(MAKE) --no-print-directory check
	@# The core with branch coverage on one side, everything else on the other: most of that waits for real processes.
	@report=$$(mktemp); trap 'rm -f $$report' EXIT; \
	$(PY) -m pytest -q -n 1 tests/domain tests/engine --cov=monitor.domain --cov=monitor.engine --cov-branch --cov-report=term $(ARGS) >$$report 2>&1 & core=$$!; \
	status=0; $(PY) -m pytest -n 4 --dist worksteal --ignore=tests/domain --ignore=tests/engine $(ARGS) || status=$$?; \
	wait $$core || status=$$?; cat $$report; exit $$status

test-fast: setup ## Tests of domain and engine alone, in seconds
	$(PY) -m pytest -q tests/domain tests/engine $(ARGS)

check: lint types rules docs ## Lint, types, import contracts and generated files, without tests

fmt: setup ## Format, sort imports and apply the safe fixes
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

lint: setup ## ruff with all rules, formatting, import contracts, spelling, YAML
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/codespell
	$(BIN)/yamllint --strict .

types: setup ## mypy --strict on code and tests
	$(BIN)/mypy

rules: system ## Check alerting rules and Alertmanager's configuration; their tests run with the others (tests/rules)
	@promtool check rules --lint=all --lint-fatal config/prometheus/rules/*.yml >/dev/null
	@promtool check config config/prometheus/prometheus.yml >/dev/null
	@amtool check-config config/alertmanager/alertmanager.yml >/dev/null || amtool check-config config/alertmanager/alertmanager.yml

cov: setup ## Branch coverage of domain and engine by their own tests, line by line
	$(PY) -m pytest -q -n 2 tests/domain tests/engine --cov=monitor.domain --cov=monitor.engine --cov-branch --cov-report=term-missing

mutants: setup ## Plant faults in domain and engine and report those that no test catches
	$(PY) -m bench.mutants $(ARGS)

fuzz: setup ## Ten minutes of hostile answers through all that reads them; ARGS=--planted finds three planted faults
	$(PY) -m bench.fuzz $(ARGS)

bench: system setup ## Figures of this machine, side by side with blackbox_exporter: 25 minutes, or ARGS=--quick
	$(PY) -m bench $(ARGS)

eval: setup ## How well announcements are read, over tests/announcements; ARGS="--confusions --leave-one-out"
	@$(PY) -m bench.evaluate $(ARGS)

# $(1) makes the file $(2); a stale file is replaced and the target fails, so that it is committed.
define generate
	@$(1) > $(2).new || { rm -f $(2).new; exit 1; }
	@if cmp -s $(2).new $(2); then rm $(2).new; else mv $(2).new $(2); echo "$(2) was stale and is new now: commit it"; exit 1; fi
endef

dashboards: setup ## Regenerate dashboards/json; fails where a committed file was stale
	@$(PY) -m dashboards

docs: setup dashboards ## Regenerate tables, JSON Schemas and dashboards; fails where a committed one was stale
	$(call generate,$(PY) -m monitor.adapters.exposition,docs/metrics.md)
	$(call generate,$(PY) deploy/kubernetes/rules.py,deploy/kubernetes/prometheusrule.yaml)
	$(call generate,$(BIN)/marsad schema marsad,config/schema/marsad.json)
	$(call generate,$(BIN)/marsad schema platform,config/schema/platform.json)
	$(call generate,$(BIN)/marsad schema windows,config/schema/windows.json)
	$(call generate,$(BIN)/marsad schema scenario,config/schema/scenario.json)

# --- keeping ---

# Extras stay in the locks: for coverage[toml] beside a pinned coverage, pip 23 takes a newer one and then refuses it.
COMPILE := pip-compile --quiet --generate-hashes --no-strip-extras --allow-unsafe --no-header --no-emit-index-url --no-emit-find-links
lock: setup ## Renew the lock files in requirements/ (ARGS="--upgrade" or "--upgrade-package NAME")
	$(BIN)/$(COMPILE) $(ARGS) --only-build-deps --build-deps-for editable --output-file requirements/build.txt pyproject.toml
	$(BIN)/$(COMPILE) $(ARGS) --output-file requirements/runtime.txt pyproject.toml
	$(BIN)/$(COMPILE) $(ARGS) --extra test --extra deploy --extra types --extra house --output-file requirements/dev.txt pyproject.toml

hooks: setup ## Run fmt, lint and types before each commit (pre-commit)
	$(BIN)/pre-commit install

clean: ## Remove the environment and all caches; var/ stays
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis .coverage* mutants build *.egg-info
