#!/bin/sh
# Resolves requirements.txt, -dev.txt and -verapdf.txt anew from pyproject.toml: exact versions and hashes for every
# platform and every Python from 3.11 on, without a word about where they came from. Called by `make lock`; what is pinned stays unless
# pyproject.toml rules it out, `make lock UPGRADE=1` takes the newest.
# uv gets an environment of its own for the moment, so this also works when the present lock files cannot be installed.
set -eu
unset CDPATH
cd "$(dirname "$0")/.."
uv_version=0.13.9

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -Im venv "$folder" # any Python will do: uv resolves for 3.11 and newer whatever it runs on
"$folder/bin/python" -Im pip install --isolated -qq --disable-pip-version-check --only-binary :all: "uv==$uv_version" </dev/null

compile() { # OUTPUT SOURCE OPTION...
  "$folder/bin/uv" pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
    --custom-compile-command "make lock" --no-emit-index-url --no-emit-find-links --output-file "$@"
}
# The development requirements first: the others are a part of them, at the same versions.
compile requirements-dev.txt pyproject.toml --extra dev ${UPGRADE:+--upgrade}
compile requirements.txt pyproject.toml --constraint requirements-dev.txt ${UPGRADE:+--upgrade}
compile requirements-verapdf.txt --group verapdf --constraint requirements-dev.txt ${UPGRADE:+--upgrade}
echo "The requirements are resolved; the next make command installs them."
