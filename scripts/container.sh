#!/bin/sh
# The container's main process: checks what is saved in the folder it is started in, and every fifteen minutes makes and sends what is due.
# Told to end, it ends the checking at once, and the sending when it has come to its end; it ends too when the checking does.
set -u
schedule() {
  trap 'exit 0' TERM # after the command that runs
  while :; do
    boligsocial reports --if-due
    boligsocial send --send >/dev/null # what it says names recipients
    sleep 900 &
    wait $!
  done
}
schedule &
schedule=$!
boligsocial watch . --output output &
watch=$!
trap 'kill "$schedule" "$watch" 2>/dev/null; wait "$schedule"; exit 0' TERM INT
wait "$watch"
code=$?
kill "$schedule"
exit "$code"
