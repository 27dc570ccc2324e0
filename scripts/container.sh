#!/bin/sh
# The container's main process: checks what is saved in the folder it is started in, and every fifteen minutes makes and sends what is due.
# Ends at once when it is told to, and when the checking ends.
set -u
schedule() {
  while :; do
    boligsocial reports --if-due
    boligsocial send --send >/dev/null # what it says names recipients
    sleep 900
  done
}
schedule &
schedule=$!
boligsocial watch . --output output &
watch=$!
trap 'kill "$schedule" "$watch" 2>/dev/null; exit 0' TERM INT
wait "$watch"
code=$?
kill "$schedule"
exit "$code"
