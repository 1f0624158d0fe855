"""The bytes of a calendar as a tree of components, each content line with its number (RFC 5545 section 3.1).

Folded lines are joined as bytes, because a fold may cut a letter in two. A line that cannot be read costs that line
and no other; a file that is no calendar, or not all of one, is refused as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from icalendar.parser import Contentline

from monitor.adapters.ical.findings import Findings

LARGEST_BYTES = 2 * 1024 * 1024
MOST_EVENTS = 5000
MOST_RULES = 500  # recurring ones, which take the longest to judge
_DEEPEST = 8  # components inside each other; ours need three
_LINE_END = re.compile(rb"\r?\n")
_NO_CALENDAR = "is not a calendar (BEGIN:VCALENDAR); an error page, perhaps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """One content line: ``text`` is its value unescaped, ``parameters`` have upper-case names."""

    name: str
    parameters: dict[str, str]
    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """What stands between a BEGIN and its END."""

    name: str
    line: int
    properties: list[Property] = field(default_factory=list)
    components: list[Component] = field(default_factory=list)

    def all(self, name: str) -> list[Property]:
        """Every property called ``name``, in the order of the file."""
        return [one for one in self.properties if one.name == name]

    def first(self, name: str) -> Property | None:
        """The first property called ``name``."""
        return next((one for one in self.properties if one.name == name), None)

    def text(self, name: str) -> str:
        """The value of the first property called ``name``, without the space around it; empty where there is none."""
        found = self.first(name)
        return found.text.strip() if found else ""

    def inner(self, name: str) -> list[Component]:
        """The components called ``name`` directly inside this one."""
        return [one for one in self.components if one.name == name]


def parse(data: bytes, findings: Findings) -> list[Component]:
    """The calendars in ``data``; what is wrong with single lines is among ``findings``.

    Raises:
        ConfigurationError: too large, no calendar, or not all of one.
    """
    if len(data) > LARGEST_BYTES:
        raise findings.broken(1, f"is larger than {LARGEST_BYTES // 1024} KiB")
    root = Component(name="", line=0)
    open_: list[Component] = [root]
    number = 1
    for number, raw in _unfolded(data.removeprefix(b"\xef\xbb\xbf")):
        _place(number, _decoded(number, raw, findings), open_, findings)
    if len(open_) > 1:
        raise findings.broken(number, f"ends inside {open_[-1].name} of line {open_[-1].line}; it was cut off")
    if not root.components:
        raise findings.broken(1, _NO_CALENDAR)
    _count(root, findings)
    return root.components


def _unfolded(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each logical line with the number of its first physical one; empty ones are left out."""
    pending: list[bytes] = []
    first = 1
    for number, raw in enumerate(_LINE_END.split(data), start=1):
        if raw[:1] in (b" ", b"\t") and pending:
            pending.append(raw[1:])
            continue
        if pending:
            yield first, b"".join(pending)
        pending, first = ([raw] if raw.strip() else []), number
    if pending:
        yield first, b"".join(pending)


def _decoded(number: int, raw: bytes, findings: Findings) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        findings.warning(number, "(line)", "", "is not UTF-8; what could not be read is marked")
        return raw.decode(errors="replace")


def _place(number: int, line: str, open_: list[Component], findings: Findings) -> None:
    """Put one line where it belongs.

    Raises:
        ConfigurationError: it closes what is not open, stands outside any calendar, or nests too deep.
    """
    word, _, name = line.strip().upper().partition(":")
    if word == "BEGIN":
        _open(number, name.strip(), open_, findings)
    elif word == "END":
        if open_[-1].name != name.strip() or len(open_) == 1:
            raise findings.broken(number, f"END:{name} closes {open_[-1].name or 'nothing'}")
        open_.pop()
    elif len(open_) == 1:
        raise findings.broken(number, _NO_CALENDAR)
    else:
        _read(number, line, open_[-1], findings)


def _open(number: int, name: str, open_: list[Component], findings: Findings) -> None:
    if (name == "VCALENDAR") is not (len(open_) == 1):
        raise findings.broken(number, _NO_CALENDAR if len(open_) == 1 else "a calendar stands inside another component")
    if len(open_) > _DEEPEST:
        raise findings.broken(number, f"nests deeper than {_DEEPEST} components")
    opened = Component(name=name, line=number)
    open_[-1].components.append(opened)
    open_.append(opened)


def _read(number: int, line: str, component: Component, findings: Findings) -> None:
    try:
        name, parameters, text = Contentline(line).parts()  # type: ignore[no-untyped-call]  # the library has no types here
    except ValueError:
        findings.warning(number, component.name, line, "is not a property; the line is left out")
        return
    plain = {key.upper(): value if isinstance(value, str) else ",".join(value) for key, value in parameters.items()}
    component.properties.append(Property(name=name.upper(), parameters=plain, text=text, line=number))


def _count(root: Component, findings: Findings) -> None:
    events = [event for calendar in root.components for event in calendar.inner("VEVENT")]
    recurring = sum(event.first("RRULE") is not None for event in events)
    for number, most, kind in ((len(events), MOST_EVENTS, "events"), (recurring, MOST_RULES, "recurring events")):
        if number > most:
            raise findings.broken(1, f"holds {number} {kind}, more than {most}")
