# `make help` lists what can be done here. On a bare machine, `make demo` and `make test` are all one needs.
SHELL := /bin/sh
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && exit; done; echo python3)
COURSE ?= courses/ready-there-back
RUN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help build demo test check format packs bench conformance loss soak audit clean python dev

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "Python 3.11 or newer is needed and was not found. Install it, then run make again."; exit 1; }

build: python ## Make .venv with the command `mobility` and build all JavaScript
	@$(PYTHON) tools/environment.py --extras record,openedx

dev: python
	@$(PYTHON) tools/environment.py --extras dev

demo: build ## Play the apprentice and the coordinator: exports the module, starts a mini LMS and the record
	@$(RUN)/mobility demo $(ARGS)

test: dev ## Unit tests, PostgreSQL where it is installed, and the browser
	@$(RUN)/python tools/run_tests.py $(ARGS)

check: dev ## Style, types, import rules
	$(RUN)/ruff format --check .
	$(RUN)/ruff check .
	$(RUN)/mypy
	$(RUN)/lint-imports
	$(RUN)/python tools/node.py node_modules/typescript/bin/tsc --noEmit

format: dev ## Format the Python code
	$(RUN)/ruff format .
	$(RUN)/ruff check --fix .

packs: dev ## Fill the dated facts of courses from their packs (courses/packs)
	$(RUN)/python -m tools.packs $(ARGS)

bench: dev ## Measure, beside peers and limits; asserts nothing
	PYTHONPATH=tools $(RUN)/python -m benchmarks

conformance: dev ## Other people's software as judges, each in an environment of its own
	$(RUN)/python -m tests.conformance

loss: dev ## Kill learners' browsers in 200 runs per format, and look for losses (about an hour)
	PYTHONPATH=tools $(RUN)/python -m tests.loss $(ARGS)

soak: dev ## Send the record 100,000 messages while it and PostgreSQL are killed, and compare with a plain model
	$(RUN)/python -m tests.soak $(ARGS)

audit: dev ## Ask public databases for known vulnerabilities of what is installed; says "not run" where it can't
	@$(RUN)/python tools/audit.py

clean: ## Remove everything that was built or downloaded
	rm -rf .venv node_modules build dist var *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis \
		scorm_export/player/dist scorm_export/preview/assets scorm_export/formats/schemas \
		xblocks/*/dist xblocks/core/public mobility_record/web/static/web/tokens.css
