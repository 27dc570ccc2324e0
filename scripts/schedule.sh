#!/bin/sh
# The daily run: `schedule.sh install [RELAY]` sets it up, `schedule.sh remove` takes it away. With systemd, and as root, the units of deploy/;
# else a line in the user's crontab. RELAY: address of the mail relay, the only one that the sending may reach.
# DESTDIR (for tests and packages) is put before /etc and /run.
set -eu
cd "$(dirname "$0")/.."
folder=$(pwd -P)
units=${DESTDIR:-}/etc/systemd/system
mark='# boligsociale-rapporter'

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
    mkdir -p "$units" output
    for file in deploy/*.service deploy/*.timer; do
      sed "s#@FOLDER@#$folder#g; s#@USER@#$owner#g; s#@RELAY@#${2:-localhost}#g" "$file" >"$units/${file#deploy/}"
    done
    systemctl daemon-reload
    systemctl enable --now boligsociale-rapporter.timer boligsociale-vagt.timer
    echo "Every day at 7 in Copenhagen. Look: systemctl list-timers 'boligsociale-*'. Take it away: make unschedule"
  else
    run="cd $folder && .venv/bin/python -m pipeline reports && .venv/bin/python -m pipeline send --send"
    { others; echo "0 7 * * * $run $mark"; } | crontab -
    echo "Every day at 7 by this machine's clock, by cron (no systemd here, or not root). Take it away: make unschedule"
  fi ;;
remove)
  if systemd; then
    systemctl disable --now boligsociale-rapporter.timer boligsociale-vagt.timer || true
    for file in deploy/*.service deploy/*.timer; do rm -f "$units/${file#deploy/}"; done
    systemctl daemon-reload
  else
    others | crontab -
  fi
  echo "There is no daily run any more." ;;
*)
  echo "usage: schedule.sh install [RELAY] | remove" >&2
  exit 2 ;;
esac
