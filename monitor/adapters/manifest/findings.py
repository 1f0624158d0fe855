"""Collects what is wrong with a load and writes it down as ``marsad check`` prints it.

Values come from outside: they are cut, control and bidi characters are escaped, and whatever may be a secret is
never shown, not even inside a larger value.
"""

from __future__ import annotations

import json
import re
from itertools import islice

from monitor.adapters.manifest.tree import Document, Path, Substituted, find
from monitor.domain.errors import ConfigurationError, Problem, Severity
from monitor.domain.printable import printable

SECRET = "<secret>"  # noqa: S105 -- the mask, not a secret
SHOWN = 60  # characters of a value, CONTRACT section 1
_SHOWN_ITEMS, _SHOWN_DEPTH = 20, 6  # more would be cut off anyway
_SECRET_KEY = re.compile(r"header|auth|token|secret|passw|cookie|credential|bearer|api_?key", re.IGNORECASE)
_NAME_OF_A_FILE = ("basic_auth", "password_file")
_SECRET_URL = re.compile(r"://[^/?#]*@|://.*[?&;](?:passw|token|secret|key)[a-z]*=", re.IGNORECASE | re.DOTALL)


class Findings:
    """All problems of one load, in the order found."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    @property
    def failed(self) -> bool:
        """Whether anything found prevents loading."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)

    def error(self, document: Document, path: Path, sentence: str, *, at_key: bool = False) -> None:
        """Note what is wrong at ``path``, unless its place was already complained about."""
        if not document.is_spoiled(path):
            self._note(document, path, sentence, Severity.ERROR, at_key=at_key)

    def warning(self, document: Document, path: Path, sentence: str) -> None:
        """Note something that does not prevent loading."""
        self._note(document, path, sentence, Severity.WARNING, at_key=False)

    def unreadable(self, file: str, line: int, sentence: str) -> None:
        """Note that ``file`` as a whole cannot be used; none of its text is shown."""
        self.problems.append(
            Problem(file=printable(file), line=line, key_path="(file)", value="null", sentence=sentence),
        )

    def at(self, file: str, line: int, path: Path, value: object, sentence: str) -> None:
        """Note what is wrong with the way something is written, while the file is still being read."""
        self.problems.append(
            Problem(
                file=printable(file),
                line=line,
                key_path=key_path(path),
                value=shown(value, path),
                sentence=printable(sentence),
            ),
        )

    def sorted(self) -> tuple[Problem, ...]:
        """Every problem and warning, by file, line and key."""
        return tuple(sorted(set(self.problems)))

    def raise_errors(self) -> None:
        """Refuse the load if anything prevents it.

        Raises:
            ConfigurationError: at least one error was noted.

        """
        if self.failed:
            raise ConfigurationError(self.sorted())

    def _note(self, document: Document, path: Path, sentence: str, severity: Severity, *, at_key: bool) -> None:
        value, key_line, line = find(document, path)
        self.problems.append(
            Problem(
                file=printable(document.file),
                line=key_line if at_key else line,
                key_path=key_path(path),
                value=shown(value, path),
                sentence=printable(sentence),
                severity=severity,
            ),
        )


def key_path(path: Path) -> str:
    """``services[1].checks[0].http.url``."""
    written = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return printable(written.removeprefix(".")) or "(file)"


def shown(value: object, path: Path) -> str:
    """``value`` as JSON that fits on a line and gives nothing away."""
    if any(isinstance(step, str) and _is_secret_key(step) for step in path) and path[-2:] != _NAME_OF_A_FILE:
        return SECRET
    bare = _bare(value, 0)
    if bare == SECRET:
        return SECRET
    text = printable(json.dumps(bare, ensure_ascii=False))
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _is_secret_key(key: str) -> bool:
    """Whether the value under ``key`` must not be shown; the *name* of a secret's file may be."""
    return not key.endswith("_file") and _SECRET_KEY.search(key) is not None


def _bare(value: object, depth: int) -> object:
    """``value`` without its secrets, and no larger than can be shown."""
    if isinstance(value, dict):
        if depth > _SHOWN_DEPTH:
            return {}
        items = islice(value.items(), _SHOWN_ITEMS)
        return {key: SECRET if _is_secret_key(key) else _bare(item, depth + 1) for key, item in items}
    if isinstance(value, list):
        return [] if depth > _SHOWN_DEPTH else [_bare(item, depth + 1) for item in value[:_SHOWN_ITEMS]]
    if isinstance(value, Substituted):
        value = value.raw
    return SECRET if isinstance(value, str) and _SECRET_URL.search(value) else value
