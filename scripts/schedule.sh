#!/bin/sh
# The daily run, and sending every five minutes: `schedule.sh install [RELAY]` sets them up, `schedule.sh remove` takes them away. With
# systemd, and as root, the units of deploy/; else two lines in the user's crontab. RELAY: address of the mail relay, the only one that the
# sending may reach.
# DESTDIR (for tests and packages) is put before /etc and /run.
set -eu
cd "$(dirname "$0")/.."
folder=$(pwd -P)
units=${DESTDIR:-}/etc/systemd/system
mark='# boligsociale-rapporter'
timers='boligsociale-rapporter.timer boligsociale-udsendelse.timer boligsociale-vagt.timer'

systemd() { [ -d "${DESTDIR:-}/run/systemd/system" ] && [ "$(id -u)" = 0 ]; }

others() { crontab -l 2>/dev/null | grep -vF "$mark" || true; }

case "${1:-}" in
install)
  case "$folder" in *[!A-Za-z0-9/._-]*)
    echo "The folder's name, $folder, has a sign in it that units and crontabs do not take. Move the project, and run it again." >&2
    exit 1 ;;
  esac
  if systemd; then
    owner=$(stat -c %U .)
    mkdir -p "$units"
    [ -d output ] || install -d -o "$owner" -g "$(stat -c %G .)" output # the units may write nowhere else, and not as root
    for file in deploy/*.service deploy/*.timer; do
      sed "s#@FOLDER@#$folder#g; s#@USER@#$owner#g; s#@RELAY@#${2:-localhost}#g" "$file" >"$units/${file#deploy/}"
    done
    systemctl daemon-reload
    # shellcheck disable=SC2086 # a list
    systemctl enable --now $timers
    echo "Reports every day at 7 in Copenhagen; what may be sent is sent within five minutes."
    echo "Look: systemctl list-timers 'boligsociale-*'. Take it away: make unschedule"
  else
    # What a command says on the screen would be a mail every five minutes; what it says of errors still is one.
    run="cd $folder && .venv/bin/python -m pipeline"
    { others; echo "0 7 * * * $run reports $mark"; echo "*/5 * * * * $run send --send >/dev/null $mark"; } | crontab -
    echo "Reports every day at 7 by this machine's clock; what may be sent is sent within five minutes."
    echo "By cron (no systemd here, or not root). Take it away: make unschedule"
  fi ;;
remove)
  if systemd; then
    # shellcheck disable=SC2086 # a list
    systemctl disable --now $timers || true
    for file in deploy/*.service deploy/*.timer; do rm -f "$units/${file#deploy/}"; done
    systemctl daemon-reload
    systemctl reset-failed 'boligsociale-*' 2>/dev/null || true # else one that failed last stays listed
  else
    others | crontab -
  fi
  echo "There is no daily run any more." ;;
*)
  echo "usage: schedule.sh install [RELAY] | remove" >&2
  exit 2 ;;
esac
