"""The errors that are ours: a wrong configuration, a refused change of a window, a fault of our host.

A failing endpoint is no error; it is an ``Observation``. The tree::

    MarsadError                 never raised itself
    ├── ConfigurationError      all problems of one load, each with file and line
    ├── WindowRefusedError      one declaration or revision that the book does not take
    │   ├── WindowUnknownError  it speaks of a window that is not there
    │   ├── WindowTakenError    it declares anew what another window is called
    │   ├── WindowChangedError  its author looked at a version that is not the last
    │   └── DraftIncompleteError  an announcement leaves open what a window needs
    ├── DraftUnknownError       a decision on a draft that is not there
    ├── DraftDecidedError       a decision on a draft that somebody decided before
    ├── IncidentUnknownError    a remark on an incident that is not there
    └── LedgerError
        └── LedgerInUseError    another process holds the ledger's lease
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a problem prevents loading."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One thing that is wrong with a file; its ``str`` is the line that ``marsad check`` prints."""

    file: str
    line: int
    key_path: str
    value: str
    sentence: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        prefix = "warning: " if self.severity is Severity.WARNING else ""
        return f"{prefix}{self.file}:{self.line}: {self.key_path}: {self.value}: {self.sentence}"


class MarsadError(Exception):
    """Root of our errors."""


class ConfigurationError(MarsadError):
    """A configuration was not loaded; ``problems`` lists every reason and every warning, sorted."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class WindowRefusedError(MarsadError):
    """A declaration or revision that the book does not take (SEMANTICS W8, W13, W14); the former stands."""

    def __init__(self, window_id: str, key_path: str, value: str, sentence: str) -> None:
        super().__init__(f"{window_id}: {key_path}: {value}: {sentence}")
        self.window_id = window_id
        self.key_path = key_path
        self.value = value
        self.sentence = sentence


class WindowUnknownError(WindowRefusedError):
    """No window, and no occurrence of one, has this id."""

    def __init__(self, window_id: str) -> None:
        super().__init__(window_id, "id", window_id, "no window has this id")


class WindowTakenError(WindowRefusedError):
    """Another window has this id already."""

    def __init__(self, window_id: str) -> None:
        super().__init__(window_id, "id", window_id, "another window has this id; revise that one")


class WindowChangedError(WindowRefusedError):
    """Somebody else changed the window since its author looked; nothing was lost, and nothing of this was done."""

    def __init__(self, window_id: str, wanted: str, present: str) -> None:
        super().__init__(window_id, "version", wanted, f"the window was changed meanwhile; its version is {present}")
        self.present = present


class DraftIncompleteError(WindowRefusedError):
    """An announcement leaves open what a window needs; whoever confirms it has to say so himself.

    ``gaps`` are the keys that are missing, each with a sentence.
    """

    def __init__(self, draft_id: str, gaps: tuple[tuple[str, str], ...]) -> None:
        super().__init__(draft_id, gaps[0][0], "", "; ".join(f"{key} {why}" for key, why in gaps))
        self.args = (f"{draft_id}: {self.sentence}",)  # there is no value to be shown
        self.gaps = gaps


class DraftUnknownError(MarsadError):
    """No draft has this id."""

    def __init__(self, draft_id: str) -> None:
        super().__init__(f"no draft has the id {draft_id}")
        self.draft_id = draft_id


class DraftDecidedError(MarsadError):
    """Somebody decided the draft before; his decision stands."""

    def __init__(self, draft_id: str, decision: str, by: str) -> None:
        super().__init__(f"{draft_id} was {decision} by {by} before")
        self.draft_id = draft_id


class IncidentUnknownError(MarsadError):
    """No incident has this id."""

    def __init__(self, incident_id: str) -> None:
        super().__init__(f"no incident has the id {incident_id}")
        self.incident_id = incident_id


class LedgerError(MarsadError):
    """The ledger cannot be read or written; trying again can help when ``transient``."""

    def __init__(self, message: str, *, transient: bool) -> None:
        super().__init__(message)
        self.transient = transient


class LedgerInUseError(LedgerError):
    """Another living process holds the ledger's lease."""

    def __init__(self, holder: str) -> None:
        super().__init__(f"the ledger is in use by {holder}", transient=False)
        self.holder = holder
