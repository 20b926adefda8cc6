# What a person types. Settings are read from STEMMAP_* variables: STEMMAP_PORT=9000 make run
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run dev test lint words setup faults bench-catalog bench-coverage bench-facets bench-upload bench-web lock clean

help: ## List what can be done here.
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

run: ## Install what is missing and run the service (ARGS="..." goes to `stemmap run`).
	@bin/setup
	@exec .venv/bin/stemmap run $(ARGS)

dev: ## The same, restarting whenever a source file changes.
	@bin/setup --dev
	@exec .venv/bin/stemmap run --reload $(ARGS)

test: ## Install what is missing and run every check and test (ARGS="tests/db" for some of them).
	@bin/setup --dev
	@exec bin/test $(ARGS)

lint: ## Only the checks that run no test: format, lint, types, who imports whom.
	@bin/setup --dev
	@exec bin/test --lint

words: ## Bring the catalogs of words up to date and list what is not translated.
	@bin/setup --dev
	@.venv/bin/python -m app.terminal.message_catalogs

setup: ## Only install what is missing.
	@bin/setup

faults: ## Kill the service and its database at every point of an upload, REPEATS (50) times each; prints a table.
	@bin/setup --dev
	@.venv/bin/python -m tests.faults.matrix --repeats $(or $(REPEATS),50)

bench-coverage: ## Coverage: ours against PySAL access, esda, spopt (in build/peers) and PostGIS, as ratios (ARGS="--only raam").
	@bin/setup
	@test -e build/peers/coverage || { python3 -m venv build/peers && build/peers/bin/python -m pip install --quiet \
	  access esda libpysal spopt highspy numba && touch build/peers/coverage; }
	@.venv/bin/python -m bench.coverage --peers build/peers/bin/python $(ARGS)

bench-upload: ## An inventory of 200,000 rows: ours against ogr2ogr (apt: gdal-bin), as ratios (ARGS="--rows 20000").
	@bin/setup
	@.venv/bin/python -m bench.upload $(ARGS)

bench-catalog: ## Features and tiles: ours against TiPg, pygeoapi (in build/peers) and PostgreSQL alone (apt: wrk), as ratios.
	@bin/setup
	@test -e build/peers/ready || { python3 -m venv build/peers && build/peers/bin/python -m pip install --quiet \
	  tipg pygeoapi psycopg2-binary sqlalchemy geoalchemy2 gunicorn uvicorn uvloop httptools && touch build/peers/ready; }
	@.venv/bin/python -m bench.catalog --peers build/peers/bin/python $(ARGS)

bench-facets: ## Counts of further choices at 200,000 assets: ours against one count(*), as ratios.
	@bin/setup
	@.venv/bin/python -m bench.facets $(ARGS)

bench-web: ## Every page in Chromium with 200,000 assets: bytes, time until usable, memory; beside a plain Folium page.
	@bin/setup --dev
	@.venv/bin/python -m bench.web $(ARGS)

# Made with the plain default index, whatever this machine is set to: the hashes are those of the official files.
uv = env -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_FIND_LINKS build/lock/bin/uv pip compile --quiet --no-config --upgrade \
  --universal --python-version 3.11 --fork-strategy fewest --generate-hashes --no-annotate \
  --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock'

lock: ## Pin the newest allowed versions of everything (requirements*.lock, package-lock.json).
	@rm -rf build/lock && python3 -m venv build/lock && build/lock/bin/python -m pip install --quiet uv
	$(uv) --group build -o requirements.lock pyproject.toml
	$(uv) --group build --group dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	$(uv) --group npm -o requirements-npm.lock
	npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved=true --no-audit --no-fund
	@! grep -n '://' requirements*.lock package-lock.json
	@rm -rf build/lock

clean: ## Remove what the set-up made in this folder; data is never touched.
	rm -rf .venv .stamp-* node_modules app/web/static/vendor app/web/static/vendor.new *.egg-info build
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis test-results
