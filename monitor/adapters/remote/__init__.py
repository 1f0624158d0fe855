"""The API of a running monitor, as its command line asks it: bounded, direct, and in the domain's own errors.

Knows how to reach it and how to read its refusals; what is asked for, and when, is the caller's.
"""

from monitor.adapters.remote.client import MonitorApi, Said
from monitor.adapters.remote.faults import RemoteError, RemoteSilentError
from monitor.adapters.remote.place import Place, basic, bearer, pinned, url_of

__all__ = [
    "MonitorApi",
    "Place",
    "RemoteError",
    "RemoteSilentError",
    "Said",
    "basic",
    "bearer",
    "pinned",
    "url_of",
]
