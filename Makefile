# Everything is installed into .venv; nothing else on the machine changes.
# All paths are relative, so that the path of the clone can contain spaces.

PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11
VENV := .venv
RUN := $(VENV)/bin/python
STAMP := $(VENV)/.installed
PYTEST := $(RUN) -m pytest --numprocesses=logical --maxprocesses=4 --dist=loadfile --no-loadscope-reorder
LOCK_FLAGS := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

# pip's cache is in the home folder, which can be read-only.
export PIP_NO_CACHE_DIR := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_CACHE_DIR := $(VENV)/.uv-cache

.PHONY: help install run check test lint lock readme

help:
	@echo "make run       start the bot (installs it first)"
	@echo "make install   install the bot and its dependencies into .venv"
	@echo "make check     quick checks: style, types, import rules, and the tests that are not slow"
	@echo "make test      all checks: the same, with every test"
	@echo "make readme    run the commands shown in README.md and docs/, and update their output"
	@echo "make lock      update the locks from pyproject.toml"

install: $(STAMP)
	@echo "Installed. Start the bot with 'make run'."

run: $(STAMP)
	@$(RUN) -m bot

check: lint
	$(PYTEST) -m "not slow"

test: lint
	$(PYTEST)

lint: $(STAMP)
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports

# Scripts in .venv contain its absolute path. If the clone was moved, or if the Python that .venv was
# made with is gone, install again.
ifneq ($(shell cat $(STAMP) 2>/dev/null && $(RUN) -c "" 2>&1),$(shell pwd))
.PHONY: $(STAMP)
endif

# uv installs the lock in seconds. If uv fails (for example because only pip is configured to use a
# mirror), pip installs the same lock, which takes minutes.
$(STAMP): requirements.lock requirements-uv.txt pyproject.toml Makefile
	@test "$$(cat $(STAMP) 2>/dev/null)" = "$$(pwd)" && $(RUN) -c "" 2>/dev/null || rm -rf $(VENV)
	@test -d $(VENV) || { echo "Installing into .venv; the first time takes a minute or two" >&2; }
	@for python in $(PYTHON); do \
		"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
			&& exec "$$python" -m venv $(VENV); \
	done; \
	echo "Python 3.11 or newer with the venv module is required (on Debian and Ubuntu: apt install" \
		"python3-venv). To use another Python: make install PYTHON=/path/to/python3" >&2; exit 1
	@$(RUN) -m pip install -qq --require-hashes -r requirements-uv.txt
	@$(VENV)/bin/uv pip sync --quiet --system-certs --require-hashes --python $(RUN) requirements.lock \
		|| { echo "uv could not install the packages; trying pip, which takes longer" >&2; \
			$(RUN) -m pip install -qq --require-hashes --no-deps -r requirements.lock; }
	@$(RUN) -m pip install -qq --no-deps --no-build-isolation --no-index --editable .
	@pwd > $(STAMP)

lock: $(STAMP)
	$(VENV)/bin/uv pip compile $(LOCK_FLAGS) --system-certs --group dev -o requirements.lock pyproject.toml
	$(VENV)/bin/uv pip compile $(LOCK_FLAGS) --system-certs --no-annotate -c requirements.lock \
		-o requirements-bot.lock pyproject.toml
	$(VENV)/bin/uv pip freeze --python $(RUN) | grep '^uv==' \
		| $(VENV)/bin/uv pip compile $(LOCK_FLAGS) --system-certs --no-annotate -o requirements-uv.txt -

readme: $(STAMP)
	$(RUN) -m docs.console_blocks
