"""The ``Authorization`` header of a check, read from its file when the file has changed.

Secrets stand in files so that they can be renewed without a reload. One that cannot be read is a fault of ours: nothing
is sent without it, since the answer would tell of our mistake and not of the target.
"""

from __future__ import annotations

import os
from base64 import b64encode
from functools import lru_cache
from pathlib import Path

from monitor.adapters.transport.refusals import OwnFaultError
from monitor.domain.target import Credentials


def authorization(credentials: Credentials) -> str:
    """The value of the header.

    Raises:
        OwnFaultError: the file cannot be read, is empty, or holds what no header can.

    """
    if credentials.bearer_token_file is not None:
        return f"Bearer {_secret(credentials.bearer_token_file)}"
    password = _secret(credentials.password_file) if credentials.password_file is not None else ""
    return "Basic " + b64encode(f"{credentials.username}:{password}".encode()).decode("ascii")


def _secret(path: str) -> str:
    try:
        seen = os.stat(path)  # noqa: PTH116 - at each probe, and this is a third of the cost
        return _read(path, seen.st_mtime_ns, seen.st_size, seen.st_ino)
    except (OSError, ValueError) as error:
        # Without the cause: what is missing is ours to mend, it is no fault that passes in a moment.
        raise OwnFaultError(f"secret file cannot be used: {error}") from None


@lru_cache(maxsize=1024)
def _read(path: str, *_version: int) -> str:
    secret = Path(path).read_text("utf-8").strip()
    if not secret or not secret.isprintable() or not secret.isascii():
        raise ValueError(f"{path} holds no line of printable ASCII characters")
    return secret
