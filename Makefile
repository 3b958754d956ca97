# make demo    a sample practice to try Ribbon in, in a browser, without Slack; FRESH=1 begins again
# make test    sets everything up and runs every check and test
# make bench   prints what Ribbon costs beside Bolt, the driver and itself, as ratios; SESSIONS="10000 10000000"
# make soak    every death, kills, outages, hostile requests, floods and growth: is anything lost, doubled or changed?
# make browser runs the tests that need a browser: Debian's Chromium, and Node's npm for axe
# make proxy   runs the tests of the documented proxy: Debian's Caddy
# make pooler  runs the tests of PostgreSQL behind a pooler: Debian's PgBouncer
# make pictures draws the pictures of README.md and docs/ anew
# make audit   looks the pinned dependencies up in the database of known vulnerabilities; needs the network
# make lock    renews the pinned, hashed dependencies
# make clean   removes what the others made

# Tests and benchmarks start Ribbon some hundred times; where Python may not keep what it compiles, each start compiles.
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
READY := .venv/.ready
AUDIT := .venv-audit/.ready
BIN := .venv/bin
AXE := .axe/node_modules/axe-core/axe.min.js
COMPILE := $(BIN)/pip-compile --upgrade --quiet --strip-extras --generate-hashes --allow-unsafe --no-header --no-config \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.PHONY: demo setup test browser proxy pooler pictures bench soak soak-sqlite soak-postgres soak-hostile soak-flood \
	soak-deaths-sqlite soak-deaths-postgres soak-growth audit lock clean

demo: $(READY)
	@$(BIN)/python -m playground.demo $(if $(FRESH),--fresh)

setup: $(READY)

$(READY): pyproject.toml .ci/requirements-dev.txt
	@echo "Installing what Ribbon and its tests need into .venv: one to two minutes, once."
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .ci/requirements-dev.txt
	PYTHONWARNINGS=ignore $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(READY)

test: $(READY)
	$(BIN)/pip check --disable-pip-version-check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 3 --dist worksteal -q

bench: $(READY)
	-npm install --silent --no-save --no-audit --no-fund --prefix .node @slack/bolt@5.1.0
	PYTHONPATH=.:tests $(BIN)/python tests/benchmarks/table.py $(SESSIONS)

soak: $(READY)
	$(MAKE) --jobs=2 soak-deaths-sqlite soak-deaths-postgres
	$(MAKE) --jobs=3 soak-sqlite soak-postgres soak-hostile
	$(MAKE) soak-flood soak-growth

soak-deaths-sqlite: $(READY)
	PYTHONPATH=tests:. $(BIN)/python -W ignore tests/soak/every_death.py

soak-deaths-postgres: $(READY)
	PYTHONPATH=tests:. $(BIN)/python -W ignore tests/soak/every_death.py --postgres

soak-sqlite: $(READY)
	PYTHONPATH=tests $(BIN)/python -W ignore tests/soak/under_load.py --kills 40 --outages

soak-postgres: $(READY)
	PYTHONPATH=tests $(BIN)/python -W ignore tests/soak/under_load.py --kills 40 --outages --postgres --processes 3 --freezes 2

soak-hostile: $(READY)
	PYTHONPATH=tests:. $(BIN)/python -W ignore tests/soak/hostile.py --payloads 40000

soak-flood: $(READY)
	PYTHONPATH=tests $(BIN)/python -W ignore tests/soak/flood.py

soak-growth: $(READY)
	PYTHONPATH=tests:. $(BIN)/python -W ignore tests/soak/growth.py

browser: $(READY) $(AXE)
	$(BIN)/pytest -n 2 -q -m browser tests/browser

proxy: $(READY)
	$(BIN)/pytest -q -m caddy tests/operations

pooler: $(READY)
	$(BIN)/pytest -q -m pgbouncer tests/operations

$(AXE):
	npm install --silent --no-save --no-audit --no-fund --prefix .axe axe-core@4.14.1

pictures: $(READY)
	PYTHONPATH=.:tests $(BIN)/python tests/browser/pictures.py

# Fails where something is known, and where the database can't be reached.
audit: $(AUDIT)
	.venv-audit/bin/pip-audit --strict --progress-spinner off --disable-pip --require-hashes \
		-r .ci/requirements-dev.txt -r .ci/requirements-audit.txt \
		|| { echo "audit: something is known, or could not be looked up; see above" >&2; exit 1; }

$(AUDIT): .ci/requirements-audit.txt
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .ci/requirements-audit.txt
	touch $(AUDIT)

lock: $(READY)
	$(COMPILE) --output-file .ci/requirements.txt pyproject.toml
	$(COMPILE) --extra dev --constraint .ci/requirements.txt --output-file .ci/requirements-dev.txt pyproject.toml
	$(COMPILE) --extra audit --constraint .ci/requirements-dev.txt --output-file .ci/requirements-audit.txt pyproject.toml

clean:
	rm -rf .venv .venv-audit .axe .node build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
