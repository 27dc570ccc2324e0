"""Mail through a real server into real mailboxes: Debian's postfix and dovecot, and postfix's test server smtp-sink."""

from __future__ import annotations

import hashlib
import imaplib
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from tempfile import mkdtemp

import pytest
import trustme

from pipeline.delivery.batch import send_queued
from pipeline.delivery.outbox.mails import MailState
from pipeline.delivery.outbox.store import open_outbox
from pipeline.delivery.session import Session, Timeouts
from pipeline.settings.delivery import Relay
from tests.build import INPUT, ROOT
from tests.mail_server import PASSWORD, USER
from tests.sample_release import Clock, any_release, drafts, guard, intake, publish_copy

POSTFIX, DOVECOT, SINK = "/usr/sbin/postfix", "/usr/sbin/dovecot", "/usr/sbin/smtp-sink"
pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(os.geteuid() != 0, reason="postfix and dovecot start as root and then give up most of it"),
    pytest.mark.skipif(not all(map(os.path.exists, (POSTFIX, DOVECOT, SINK))), reason="postfix and dovecot-imapd are not installed"),
]
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file_prefixes = {folder}
maillog_file = {folder}/postfix.log
myhostname = localhost
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mydestination =
alias_maps =
virtual_mailbox_domains = forum.example kommune.example
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = texthash:{folder}/mailboxes
virtual_minimum_uid = 8
virtual_uid_maps = static:8
virtual_gid_maps = static:8
smtpd_tls_security_level = encrypt
smtpd_tls_cert_file = {folder}/server.pem
smtpd_tls_key_file = {folder}/server.pem
smtpd_sasl_auth_enable = yes
smtpd_tls_auth_only = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {folder}/auth
smtpd_recipient_restrictions = permit_sasl_authenticated, reject
"""
MASTER = """
{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""
DOVECOT_CONF = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/dovecot
log_path = {folder}/dovecot.log
ssl = required
ssl_cert = <{folder}/server.pem
ssl_key = <{folder}/server.pem
mail_location = maildir:{folder}/mail/%u
first_valid_uid = 8
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=8 gid=8 home={folder}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {imap}
    ssl = yes
  }}
}}
service auth {{
  unix_listener {folder}/auth {{
    mode = 0666
  }}
}}
"""


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until somebody answers there."""
    for _ in range(300):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        threading.Event().wait(0.1)
    raise AssertionError(f"nobody answers on {port}")


@dataclass(frozen=True)
class Post:
    """A post office: where it takes mail and where mailboxes are read."""

    folder: Path
    smtp: int
    imap: int


@pytest.fixture
def post(monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
    """Run postfix and dovecot in a folder of their own; nothing of the machine's is used or changed."""
    folder = Path(mkdtemp(prefix="post-", dir="/tmp"))  # not pytest's: the servers' own users must get there
    folder.chmod(0o755)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    authority.issue_cert("localhost").private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "authority.pem"))
    where = Post(folder, free_port(), free_port())
    (folder / "postfix").mkdir()
    for name in ("queue", "data", "mail", "dovecot"):
        (folder / name).mkdir()
    shutil.chown(folder / "data", "postfix")
    shutil.chown(folder / "mail", "mail", "mail")
    values = {"folder": folder, "port": where.smtp, "imap": where.imap, "password": PASSWORD.replace(" ", "_")}
    (folder / "postfix" / "main.cf").write_text(MAIN.format(**values), encoding="utf-8")
    (folder / "postfix" / "master.cf").write_text(MASTER.format(**values), encoding="utf-8")
    (folder / "mailboxes").write_text(
        "".join(f"{address} {address}/\n" for address in intake().tables.recipients["email"]), encoding="utf-8"
    )
    (folder / "dovecot.conf").write_text(DOVECOT_CONF.format(**values), encoding="utf-8")
    dovecot = subprocess.Popen([DOVECOT, "-F", "-c", str(folder / "dovecot.conf")])
    postfix = subprocess.Popen([POSTFIX, "-c", str(folder / "postfix"), "start-fg"])
    try:
        wait_for(where.smtp)
        wait_for(where.imap)
        yield where
    finally:
        subprocess.run([POSTFIX, "-c", str(folder / "postfix"), "stop"], check=False, capture_output=True)
        dovecot.terminate()
        for process in (postfix, dovecot):
            process.wait(timeout=30)
        shutil.rmtree(folder)


def read_mailbox(post: Post, address: str) -> list[bytes]:
    """Return a mailbox's mails, read over IMAP."""
    with imaplib.IMAP4_SSL("localhost", post.imap, ssl_context=ssl.create_default_context()) as imap:
        imap.login(address, PASSWORD.replace(" ", "_"))
        imap.select()
        numbers = imap.search(None, "ALL")[1][0].split()
        return [imap.fetch(number, "(RFC822)")[1][0][1] for number in numbers]  # type: ignore[index]  # the stubs know no shape of a reply


