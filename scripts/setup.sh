#!/bin/sh
# Makes .venv with what a lock file pins, or finds in a few milliseconds that there is nothing to do.
# Called by the Makefile before every command that runs Python: scripts/setup.sh requirements.txt|requirements-dev.txt
#
# A stamp in .venv holds what was installed: the interpreter, the folder and the whole lock file. What is wanted now is compared with it
# byte by byte, so dates never matter; it is written last, so an interrupted set-up is done again.
set -eu
unset CDPATH
cd "$(dirname "$0")/.."
PATH=${PATH#"${VIRTUAL_ENV:-/no environment}/bin:"} # an activated .venv cannot be what a new .venv is made from
lock=$1 # the others hold all of requirements.txt, so each stamps both
packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0"

say() { printf '%s\n' "$@" >&2; }

find_python() {
  for candidate in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11 python3.15; do
    if "$candidate" -ISc 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  say "Python 3.11 or newer is needed, and none was found. Install one, or name it: make PYTHON=/path/to/python3 ..." \
    "  Debian, Ubuntu   sudo apt-get update && sudo apt-get install python3 python3-venv" \
    "  Fedora           sudo dnf install python3" \
    "  macOS            brew install python"
  return 1
}

wanted() { # the stamp that fits a lock file; a broken interpreter fits none
  "$interpreter" -ISc 'import sys; print(sys.version)' 2>/dev/null || return 0
  pwd -P
  cat "$1"
}
is_current() { [ -x .venv/bin/python ] && wanted "$1" | cmp -s - ".venv/$1.stamp" 2>/dev/null; }

# Which interpreter .venv has to hold: its own will do, unless one is named with PYTHON=.
interpreter=.venv/bin/python
if [ -n "${PYTHON:-}" ]; then interpreter=$(find_python); fi
if is_current "$lock"; then exit 0; fi

interpreter=$(find_python)
# One set-up at a time, on every system and without a lock that outlives a crash: this shell keeps what Python locks for it.
exec 9>>requirements.txt
"$interpreter" -Ic 'import fcntl; fcntl.flock(9, fcntl.LOCK_EX)' || say "Warning: no file locks here; do not run make twice at once."
if is_current "$lock"; then exit 0; fi

if ! "$interpreter" -Ic 'import ensurepip, venv' 2>/dev/null; then
  version=$("$interpreter" -Ic 'import sys; print("{}.{}".format(*sys.version_info))')
  say "$interpreter cannot make virtual environments: its venv module is a Debian package of its own."
  sh scripts/apt_install.sh "python$version-venv"
fi

if ! missing=$("$interpreter" -I pipeline/render/system_libraries.py); then
  say "WeasyPrint, which makes the PDFs, needs system libraries that are missing here: $missing."
  # shellcheck disable=SC2086 # a list of package names
  if ! sh scripts/apt_install.sh $packages || ! "$interpreter" -I pipeline/render/system_libraries.py >&2; then
    say "  Fedora           sudo dnf install pango harfbuzz" \
      "  macOS            brew install pango" \
      "                   make finds Homebrew by itself; outside make: export DYLD_FALLBACK_LIBRARY_PATH=\"\$(brew --prefix)/lib\"" \
      "Then run the same command again."
    exit 1
  fi
fi

if ! is_current requirements.txt; then rm -rf .venv; fi
rm -f .venv/*.stamp
say "Setting up .venv with $("$interpreter" --version) and $lock: about a minute, once ..."
[ -x .venv/bin/python ] || "$interpreter" -Im venv .venv
# Wheels only: nothing is built here, so nothing outside the lock file takes part. Isolated: what a person has set for Python and pip elsewhere,
# such as PYTHONPATH or PIP_USER, would have packages found or put in other places.
if ! .venv/bin/python -Im pip install --isolated -qq --disable-pip-version-check --no-input --require-hashes --only-binary :all: \
  -r "$lock" </dev/null; then
  say "The requirements could not be installed (see above). Is the network reachable? They are locked for Python 3.11 to 3.15." \
    "A mirror of your own has to be named for this command: PIP_CONFIG_FILE=/path/to/pip.conf make ..."
  exit 1
fi
for each in requirements.txt "$lock"; do wanted "$each" >".venv/$each.stamp"; done
