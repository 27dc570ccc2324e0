"""What the runs have done: a database of runs and approvals, a log of JSON lines, and a pulse. The analysts' own; never sent anywhere."""

from pipeline.history.local_key import local_key
from pipeline.history.log import write_log
from pipeline.history.pulse import Pulse, beat_pulse, last_pulse
from pipeline.history.store import FOLDER, Approval, History, Outcome, RunRecord, open_history

__all__ = [
    "FOLDER",
    "Approval",
    "History",
    "Outcome",
    "Pulse",
    "RunRecord",
    "beat_pulse",
    "last_pulse",
    "local_key",
    "open_history",
    "write_log",
]
