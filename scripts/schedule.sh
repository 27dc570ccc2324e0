#!/bin/sh
# The scheduled run: `schedule.sh install [RELAY]` sets it up, `schedule.sh remove` takes it away; called by the command `schedule`, which gives
# FOLDER, that holds input/ and output/, and PROGRAM, the interpreter that has the program. With systemd, and as root, the units of deploy/; else
# a line in the user's crontab. RELAY: names or addresses of the mail relay, parted by spaces or commas: all that the sending may
# reach. systemd takes addresses alone, so names are looked up, once; without RELAY it is this machine.
# Both call every fifteen minutes. When a run is due the program knows (pipeline/scheduled_run.py): cron has neither the zone of Copenhagen nor a
# way to make up for what was missed, and a schedule that is changed in the settings needs no new set-up.
# DESTDIR (for tests and packages) is put before /etc and /run.
set -eu
unset CDPATH
deploy=$(cd "$(dirname "$0")/../deploy" && pwd -P)
cd "$FOLDER"
folder=$(pwd -P)
units=${DESTDIR:-}/etc/systemd/system
mark='# boligsociale-rapporter'
timers='boligsociale-rapporter.timer boligsociale-udsendelse.timer boligsociale-vagt.timer'

systemd() { [ -d "${DESTDIR:-}/run/systemd/system" ] && [ "$(id -u)" = 0 ]; }

say_when() {
  echo "Rapporterne laves, når [schedule] i input/indstillinger.toml siger det: fra begyndelsen den 2. i hver måned klokken 7 dansk tid."
  echo "Det, der må sendes, bliver sendt inden for et kvarter, også efter en kørsel, du selv har sat i gang."
}

stop() {
  printf '%s\n' "$@" >&2
  exit 1
}

# The addresses of one name or address, a line each; with the length of its prefix where it is a network.
addresses_of() {
  host=${1%%/*}
  case "$host" in
  localhost) echo localhost; return ;;
  *[!0-9.]*) ;;
  *.*.*.*) ;;
  *) return 1 ;; # 192.0.2 would be read as 192.0.0.2
  esac
  found=$(getent ahosts "$host" | awk '{ print $1 }' | sort -u)
  [ -n "$found" ] || return 1
  case "$1" in
  */*) case "${1#*/}" in '' | *[!0-9]*) return 1 ;; esac; printf '%s\n' "$found" | sed "s#\$#/${1#*/}#" ;;
  *) printf '%s\n' "$found" ;;
  esac
}

look_up() {
  relay=
  set -f # a * in it is no file
  for one in $(printf '%s' "$1" | tr ',;' '  '); do
    known=$(addresses_of "$one") || stop "Mailserveren: fandt »$one«, som hverken er en adresse eller et navn, der kan slås op. Intet er sat op." \
      "Skriv dens navn eller adresse; flere adskilles af komma: sudo make schedule RELAY=192.0.2.25"
    relay="$relay $(printf '%s' "$known" | tr '\n' ' ')"
  done
  set +f
  relay=${relay# }
  relay=${relay:-localhost}
}

others() { crontab -l 2>/dev/null | grep -vF "$mark" || true; }

case "${1:-}" in
install)
  for path in "$folder" "$PROGRAM"; do
    case "$path" in *[!A-Za-z0-9/._-]*)
      stop "Stien $path har et tegn, som systemd og cron ikke kan bruge. Flyt mappen til en mappe uden mellemrum og æ, ø og å, og kør kommandoen igen." ;;
    esac
  done
  run="$PROGRAM -m pipeline"
  if systemd; then
    look_up "${2:-}"
    owner=$(stat -c %U .)
    mkdir -p "$units"
    [ -d output ] || install -d -o "$owner" -g "$(stat -c %G .)" output # the units may write nowhere else, and not as root
    for file in "$deploy"/*.service "$deploy"/*.timer; do
      sed "s#@FOLDER@#$folder#g; s#@PROGRAM@#$PROGRAM#g; s#@USER@#$owner#g; s#@RELAY@#$relay#g" "$file" >"$units/${file##*/}"
    done
    systemctl daemon-reload
    # shellcheck disable=SC2086 # a list
    systemctl enable --now $timers
    say_when
    echo "Udsendelsen kan kun nå: $relay"
    echo "Se, hvordan det går: make status. Stop det igen: sudo make unschedule"
  else
    [ -z "${2:-}" ] || stop "Mailserveren bruges kun, hvor systemd sætter kørslen op, som administrator. Intet er sat op." \
      "Kør som administrator: sudo make schedule RELAY=192.0.2.25" \
      "Eller uden mailserver: så bliver det en linje i crontab, der må nå alle adresser: make schedule"
    command -v crontab >/dev/null || stop "Her er hverken systemd (som administrator) eller cron, så intet er sat op. Gør ét af dette:" \
      "  Kør selv, når rapporterne skal laves: make reports, og derefter make send SEND=1" \
      "  Installér cron (fx sudo apt-get install cron), og kør make schedule igen" \
      "  Bed driften om at køre dette hvert kvarter: cd $folder && $run reports --if-due; $run send --send"
    # What sending says on the screen would be a mail every fifteen minutes; what it says of errors still is one.
    { others; echo "*/15 * * * * cd $folder && { $run reports --if-due; $run send --send >/dev/null; } $mark"; } | crontab -
    say_when
    echo "Det er en linje i crontab. Se, hvordan det går: make status. Stop det igen: make unschedule"
  fi ;;
remove)
  if systemd; then
    # shellcheck disable=SC2086 # a list
    systemctl disable --now $timers || true
    for file in "$deploy"/*.service "$deploy"/*.timer; do rm -f "$units/${file##*/}"; done
    systemctl daemon-reload
    systemctl reset-failed 'boligsociale-*' 2>/dev/null || true # else one that failed last stays listed
  else
    ! command -v crontab >/dev/null || others | crontab -
  fi
  rm -f output/register/planlagt.json # set up once more, it makes up for nothing of the time between
  echo "Der er ikke længere en planlagt kørsel." ;;
*)
  echo "Brug: schedule.sh install [RELAY] | remove" >&2
  exit 2 ;;
esac
