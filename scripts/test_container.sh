#!/bin/sh
# Builds the container and runs it as a server would: read-only, without rights, without network. Called by `make test-container`, which has made
# the wheel. BASE: the image to build on; without it a minimal Debian is made. Needs podman and buildah (installed where that is allowed).
set -eu
unset CDPATH
cd "$(dirname "$0")/.."
for program in podman buildah mmdebstrap runc; do
  command -v "$program" >/dev/null || sh scripts/apt_install.sh podman buildah mmdebstrap runc
done
work=$(mktemp -d)
trap 'podman rm -f boligsocial-test >/dev/null 2>&1 || true; rm -rf "$work"' EXIT

fail() { printf '%s\n' "$@" >&2; exit 1; }

if [ -z "${BASE:-}" ]; then
  mmdebstrap --quiet --variant=minbase bookworm "$work/base.tar"
  podman import -q "$work/base.tar" boligsocial-base >/dev/null
  BASE=localhost/boligsocial-base:latest
fi
set -- # a proxy's own certificates, where pip is told of them
[ -z "${PIP_CERT:-}" ] || set -- --build-arg PIP_CERT=/etc/pip.crt -v "$PIP_CERT:/etc/pip.crt:ro"
buildah bud -q --format docker --isolation chroot --network host --build-arg "BASE=$BASE" "$@" -t boligsocial -f Containerfile .

mkdir -p "$work/srv/output" "$work/srv/kontrol"
.venv/bin/python -m pipeline example --folder "$work/srv/input" >/dev/null
chmod 755 "$work"
chown -R 10001:10001 "$work/srv"
# No VOLUME, no capability, nothing writable but what is mounted. The limits are those that an unprivileged machine allows.
container="--runtime runc --ulimit nofile=1024:4096 --ulimit nproc=4096:4096 --read-only --tmpfs /tmp --cap-drop all
  --security-opt no-new-privileges --network none --no-healthcheck
  -v $work/srv/input:/srv/input -v $work/srv/output:/srv/output -v $work/srv/kontrol:/srv/kontrol"
# shellcheck disable=SC2086 # a list of options
in_container() { podman run --rm $container boligsocial "$@"; }

in_container boligsocial doctor
[ "$(in_container id -u)" = 10001 ] || fail "the container runs as another user"
! in_container touch /opt/boligsocial/x 2>/dev/null || fail "the container can write outside its folders"
code=0
in_container boligsocial pulse >/dev/null 2>&1 || code=$?
[ "$code" = 30 ] || fail "pulse before the first run: $code, expected 30"

in_container boligsocial reports
.venv/bin/python -m pipeline reports --input "$work/srv/input" --output "$work/outside" >/dev/null
diff -r "$work/srv/output/eksempel/current/" "$work/outside/eksempel/current/" || fail "the container makes other bytes than the checkout"

# shellcheck disable=SC2086
podman run -d --name boligsocial-test $container boligsocial >/dev/null
for second in $(seq 60); do
  [ ! -e "$work/srv/kontrol/Kontrol.html" ] || break
  sleep 1
done
[ -e "$work/srv/kontrol/Kontrol.html" ] || fail "no answer beside the input after $second s"
podman exec boligsocial-test boligsocial pulse || fail "pulse after the first call"
start=$(date +%s)
podman stop -t 20 boligsocial-test >/dev/null
[ $(($(date +%s) - start)) -lt 10 ] || fail "the container does not end when it is told to"
echo "The container is as it should be: $(podman image inspect boligsocial --format '{{.Size}}' | awk '{ printf "%.0f MB", $1 / 1e6 }')."
