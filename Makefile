# Two commands: `make demo` and `make test`. They need Python 3.11 or later, make, git and a package registry.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV ?= $(shell command -v uv || echo .uv/bin/uv)
export UV_PYTHON_DOWNLOADS := never
# the certificates of the machine, as offices behind an inspecting proxy need
export UV_SYSTEM_CERTS ?= true
RUN := $(UV) run --locked --no-sync

.PHONY: demo test coverage check bench wheels install install-demo browser clean help
.DEFAULT_GOAL := help

help: ## この一覧 / This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/make \1\t\2/'

.uv/bin/uv:
	@echo "uv を入れています / installing uv" >&2
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 以上が必要です / Python 3.11 or later is needed ($(PYTHON))" >&2; exit 2; }
	@$(PYTHON) -m venv .uv || { rm -rf .uv; \
	  echo "venv をつくれません（Debian では python3-venv） / no venv (on Debian: python3-venv)" >&2; exit 2; }
	@.uv/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9,<1' || { rm -rf .uv; exit 2; }

# --inexact: a demonstration takes nothing away from what the tests installed
install-demo: $(filter .uv/bin/uv,$(UV))
	@$(UV) sync --quiet --locked --no-dev --inexact --python $(PYTHON)

install: $(filter .uv/bin/uv,$(UV))
	@$(UV) sync --quiet --locked --python $(PYTHON)

demo: install-demo ## 見本の二つのサイト / Two demonstration sites on 127.0.0.1:8000 and 8001 (PORT=… moves both)
	@exec .venv/bin/renkei demo --package clusters/tsuruoka --package clusters/mihon

browser: install
	@.ci/browser

TESTS := pytest --numprocesses logical --dist loadscope --no-loadscope-reorder

test: install browser ## すべてのテスト / Every test
	@$(RUN) $(TESTS) $(ARGS)

# counting lines doubles the time of the tests
coverage: install browser ## テストが通る行 / Every test, and the lines they pass
	@$(RUN) $(TESTS) --cov --cov-report=term:skip-covered $(ARGS)

check: install ## 静的な検査 / Every static check
	@.ci/check

bench: install ## 速さと大きさ / Speed and size, against their targets
	@$(RUN) python bench/run.py

wheels: $(filter .uv/bin/uv,$(UV)) ## 通信なしで入れるためのフォルダ / A folder to install from without the Internet
	@UV=$(UV) PYTHON=$(PYTHON) .ci/wheels

clean: ## つくったものを消す（データは残す） / Remove what was built; data stay
	rm -rf .venv .uv .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage coverage.json build dist wheels
