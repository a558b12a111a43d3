# Every command a developer types. `make demo` and `make test` work on a fresh machine with Python 3.11+, pip, make and git,
# as root or not, and neither needs the other. INSTALLER=pip leaves uv out (for places whose mirror only pip knows).
PYTHON ?= python3
INSTALLER ?= uv
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
UV := .tools/bin/uv
OUT ?= demo-out

.PHONY: demo test static check cover mutants lint format bench nightly docs lock clean node two messages vendor

demo: $(VENV)/.runtime
	@$(BIN)/python demo/run.py --out $(OUT)

# On as many cores as there are, four at most. WORKERS=0 runs them one after the other in one process, for a debugger.
WORKERS ?= auto
test: $(VENV)/.dev
	$(BIN)/python -m pytest -n $(WORKERS) --maxprocesses 4 --dist worksteal

# Format, lint, types, import contracts.
static: $(VENV)/.dev lint
	$(BIN)/mypy
	$(BIN)/lint-imports

# The same, and what the project promises about itself; `make test` runs the rest.
check: static
	$(BIN)/python -m pytest tests/test_repository.py tests/test_licences.py tests/test_architecture.py tests/test_docs.py

# Where a mistake would not be noticed by looking, every branch is walked. A hundred per cent, or it fails.
cover: $(VENV)/.dev
	$(BIN)/python -m pytest tests/engine/match tests/engine/ledger tests/engine/cli tests/conformance --cov=weft.match --cov=weft.ledger --cov=weft.sodium \
		--cov-branch --cov-report=term-missing:skip-covered --cov-fail-under=100

# Small faults put in one at a time: would the tests notice? MODULE=weft.match.voprf for one, MOST=20 to draw from what there is.
mutants: $(VENV)/.dev
	$(BIN)/python tests/mutants.py $(MODULE) $(if $(MOST),--most $(MOST))

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# make bench                    all of them
# make bench NAMES="phones" QUICK=1
bench: $(VENV)/.dev
	$(BIN)/python benchmarks/run.py $(NAMES) $(if $(QUICK),--quick)

nightly: $(VENV)/.dev
	$(BIN)/python -m pytest -m nightly

docs: $(VENV)/.dev
	$(BIN)/python docs/generate.py

# A node with the demo's reports on PORT; ends with its address and a sign-in that works once. NODE_DIR keeps it between runs.
NODE_DIR ?= demo-node
node: $(VENV)/.node
	@$(BIN)/python -m weftnode.cli.trial --dir $(NODE_DIR) --port $(PORT)

# Every string of the node into the catalogues of its languages; says how many each lacks.
messages: $(VENV)/.dev
	@$(BIN)/python src/weftnode/ui/messages.py

# What later parts bring. Each says so instead of pretending.
two:
	@echo "weft: 'make $@' comes with a later part, which is not in this release; 'make demo' shows what is." >&2; exit 2

vendor:
	@$(PYTHON) .ci/vendor.py

$(VENV)/.runtime: requirements.lock pyproject.toml
ifeq ($(INSTALLER),uv)
	@test -x $(UV) || $(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target .tools uv
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) $(VENV)
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps -e .
else
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
endif
	@touch $@

$(VENV)/.node: $(VENV)/.runtime requirements-node.lock
ifeq ($(INSTALLER),uv)
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-node.lock
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-node.lock
endif
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
ifeq ($(INSTALLER),uv)
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
else
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
endif
	@touch $@

# Hash-pinned, without addresses: whoever installs says where from.
LOCK := pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url
lock: $(VENV)/.runtime
	$(UV) $(LOCK) --output-file requirements.lock
	$(UV) $(LOCK) --extra node --extra postgres --constraint requirements.lock --output-file requirements-node.lock
	$(UV) $(LOCK) --extra node --extra postgres --group dev --constraint requirements-node.lock --output-file requirements-dev.lock

clean:
	rm -rf $(VENV) .tools $(OUT) .pytest_cache .mypy_cache .ruff_cache .hypothesis
