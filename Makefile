# Two commands are enough: `make demo` to try it, `make test` to check it. `make` alone lists the rest.
# Needs git, make and Python >= 3.11; everything else is brought here, into .tools and .venv, in locked versions.

PYTHON ?= python3
PORT ?= 8000
TESTS ?=
UV := .tools/bin/uv
INSTALL := $(UV) pip install --quiet --python .venv/bin/python
RUN_INSTALLED := .venv/.installed-run
DEV_INSTALLED := .venv/.installed-dev
TRANSLATIONS := $(wildcard src/huiyin/*/locale/*/LC_MESSAGES/*.po src/huiyin/doors/*/locale/*/LC_MESSAGES/*.po)
# Taste, not mistakes: line breaks after headings, meta texts for search engines, a type on each submit button;
# D018 asks for named addresses where the shared door must not know the names of others.
DJLINT_IGNORED := H015,H030,H031,H043,D018
export PORT
export UV_PYTHON_DOWNLOADS := never
# Images often forbid Python to keep what it compiled; then each of the many processes here compiles all of it again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup demo test check check-lint check-types check-rules shots lock messages clean

help:
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile

setup: $(RUN_INSTALLED)  ## install what the program needs, so that .venv/bin/huiyin runs

demo: setup  ## serve a demonstration on port 8000 (PORT=... changes it, CITY=... chooses the city)
	@exec .venv/bin/huiyin demo $(if $(CITY),--blueprint $(CITY))

test: $(DEV_INSTALLED)  ## run all tests (TESTS=path chooses some), with the system packages they need
	@tools/system_packages chromium chromium-headless-shell kannel dovecot-imapd poppler-utils libreoffice-writer-nogui fonts-noto-cjk
	.venv/bin/pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder -rs $(TESTS)

check: $(DEV_INSTALLED)  ## lint, types, import contracts, texts, architecture and rules: under a minute
	@$(MAKE) --no-print-directory --keep-going --jobs=2 --output-sync=target check-rules check-types check-lint

check-lint:
	.venv/bin/ruff check
	.venv/bin/ruff format --check --quiet
	.venv/bin/lint-imports --config .importlinter
	.venv/bin/djlint src --lint --quiet --profile django --ignore $(DJLINT_IGNORED)
	.venv/bin/python tools/messages.py --check

check-types:
	.venv/bin/mypy

check-rules:
	.venv/bin/pytest -n auto --maxprocesses 4 tests/architecture $$(find src -name 'test_rules_*.py')

shots: $(DEV_INSTALLED)  ## take a picture of every page, phone and desktop, into shots/
	@tools/system_packages chromium chromium-headless-shell fonts-noto-cjk
	.venv/bin/python tools/shots.py

messages: $(DEV_INSTALLED)  ## bring the translation files up to date with templates and code
	.venv/bin/python tools/messages.py

lock: $(UV)  ## choose versions anew and write them to requirements/
	cd requirements && for name in tools build fonts; do \
		../$(UV) pip compile --quiet --upgrade --universal --generate-hashes --no-header --no-annotate \
			$$(test $$name = fonts && echo --no-deps) $$name.in -o $$name.txt || exit 1; done
	$(UV) pip compile --quiet --upgrade --universal --generate-hashes --no-header pyproject.toml -o requirements/run.txt
	$(UV) pip compile --quiet --upgrade --universal --generate-hashes --no-header pyproject.toml --group dev \
		-c requirements/run.txt -o requirements/dev.txt

clean:  ## remove everything that was installed or made here; the data in var/ stays
	rm -rf .venv .tools shots build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests tools -name __pycache__ -prune -exec rm -rf {} +
	find src -name '*.mo' -delete

$(UV): requirements/tools.txt
	@PYTHON="$(PYTHON)" tools/get_uv

$(RUN_INSTALLED): requirements/run.txt requirements/build.txt pyproject.toml $(TRANSLATIONS) | $(UV)
	@echo "Installing into .venv"
	@test -x .venv/bin/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --build-constraints requirements/build.txt --editable .
	@.venv/bin/python tools/fonts_present.py || $(INSTALL) --no-deps --require-hashes -r requirements/fonts.txt
	@touch $@

$(DEV_INSTALLED): requirements/dev.txt $(RUN_INSTALLED)
	@echo "Installing what the tests need"
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@
