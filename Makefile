# Two commands: `make demo` shows the program on a seeded year, `make test` proves it. The others are their parts.
# Needs python3 (3.11 or newer, with venv) and make. Everything else is installed under .venv, pinned by digest.
PYTHON ?= python3
PORT ?= 8000
PYTEST := .venv/bin/python -m pytest
# One more than a small machine has processors: who walks through pages waits for the browser.
WORKERS ?= 3
# Each worker begins with a stretch of its own, so that what a module sets up is set up once; who is done takes from the others.
TOGETHER := -n $(WORKERS) --dist worksteal

.PHONY: help map demo run test check lint types imports templates migrations bench-smoke postgres tests journeys unit bench torture lock wheels security sbom audit-deps pictures
# One part at a time, but for those of one processor each that `check` runs two by two.
ifndef TWO_BY_TWO
.NOTPARALLEL:
endif
# Tests start the program many times: without compiled modules each start compiles them all anew.
unexport PYTHONDONTWRITEBYTECODE

help:
	@echo "make demo       show it on a seeded year (PORT=8000)     make test     install what tests need, then make check"
	@echo "make run        serve this installation                  make check    all of the following"
	@echo "make lint types imports templates migrations bench-smoke postgres tests journeys unit     one part alone"
	@echo "make torture    the long checks: kills, full disks, failover, a soak     ARGS='-k disk' one of them alone"
	@echo "make bench      measure, and print the figures           make lock     resolve the requirements anew"
	@echo "make security   weak code, weak settings, secrets        make audit-deps ask for known vulnerabilities (internet)"
	@echo "make sbom       write dist/duban.cdx.json (CycloneDX)"
	@echo "make pictures   take the pictures of docs/manual     ADDRESS=http://127.0.0.1:8000 from a demo that runs"
	@echo "make map        write docs/clause-map.md from the packs"
	@echo "make wheels     fill dist/wheels, from which a machine without internet installs: pip install --no-index --find-links dist/wheels duban"

demo: .venv/installed
	.venv/bin/duban demo --port $(PORT)

run: .venv/installed
	.venv/bin/duban serve --port $(PORT)

test: .venv/installed-for-tests
	scripts/install_browser
	$(MAKE) --no-print-directory check

# What keeps one processor busy goes two by two; the measurements too, since in small they only fail where a budget is missed fourfold.
# The tests come last: their summary is what the run ends with.
check: .venv/installed-for-tests
	$(MAKE) --no-print-directory -j 2 $(if $(filter output-sync,$(.FEATURES)),--output-sync) TWO_BY_TWO=1 security bench-smoke types lint imports templates migrations
	$(MAKE) --no-print-directory postgres
	$(MAKE) --no-print-directory tests

lint: .venv/installed-for-tests
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/djlint --quiet --check duban/web/templates

security: .venv/installed-for-tests
	scripts/check_security

# What it consists of: CycloneDX, from the pinned requirements.
sbom: .venv/installed-for-tests
	mkdir -p dist
	.venv/bin/cyclonedx-py requirements requirements.txt --pyproject pyproject.toml --output-format JSON --output-reproducible -o dist/duban.cdx.json
	@.venv/bin/python -c 'import json; print("dist/duban.cdx.json:", len(json.load(open("dist/duban.cdx.json"))["components"]), "components")'

# Exit code 3 and a loud word where no advisory service can be reached: that is no pass, so it is no part of check.
audit-deps: .venv/installed-for-tests
	scripts/audit_dependencies

types: .venv/installed-for-tests
	.venv/bin/mypy

imports: .venv/installed-for-tests
	.venv/bin/lint-imports

templates: .venv/installed-for-tests
	.venv/bin/djlint --quiet --lint duban/web/templates

migrations: .venv/installed-for-tests
	DUBAN_TESTING=1 DJANGO_SETTINGS_MODULE=duban.config.settings .venv/bin/python -m django makemigrations --check --dry-run

# A benchmark takes DUBAN_BENCH=smoke as "small sizes, only prove that it runs".
bench-smoke: .venv/installed-for-tests
	set -e; for file in benchmarks/*.py; do DUBAN_BENCH=smoke .venv/bin/python $$file; done

bench: .venv/installed-for-tests
	set -e; for file in benchmarks/*.py; do .venv/bin/python $$file; done

# What writes runs on PostgreSQL too, with a shorter walk at random than on SQLite; `make postgres PARTS=tests` runs all of it there.
# How papers are worded does not depend on the database, nor does what a backup's file is made of.
PARTS ?= tests/people tests/api/test_lengths.py tests/backups/test_round_trip.py tests/backups/test_rows.py \
    tests/ledger/actions tests/ledger/queries tests/ledger/requests tests/ledger/test_*.py
postgres: .venv/installed-for-tests
	DUBAN_STEPS=$${DUBAN_STEPS:-250} scripts/with_postgres $(PYTEST) -q $(TOGETHER) -m "not journey" $(wildcard $(PARTS))

# All of them together; the two parts below can be run alone.
tests: .venv/installed-for-tests
	$(PYTEST) -q $(TOGETHER)

journeys: .venv/installed-for-tests
	$(PYTEST) -q -m journey

unit: .venv/installed-for-tests
	$(PYTEST) -q $(TOGETHER) -m "not journey"

# Long checks, one after the other: minutes and hours. Each prints its figure, at the end all of them as a table, and writes it into
# docs/reliability.md; `make torture FIGURES=` does not write.
FIGURES ?= docs/reliability.md
torture: .venv/installed-for-tests
	scripts/install_browser
	scripts/install_for_torture
	DUBAN_TORTURE=1 DUBAN_FIGURES=$(FIGURES) $(PYTEST) -q --capture=tee-sys tests/torture $(ARGS)

wheels: .venv/installed
	rm -rf build dist/wheels
	.venv/bin/python -m pip wheel --quiet --require-hashes -r requirements-sign-on.txt -w dist/wheels
	.venv/bin/python -m pip wheel --quiet --no-build-isolation --no-deps -w dist/wheels .

# What docs/manual shows, from a demonstration made for it; `make pictures ADDRESS=http://127.0.0.1:8000` of one that runs.
pictures: .venv/installed-for-tests
	.venv/bin/python scripts/take_pictures $(ADDRESS)

map: .venv/installed
	.venv/bin/python scripts/make_map

lock: .venv/installed
	.venv/bin/python -m pip install --quiet uv
	.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --upgrade --quiet \
	    pyproject.toml requirements.in -o requirements.txt
	.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --upgrade --quiet \
	    pyproject.toml requirements.in --extra test -c requirements.txt -o requirements-test.txt
	.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --upgrade --quiet \
	    pyproject.toml requirements.in --extra oidc --extra cas --extra ldap -c requirements-test.txt -o requirements-sign-on.txt
	.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --upgrade --quiet \
	    pyproject.toml requirements.in --extra cluster -c requirements-test.txt -o requirements-cluster.txt

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "duban needs Python 3.11 or newer: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: requirements.txt pyproject.toml | .venv/bin/python
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

.venv/installed-for-tests: requirements-test.txt .venv/installed
	.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@
