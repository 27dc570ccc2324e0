# The commands of the project. Each sets up what it needs by itself: scripts/setup.sh makes .venv with the pinned requirements and looks
# for the system libraries; where nothing has changed, that takes a few milliseconds. Another Python: make PYTHON=python3.13 reports
#
# Options of a command: make reports OPTIONS="--output elsewhere" (all of them: make reports OPTIONS=--help)
#
# Exit codes: make ends with 2 whenever a command fails. The command's own code is the number in make's last line ("Error 20").

.DEFAULT_GOAL := help
.PHONY: help reports send outbox check status approve schedule unschedule robustness score sources alias example template docs test test-faults test-system lint bench fuzz lock clean

# macOS only: Homebrew's libraries are not on the loader's path, and the system's own make and sh drop variables of this name, so it
# stands in each command.
python := DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib:/usr/lib .venv/bin/python -E

# All reports anew, for a new look or wording: make reports ANEW=1 REASON="..."
anew = $(if $(ANEW),--anew)

# The two years to compare where they are not those of the settings; for reports, check and robustness.
period = $(if $(PERIOD),--period '$(subst ','\'',$(PERIOD))')

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo 'When a command fails, make ends with 2 and its last line holds the reason: "Error 20" the input has errors,'
	@echo '"Error 10" it waits for approval, "Error 30" a mail is not delivered, "Error 40" it is not known whether one is,'
	@echo '"Error 50" output/ cannot be written, "Error 75" another run is at work, anything else a fault of the program or of the set-up.'

reports: ## Make all reports from input/ in output/; a correction says why with REASON="...", other years: PERIOD=2011-2019
	@sh scripts/setup.sh requirements.txt
	@REASON='$(subst ','\'',$(REASON))'; $(python) -m pipeline reports --reason "$$REASON" $(anew) $(period) $(OPTIONS)

send: ## Show which mails the forums would get from the last reports; make send SEND=1 sends them
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline send $(if $(SEND),--send) $(OPTIONS)

outbox: ## List every mail and what became of it; OPTIONS="resolve 3 --delivered" or "resolve 3 --resend" decides about one
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline outbox $(OPTIONS)

check: ## Look for errors in the workbooks of input/ without making reports (other years: PERIOD=2011-2019)
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline check $(period) $(OPTIONS)

status: ## Show the last runs, what waits, and what to do next
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline status $(OPTIONS)

approve: ## Show what would be sent: make approve PERIOD=2011-2025; approve exactly that: add the CODE that stands there
	@sh scripts/setup.sh requirements.txt
	@PERIOD='$(subst ','\'',$(PERIOD))' CODE='$(subst ','\'',$(CODE))'; \
	  $(python) -m pipeline approve $(OPTIONS) --code "$$CODE" -- "$$PERIOD"

schedule: ## Make and send the reports once a month, or as [schedule] in the settings says: systemd units (as root: sudo make schedule RELAY=192.0.2.25) or a crontab line
	@sh scripts/setup.sh requirements.txt
	@sh scripts/schedule.sh install $(RELAY)

unschedule: ## Take the scheduled run away
	@sh scripts/schedule.sh remove

robustness: ## Show how firm each area's status and index are, on the screen (other years: PERIOD=2011-2019)
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline robustness $(period) $(OPTIONS)

score: ## Score any table by any policy: make score OPTIONS="--policy FILE --input FILE --output FILE"
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline score $(or $(OPTIONS),--help)

sources: ## Read the workbooks of others that input/kilder.toml describes, into output/kilder/
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline sources $(OPTIONS)

alias: ## Accept another spelling of a name: make alias LIST=bydele FROM="Kgs. Enghave" TO="Vesterbro-Kongens Enghave"
	@sh scripts/setup.sh requirements.txt
	@LIST='$(subst ','\'',$(LIST))' FROM='$(subst ','\'',$(FROM))' TO='$(subst ','\'',$(TO))'; \
	  $(python) -m pipeline alias $(OPTIONS) -- "$$LIST" "$$FROM" "$$TO"

example: ## Make the example workbooks anew (replaces those in input/ only with OPTIONS=--overwrite)
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline example $(OPTIONS)

template: ## Make empty workbooks to fill in, in skabelon/ (other years: OPTIONS="--years 2015,2025")
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline template $(OPTIONS)

docs: ## Write docs/arbejdsboeger.md and the tables of docs/vejledning.md anew from the schema and the rules
	@sh scripts/setup.sh requirements.txt
	@$(python) -m scripts.documentation

test: ## Run the tests that need Python packages only
	@sh scripts/setup.sh requirements-dev.txt
	@$(python) -m pytest -n auto --dist loadfile -m "not system and not faults"

test-system: ## Run the tests that need Debian packages too (installs them where it may)
	@sh scripts/setup.sh requirements-dev.txt
	@command -v pdftoppm >/dev/null || { echo "These tests need poppler-utils (macOS: brew install poppler)."; sh scripts/apt_install.sh poppler-utils; }
	@sh scripts/verapdf.sh
	@command -v chromium >/dev/null || { echo "These tests need Chromium under the name chromium."; sh scripts/apt_install.sh chromium; }
	@[ -z "$$CI" ] || command -v smtp-sink >/dev/null || sh scripts/apt_install.sh postfix dovecot-imapd # a mail server is nobody's wish but CI's
	@command -v faketime >/dev/null || { echo "These tests need faketime (macOS: brew install libfaketime)."; sh scripts/apt_install.sh faketime; }
	@command -v systemd-analyze >/dev/null || sh scripts/apt_install.sh systemd
	@$(python) -m pytest -n auto --dist loadfile -m system

test-faults: ## Kill and tear hundreds of runs, fill the disk or let it fail, and look at what stands afterwards (about five minutes)
	@sh scripts/setup.sh requirements-dev.txt
	@command -v strace >/dev/null || { echo "These tests need strace, on Linux."; sh scripts/apt_install.sh strace; }
	@$(python) -m pytest -n auto -m "faults and not system"

lint: ## Check style, format and types
	@sh scripts/setup.sh requirements-dev.txt
	@$(python) -m ruff check
	@$(python) -m ruff format --check
	@$(python) -m mypy

bench: ## Measure how fast it is, beside others (half an hour; OPTIONS=1 for a short look, OPTIONS="one_report --rounds 9" for a close one)
	@sh scripts/setup.sh requirements-dev.txt
	@$(python) -m benchmarks $(OPTIONS)

fuzz: ## Change workbooks at random for ten minutes and look for one that the reader neither reads nor refuses
	@sh scripts/setup.sh requirements-dev.txt
	@$(python) -m tests.fuzz_xlsx $(or $(OPTIONS),600)

lock: ## Resolve the pinned requirements anew from pyproject.toml (UPGRADE=1: at their newest)
	@sh scripts/lock.sh

clean: ## Remove .venv, .tools and caches; what people made in input/ and output/ stays
	@rm -rf .venv .tools .hypothesis .mypy_cache .pytest_cache .ruff_cache build *.egg-info
	@find pipeline scripts tests -name __pycache__ -prune -exec rm -rf {} +
	@echo "Removed .venv, .tools and the caches. input/ and output/ are as they were: delete reports there by hand if you mean to."
