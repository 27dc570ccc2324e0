"""Senders to be killed by the fault tests: one process imports everything once and forks a sender on request.

Called with the outbox's folder and a file of settings; each line on standard input requests a sender: ``COMMIT-NUMBER before|after|never``,
the moment at which the sender kills itself. It answers with the sender's process id and, when that has ended, its exit status.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.clock import now_utc
from pipeline.delivery.batch import send_queued
from pipeline.delivery.guard import Guard
from pipeline.delivery.outbox.sender_lock import only_sender
from pipeline.delivery.outbox.store import Outbox, open_outbox
from pipeline.delivery.recipients import Recipient, Recipients
from pipeline.delivery.session import Session, Timeouts
from pipeline.lock import Locked
from pipeline.settings.delivery import Delivery
from tests.sample_release import any_release

BUSY = 75


def write_guard(guard: Guard, file: Path) -> None:
    """Write recipients and settings for a sender."""
    people = [[person.forum_id, person.name, person.email] for person in guard.recipients.people]
    content = {"forums": dict(guard.recipients.forums), "people": people, "delivery": guard.delivery.model_dump_json()}
    file.write_text(json.dumps(content), encoding="utf-8")


def read_guard(file: Path) -> Guard:
    """Read them."""
    content = json.loads(file.read_text(encoding="utf-8"))
    recipients = Recipients(content["forums"], tuple(Recipient(*person) for person in content["people"]))
    return Guard(recipients, Delivery.model_validate_json(content["delivery"]))


def send(folder: Path, guard: Guard) -> int:
    """Send what waits, as the command does."""
    relay = guard.delivery.smtp
    assert relay is not None
    try:
        with only_sender(folder), open_outbox(folder) as outbox:
            send_queued(outbox, guard, any_release, lambda: Session(relay, None, guard.delivery.sender, Timeouts(10, 10)), now_utc)
    except Locked:
        return BUSY
    return 0


def die_at(number: int, when: str) -> None:
    """Kill this process before or after the commit of that number."""
    whole, count = Outbox._transaction, 0

    @contextmanager
    def deadly(self: Outbox) -> Iterator[None]:
        nonlocal count
        count += 1
        with whole(self):
            yield
            if count == number and when == "before":
                os.kill(os.getpid(), signal.SIGKILL)
        if count == number and when == "after":
            os.kill(os.getpid(), signal.SIGKILL)

    Outbox._transaction = deadly  # type: ignore[method-assign]  # this very method is where it dies


def warm(folder: Path, guard: Guard) -> None:
    """Read each PDF once for all senders: what takes longest of their work is not what is tested here."""
    with suppress(Locked), only_sender(folder), open_outbox(folder) as outbox:
        seen: list[int] = []
        while mail := outbox.next_due(guard.delivery.space, seen):
            guard.check_draft(mail.draft)
            seen.append(mail.id)


def serve(folder: Path, guard: Guard) -> None:
    """Fork a sender a line."""
    for sender, line in enumerate(sys.stdin):
        if sender == 0:
            warm(folder, guard)
        number, when = line.split()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.read(reading, 1)  # until our process id is known
            if when != "never":
                die_at(int(number), when)
            os._exit(send(folder, guard))
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        os.write(writing, b"!")
        os.close(reading)
        os.close(writing)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), read_guard(Path(sys.argv[2])))
