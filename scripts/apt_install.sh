#!/bin/sh
# Installs Debian packages where that needs no question: apt-get is there, and we are root or sudo asks for no password.
# Anywhere else it changes nothing and prints the command for a person to type; it then ends with 1.
# Called by scripts/setup.sh and `make test-system`: scripts/apt_install.sh PACKAGE...
set -eu

tell() {
  echo "  Debian, Ubuntu   sudo apt-get update && sudo apt-get install $*" >&2
  exit 1
}

command -v apt-get >/dev/null || tell "$@"
if [ "$(id -u)" = 0 ]; then
  as_root=""
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root="sudo -n"
else
  tell "$@"
fi

# Waits for another apt-get (a machine's own updates) instead of failing.
apt() {
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" </dev/null 2>&1
}

echo "Installing Debian packages: $*"
# A new machine has no package lists and an old one has outdated lists: both show as a failed first try.
if ! apt install --yes --no-install-recommends "$@" >/dev/null; then
  log=$(apt update && apt install --yes --no-install-recommends "$@") || {
    echo "$log" >&2
    echo "apt-get could not install the packages (see above). When that is solved, or by hand:" >&2
    tell "$@"
  }
fi
