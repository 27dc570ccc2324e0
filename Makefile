# The commands of the project. Each sets up what it needs by itself: scripts/setup.sh makes .venv with the pinned requirements and looks
# for the system libraries; where nothing has changed, that takes a few milliseconds. Another Python: make PYTHON=python3.13 reports
#
# Options of a command: make reports OPTIONS="--output elsewhere" (all of them: make reports OPTIONS=--help)
#
# Exit codes: make ends with 2 whenever a command fails. The command's own code is the number in make's last line ("Error 20").

.DEFAULT_GOAL := help
.PHONY: help template migrate check alias reports open status doctor robustness send approve outbox schedule unschedule sources score example test test-system test-faults test-container lint docs bench fuzz wheel lock clean

# macOS only: Homebrew's libraries are not on the loader's path, and the system's own make and sh drop variables of this name, so it
# stands in each command.
python := DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib:/usr/lib .venv/bin/python -E

# What people write is text, as they wrote it: $$ and $$(...) in it mean nothing to make, and the recipes get it through the environment.
$(foreach name,LIST FROM TO FORUM REASON PERIOD CODE RELAY OPTIONS,$(eval override $(name) := $$(value $(name))))
export LIST FROM TO FORUM REASON PERIOD CODE RELAY

# All reports anew, for a new look or wording: make reports ANEW=1 REASON="..."
anew = $(if $(ANEW),--anew)

# One forum for a preview: make reports FORUM="Nørrebro"
forum = $(if $(FORUM),--forum "$$FORUM")

# The two years to compare where they are not those of the settings; for reports, check and robustness.
period = $(if $(PERIOD),--period "$$PERIOD")

# LibreOffice, and what lets a test have a workbook open in it.
define libreoffice
command -v soffice >/dev/null && /usr/bin/python3 -c "import uno" 2>/dev/null || { \
  echo "These tests need LibreOffice's Calc under the name soffice, and python3-uno."; sh scripts/apt_install.sh libreoffice-calc-nogui python3-uno; }
endef

help: ## Vis kommandoerne
	@echo 'Kommandoer til analytikeren:'
	@awk -F ': *## ' '/^[a-z-]+: ## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo 'Sjældnere:'
	@awk -F ': *### ' '/^[a-z-]+: ### / {printf "  make %-12s %s\n", $$1, $$2}' Makefile
	@echo 'Slutter en kommando med fejl, står årsagen nederst: "Error 2" kommandoen er skrevet forkert, "Error 10" venter på et menneske, "Error 20" fejl'
	@echo 'i input, "Error 30" en mail er ikke sendt, "Error 40" det er uvist, om en mail er sendt, "Error 50" der kan ikke gemmes, "Error 60" maskinen'
	@echo 'mangler noget, "Error 75" en anden kørsel er i gang. Alt andet er en fejl i programmet, medmindre linjerne over siger, hvad du skal gøre.'
	@echo
	@echo 'For engineers:'
	@awk -F ': *#### ' '/^[a-z-]+: #### / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

template: ## Lav tomme projektmapper i skabelon/; andre år: OPTIONS="--years 2015,2025"
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline template $(OPTIONS)

check: ## Find fejl i projektmapperne uden at lave rapporter
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline check $(period) $(OPTIONS)

alias: ## Godtag en anden stavemåde: LIST=bydele FROM="Kgs. Enghave" TO="Vesterbro-Kongens Enghave"
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline alias $(OPTIONS) -- "$$LIST" "$$FROM" "$$TO"

reports: ## Lav rapporterne i output/current/; en rettelse: REASON="hvorfor", andre år: PERIOD=2011-2019, én som prøve: FORUM="Nørrebro"
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline reports --reason "$$REASON" $(forum) $(anew) $(period) $(OPTIONS)

open: ## Åbn den nyeste oversigt i browseren
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline open $(OPTIONS)

status: ## Se, hvordan det står til, og hvad du skal gøre nu
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline status $(OPTIONS)

robustness: ## Se, hvor faste områdernes status og indeks er
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline robustness $(period) $(OPTIONS)

send: ## Se, hvilke mails fora ville få; make send SEND=1 sender dem; HERFRA=1: der sendes fra nu af fra denne mappe
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline send $(if $(SEND),--send) $(if $(HERFRA),--from-here) $(OPTIONS)

approve: ## Se, hvad der ville blive sendt; godkend netop det: CODE=koden
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline approve $(OPTIONS) --code "$$CODE" -- "$$PERIOD"

outbox: ## Se, hvad der blev af hver mail; OPTIONS="resolve 3 --delivered" eller "resolve 3 --resend" afgør én
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline outbox $(OPTIONS)

