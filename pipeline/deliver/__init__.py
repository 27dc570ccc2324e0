"""Stage 9, deliver: a published release and its recipients enter; mails leave, each once, each to its own forum.

What is to be sent is queued first, as frozen bytes in the outbox; then one sender at a time takes a mail, looks at it once more and hands
it to the relay. Never: a mail that goes out twice by itself, that is lost in silence, that goes to another forum, or whose report has been
replaced; and never one bad mail that stops the others.
"""

from pipeline.deliver.batch import Batch, send_queued
from pipeline.deliver.credentials import Credentials, find_credentials
from pipeline.deliver.files import write_queued
from pipeline.deliver.guard import Guard
from pipeline.deliver.notice import tell_operator
from pipeline.deliver.queue import Drafted, draft_mails
from pipeline.deliver.release import Delivered, read_release
from pipeline.deliver.session import Timeouts

__all__ = [
    "Batch",
    "Credentials",
    "Delivered",
    "Drafted",
    "Guard",
    "Timeouts",
    "draft_mails",
    "find_credentials",
    "read_release",
    "send_queued",
    "tell_operator",
    "write_queued",
]
