"""What is wrong with a calendar, in the words of ``marsad check``: file, line, window and property.

An error names the window that could not be read, so that whoever keeps the last good set knows which of its windows
are unread and not withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable

from monitor.domain.errors import ConfigurationError, Problem, Severity
from monitor.domain.printable import printable

_SHOWN = 60  # characters of a value, as in our own files


class UnreadableError(Exception):
    """One event that cannot become a window; never leaves this package."""

    def __init__(self, line: int, key: str, value: str, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line
        self.key = key
        self.value = value
        self.sentence = sentence


class Findings:
    """All problems of one calendar, in the order found."""

    def __init__(self, name: str) -> None:
        self._file = printable(name)
        self.problems: list[Problem] = []

    def error(self, window_id: str, unreadable: UnreadableError) -> None:
        """Note that a window could not be read; the others of the calendar can."""
        key = f"{window_id or '(event)'}/{unreadable.key}"
        self._note(unreadable.line, key, unreadable.value, unreadable.sentence, Severity.ERROR)

    def warning(self, line: int, key: str, value: str, sentence: str) -> None:
        """Note something that costs no window."""
        self._note(line, key, value, sentence, Severity.WARNING)

    def broken(self, line: int, sentence: str) -> ConfigurationError:
        """The error that refuses the calendar as a whole, to be raised."""
        self._note(line, "(file)", "", sentence, Severity.ERROR)
        return ConfigurationError(self.sorted())

    def sorted(self) -> tuple[Problem, ...]:
        """Every problem, by line."""
        return tuple(sorted(set(self.problems)))

    def _note(self, line: int, key: str, value: str, sentence: str, severity: Severity) -> None:
        shown = printable(value[: _SHOWN + 1])
        self.problems.append(
            Problem(
                file=self._file,
                line=line,
                key_path=printable(key),
                value=shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…",
                sentence=f"{printable(sentence)}.",
                severity=severity,
            ),
        )


def unread(problems: Iterable[Problem]) -> frozenset[str]:
    """The ids of the windows that stand in a calendar and could not be read: of these the last good state is kept.

    Without this a feed with one broken event would look like the withdrawal of its window.
    """
    return frozenset(
        problem.key_path.rpartition("/")[0] for problem in problems if problem.severity is Severity.ERROR
    ) - {"(event)"}
