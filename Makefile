# make install | run | test | lock | readme. Everything goes into .venv; nothing else on the machine changes.
# Paths are relative on purpose: the folder of the clone may have spaces in its name.

PYTHON ?= python3 python3.14 python3.13 python3.12 python3.11
VENV := .venv
RUN := $(VENV)/bin/python
STAMP := $(VENV)/.installed
LOCK_FLAGS := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet

# pip's own cache would be written below HOME, which may be read-only.
export PIP_NO_CACHE_DIR := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_CACHE_DIR := $(VENV)/.uv-cache

.PHONY: help install run test lock readme

help:
	@echo "make install   put the bot and what it needs into .venv"
	@echo "make run       start the bot (installs first)"
	@echo "make test      check style, types, imports, and run the tests (installs first)"
	@echo "make lock      write requirements.lock again from pyproject.toml"
	@echo "make readme    put the output of its commands into README.md again"

install: $(STAMP)
	@echo "Ready. 'make run' starts the bot."

run: $(STAMP)
	@$(RUN) -m bot

test: $(STAMP)
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy
	$(VENV)/bin/lint-imports
	$(RUN) -m pytest --numprocesses=logical --maxprocesses=4 --dist=loadfile

# Scripts in .venv name its folder: a clone that was moved, or whose Python is gone, starts afresh.
ifneq ($(shell cat $(STAMP) 2>/dev/null && $(RUN) -c "" 2>&1),$(shell pwd))
.PHONY: $(STAMP)
endif

# uv installs the lock in seconds. Where it cannot (a mirror that only pip knows of, say), pip
# installs the same lock in minutes.
$(STAMP): requirements.lock requirements-uv.txt pyproject.toml Makefile
	@test "$$(cat $(STAMP) 2>/dev/null)" = "$$(pwd)" && $(RUN) -c "" 2>/dev/null || rm -rf $(VENV)
	@test -d $(VENV) || { echo "Installing into .venv: a minute or two the first time" >&2; }
	@for python in $(PYTHON); do \
		"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
			&& exec "$$python" -m venv $(VENV); \
	done; \
	echo "Python 3.11 or newer with its venv module is needed (Debian, Ubuntu: apt install" \
		"python3-venv); if you have one elsewhere: make install PYTHON=/path/to/python3" >&2; exit 1
	@$(RUN) -m pip install -qq --require-hashes -r requirements-uv.txt
	@$(VENV)/bin/uv pip sync --quiet --system-certs --require-hashes --python $(RUN) requirements.lock \
		|| { echo "uv could not install the lock; pip tries, which takes longer" >&2; \
			$(RUN) -m pip install -qq --require-hashes --no-deps -r requirements.lock; }
	@$(RUN) -m pip install -qq --no-deps --no-build-isolation --no-index --editable .
	@pwd > $(STAMP)

lock: $(STAMP)
	$(VENV)/bin/uv pip compile $(LOCK_FLAGS) --system-certs --group dev -o requirements.lock pyproject.toml
	$(VENV)/bin/uv pip freeze --python $(RUN) | grep '^uv==' \
		| $(VENV)/bin/uv pip compile $(LOCK_FLAGS) --system-certs --no-annotate -o requirements-uv.txt -

readme: $(STAMP)
	$(RUN) tests/readme_helpers.py