schedule: ## Lav og send hver måned af sig selv (som root: sudo make schedule RELAY=192.0.2.25); make unschedule stopper det
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline schedule --relay "$$RELAY"

unschedule: ### Stop den planlagte kørsel
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline schedule --remove

migrate: ### Lav kopier af projektmapperne i dagens form i opdateret/; originalerne røres ikke
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline migrate $(OPTIONS)

doctor: ### Se, hvad maskinen mangler, og hvordan du får det
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline doctor $(OPTIONS)

sources: ### Læs andres projektmapper, som input/kilder.toml beskriver, til output/kilder/
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline sources $(OPTIONS)

score: ### Regn en tabel efter en politik: OPTIONS="--policy FIL --input FIL --output FIL"
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline score $(or $(OPTIONS),--help)

example: ### Lav eksemplets projektmapper på ny (erstatter kun dem i input/ med OPTIONS=--overwrite)
	@sh scripts/setup.sh requirements.txt
	@$(python) -m pipeline example $(OPTIONS)

test: #### Run the tests that need Python packages only
	@sh scripts/setup.sh requirements-dev.txt
	@$(python) -m pytest -n auto --dist loadfile -m "not system and not faults"

test-system: #### Run the tests that need Debian packages too (installs them where it may)
	@sh scripts/setup.sh requirements-dev.txt
	@command -v pdftoppm >/dev/null || { echo "These tests need poppler-utils (macOS: brew install poppler)."; sh scripts/apt_install.sh poppler-utils; }
	@sh scripts/verapdf.sh
	@command -v chromium >/dev/null || { echo "These tests need Chromium under the name chromium."; sh scripts/apt_install.sh chromium; }
	@[ -z "$$CI" ] || command -v smtp-sink >/dev/null || sh scripts/apt_install.sh postfix dovecot-imapd # a mail server is nobody's wish but CI's
	@command -v faketime >/dev/null || { echo "These tests need faketime (macOS: brew install libfaketime)."; sh scripts/apt_install.sh faketime; }
	@$(libreoffice)
	@command -v systemd-analyze >/dev/null || sh scripts/apt_install.sh systemd
	@$(python) -m pytest -n auto --dist loadfile -m "system and not faults"

test-faults: #### Kill and tear hundreds of runs, fill the disk or let it fail, draw whole cities: by hand before a release (about ten minutes)
	@sh scripts/setup.sh requirements-dev.txt
	@command -v strace >/dev/null || { echo "These tests need strace, on Linux."; sh scripts/apt_install.sh strace; }
	@$(libreoffice)
	@$(python) -m pytest -n auto -m faults

lint: #### Check style, format and types
	@sh scripts/setup.sh requirements-dev.txt
	@$(python) -m ruff check
	@$(python) -m ruff format --check
	@$(python) -m mypy

docs: #### Write docs/arbejdsboeger.md and the tables of docs/vejledning.md anew from the schema and the rules
	@sh scripts/setup.sh requirements.txt
	@$(python) -m scripts.documentation

bench: #### Measure how fast it is, beside others (half an hour; OPTIONS=1 for a short look, OPTIONS="one_report --rounds 9" for a close one)
	@sh scripts/setup.sh requirements-dev.txt
	@$(python) -m benchmarks $(OPTIONS)

fuzz: #### Change workbooks at random for ten minutes and look for one that the reader neither reads nor refuses
	@sh scripts/setup.sh requirements-dev.txt
	@$(python) -m tests.fuzz_xlsx $(or $(OPTIONS),600)

test-container: #### Build the container and run it as a server would (BASE=... or a minimal Debian; needs podman)
	@$(MAKE) --no-print-directory wheel
	@sh scripts/test_container.sh

wheel: #### Build what is installed elsewhere, the wheel and the pinned versions for `pip install -c`, in dist/
	@sh scripts/setup.sh requirements.txt
	@rm -rf dist
	@$(python) -m pip wheel --isolated -qq --disable-pip-version-check --no-deps --wheel-dir dist . </dev/null
	@awk '/^[a-z0-9]/ { sub(/ *\\$$/, ""); print }' requirements.txt >dist/constraints.txt
	@ls dist/*

lock: #### Resolve the pinned requirements anew from pyproject.toml (UPGRADE=1: at their newest)
	@sh scripts/lock.sh

clean: #### Remove .venv, .tools and caches; what people made in input/ and output/ stays
	@rm -rf .venv .tools .hypothesis .mypy_cache .pytest_cache .ruff_cache dist
	@find pipeline scripts tests -name __pycache__ -prune -exec rm -rf {} +
	@echo "Removed .venv, .tools and the caches. input/ and output/ are as they were: delete reports there by hand if you mean to."