def test_every_recipient_finds_the_forums_own_pdf_in_the_mailbox(post: Post, tmp_path: Path) -> None:
    """From the release to nine mailboxes of six forums, read over IMAP: one mail each, its attachment the very file of the manifest."""
    shutil.copytree(INPUT, tmp_path / "input")
    release = publish_copy(tmp_path / "output")
    settings = tmp_path / "input" / "indstillinger.toml"
    head, tail = settings.read_text(encoding="utf-8").split("# Forvaltningernes navne", 1)
    relay = f'[delivery.smtp]\nhost = "localhost"\nport = {post.smtp}\ntls = "starttls"\n\n# '
    settings.write_text(head + relay + tail, encoding="utf-8")
    environment = os.environ | {"SMTP_USER": USER, "SMTP_PASSWORD": PASSWORD.replace(" ", "_")}
    places = ["--input", str(tmp_path / "input"), "--output", str(tmp_path / "output")]
    for _ in range(2):  # the second time there is nothing left to send
        done = subprocess.run(
            [sys.executable, "-m", "pipeline", "send", *places, "--send", "--from-here"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
    manifest = json.loads((release / "manifest.json").read_text(encoding="utf-8"))
    hashes = {record["forum"]: record["sha256"] for record in manifest["outputs"] if "forum" in record}
    people = intake().tables.recipients
    assert len(people) == 9
    for forum_id, name, address in people[["forum_id", "recipient", "email"]].itertuples(index=False):
        mails: list[bytes] = []
        for _ in range(300):  # postfix delivers when it gets to it
            mails = read_mailbox(post, address)
            if mails:
                break
            threading.Event().wait(0.1)
        assert len(mails) == 1, (post.folder / "postfix.log").read_text(encoding="utf-8")
        (content,) = mails
        message = message_from_bytes(content, policy=policy.default)
        assert message["To"].addresses[0].display_name == name
        (pdf,) = message.iter_attachments()  # type: ignore[attr-defined]  # the stubs know the older Message alone
        assert hashlib.sha256(pdf.get_content()).hexdigest() == hashes[forum_id]
        assert pdf.get_filename().endswith(" boligsocial rapport.pdf")
    with open_outbox(tmp_path / "output" / "post") as outbox:
        assert all("queued as" in entry.evidence for entry in outbox.entries())


@contextmanager
def encrypted(target: int, context: ssl.SSLContext) -> Iterator[int]:
    """Stand in front of a server that cannot encrypt; return the port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def pump(source: socket.socket, sink: socket.socket) -> None:
            with suppress(OSError):
                while data := source.recv(65536):
                    sink.sendall(data)
            for end in (source, sink):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

        def serve() -> None:
            with suppress(OSError):
                while True:
                    plain, _ = listening.accept()
                    threading.Thread(target=handle, args=(plain,), daemon=True).start()

        def handle(plain: socket.socket) -> None:
            with (
                suppress(OSError),
                context.wrap_socket(plain, server_side=True) as client,
                socket.create_connection(("127.0.0.1", target)) as server,
            ):
                back = threading.Thread(target=pump, args=(server, client), daemon=True)
                back.start()
                pump(client, server)
                back.join()

        threading.Thread(target=serve, daemon=True).start()
        yield int(listening.getsockname()[1])


QUEUED, STOPPED, UNCERTAIN = [MailState.QUEUED] * 2, [MailState.STOPPED] * 2, [MailState.UNCERTAIN] * 2
# smtp-sink's option and command → the states of two mails after one go
SINKS: dict[tuple[str, str], list[MailState]] = {
    ("", ""): [MailState.SENT] * 2,
    **{(option, command): QUEUED for option in ("-r", "-f", "-q") for command in ("connect", "ehlo")},
    **{("-r", command): QUEUED for command in ("mail", "rcpt", "data", ".")},
    **{("-f", command): STOPPED for command in ("mail", "rcpt", "data", ".")},
    **{("-q", command): QUEUED for command in ("mail", "rcpt", "data")},
    ("-q", "."): UNCERTAIN,
}


@pytest.mark.parametrize(("option", "command"), sorted(SINKS))
def test_smtp_sink_refuses_at_every_step(option: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Postfix's own test server says later (-r), never (-f) or hangs up (-q) at each step: the same states as with our other server."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    port = free_port()
    fault = [option, command] if option else []
    with subprocess.Popen([SINK, "-u", "nobody", *fault, f"127.0.0.1:{port}", "10"], stderr=subprocess.DEVNULL) as sink:
        try:
            wait_for(port)
            with encrypted(port, context) as front, open_outbox(tmp_path, Clock()) as outbox:
                relay = Relay(host="localhost", port=front, tls="implicit")
                look = guard(smtp=relay)
                outbox.queue(drafts(look, 2))
                opened: Callable[[], Session] = lambda: Session(relay, None, look.delivery.sender, Timeouts(5, 5))  # noqa: E731 - one line
                send_queued(outbox, look, any_release, opened, Clock())
                assert [entry.state for entry in outbox.entries()] == SINKS[option, command]
        finally:
            sink.terminate()
