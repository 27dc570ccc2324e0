"""Why the operating system refused something, in words."""

from __future__ import annotations

import errno
import socket
from collections.abc import Mapping
from typing import Final

from pipeline.language.language import N_, Language

REASONS: Final[Mapping[int, str]] = {
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("the share's quota is used up"),
    errno.EACCES: N_("you may not write there"),
    errno.EPERM: N_("you may not write there"),
    errno.EROFS: N_("the disk is write-protected"),
    errno.ENOENT: N_("the folder is not there"),
    errno.ENOTDIR: N_("a part of the path is a file, not a folder"),
    errno.EISDIR: N_("it is a folder, not a file"),
    errno.EEXIST: N_("a file of that name lies there"),
    errno.ENOTEMPTY: N_("the folder holds files"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EBUSY: N_("it is in use"),
    errno.EIO: N_("the disk or the share does not answer"),
    errno.ESTALE: N_("the disk or the share does not answer"),
    errno.EPIPE: N_("its reader has closed"),
    errno.ECONNREFUSED: N_("nothing answers at that port"),
    errno.ETIMEDOUT: N_("no answer came in time"),
    errno.EHOSTUNREACH: N_("the network does not lead there"),
    errno.ENETUNREACH: N_("the network does not lead there"),
}
"""Error number → our words; any other error keeps the system's own."""


def say_reason(error: OSError, language: Language) -> str:
    """Return why the operating system refused something; what is not in `REASONS` is in the system's own words."""
    if isinstance(error, socket.gaierror):
        return language.gettext("no machine of that name is known")
    if isinstance(error, TimeoutError):
        return language.gettext(REASONS[errno.ETIMEDOUT])
    known = REASONS.get(error.errno or 0)
    return language.gettext(known) if known else error.strerror or type(error).__name__
