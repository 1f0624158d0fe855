"""Window ids made from the UIDs of events: the same UID always becomes the same id, whatever else the file holds."""

from __future__ import annotations

import hashlib
import re

LONGEST = 80  # leaves room for ``@<local start>`` within the 100 characters of an identity
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_KEPT = 50  # characters of a long UID; Outlook's begin alike for the first forty, so the digest tells them apart


def window_id(uid: str, prefix: str = "") -> str:
    """``prefix`` and the UID with hyphens for what an id may not hold; long or foreign ones end in a digest."""
    plain = _UNSAFE.sub("-", uid).strip("._-")
    if not plain or not uid.isascii() or len(prefix) + len(plain) > LONGEST:
        digest = hashlib.sha256(uid.encode(errors="surrogatepass")).hexdigest()[:16]
        plain = f"{plain[: max(min(_KEPT, LONGEST - len(prefix) - 17), 0)]}-{digest}".lstrip("._-")
    return f"{prefix}{plain}"
