#!/bin/sh
# The scheduled run: `schedule.sh install [RELAY]` sets it up, `schedule.sh remove` takes it away. With systemd, and as root, the units of
# deploy/; else a line in the user's crontab. RELAY: address of the mail relay, the only one that the sending may reach.
# Both call every fifteen minutes. When a run is due the program knows (pipeline/scheduled_run.py): cron has neither the zone of Copenhagen nor a
# way to make up for what was missed, and a schedule that is changed in the settings needs no new set-up.
# DESTDIR (for tests and packages) is put before /etc and /run.
set -eu
unset CDPATH
cd "$(dirname "$0")/.."
folder=$(pwd -P)
units=${DESTDIR:-}/etc/systemd/system
mark='# boligsociale-rapporter'
timers='boligsociale-rapporter.timer boligsociale-udsendelse.timer boligsociale-vagt.timer'

systemd() { [ -d "${DESTDIR:-}/run/systemd/system" ] && [ "$(id -u)" = 0 ]; }

say_when() {
  echo "Reports when [schedule] in input/indstillinger.toml says: as shipped on the 2nd of each month at 7 in Copenhagen."
  echo "What may be sent, also of a run by hand, is sent within fifteen minutes."
}

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
    say_when
    echo "Look: make status, systemctl list-timers 'boligsociale-*'. Take it away: make unschedule"
  else
    # What sending says on the screen would be a mail every fifteen minutes; what it says of errors still is one.
    run=".venv/bin/python -m pipeline"
    { others; echo "*/15 * * * * cd $folder && { $run reports --if-due; $run send --send >/dev/null; } $mark"; } | crontab -
    say_when
    echo "By cron (no systemd here, or not root). Look: make status. Take it away: make unschedule"
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
  rm -f output/register/planlagt.json # set up once more, it makes up for nothing of the time between
  echo "There is no scheduled run any more." ;;
*)
  echo "usage: schedule.sh install [RELAY] | remove" >&2
  exit 2 ;;
esac
