# The commands of the project. Each sets up what it needs by itself: scripts/setup.sh makes .venv with the pinned requirements and looks
# for the system libraries; where nothing has changed, that takes a few milliseconds. Another Python: make PYTHON=python3.13 reports
#
# Exit codes: make ends with 2 whenever a command fails. The command's own code is the number in make's last line ("Error 1").

.DEFAULT_GOAL := help
.PHONY: help reports check example test test-system lint lock clean

# macOS only: Homebrew's libraries are not on the loader's path, and the system's own make and sh drop variables of this name, so it
# stands in each command.
python := DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib:/usr/lib .venv/bin/python

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo "make ends with 2 when a command fails; the command's own exit code is the number in the line \"Error ...\"."

reports: ## Make all reports from input/ in output/ (the first time: about a minute of set-up)
	@scripts/setup.sh requirements.txt
	@$(python) -m pipeline reports

check: ## Look for errors in the workbooks of input/ without making reports
	@scripts/setup.sh requirements.txt
	@$(python) -m pipeline check

example: ## Make the example workbooks of input/ anew
	@scripts/setup.sh requirements.txt
	@$(python) -m pipeline example

test: ## Run the tests that need Python packages only
	@scripts/setup.sh requirements-dev.txt
	@$(python) -m pytest -m "not system"

test-system: ## Run the tests that need Debian packages too (installs them where it may)
	@scripts/setup.sh requirements-dev.txt
	@command -v pdftoppm >/dev/null || scripts/apt_install.sh poppler-utils
	@$(python) -m pytest -m system

lint: ## Check style, format and types
	@scripts/setup.sh requirements-dev.txt
	@$(python) -m ruff check
	@$(python) -m ruff format --check
	@$(python) -m mypy

lock: ## Resolve the pinned requirements anew from pyproject.toml (UPGRADE=1: at their newest)
	@scripts/lock.sh

clean: ## Remove .venv and caches; what people made in input/ and output/ stays
	@rm -rf .venv .hypothesis .mypy_cache .pytest_cache .ruff_cache build *.egg-info
	@find pipeline scripts tests -name __pycache__ -prune -exec rm -rf {} +
	@echo "Removed .venv and the caches. input/ and output/ are as they were: delete reports there by hand if you mean to."
