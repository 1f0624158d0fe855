"""Reads one YAML file into a tree: YAML 1.2 core schema, lines kept, nothing clever allowed.

Works on libyaml's events with a stack of its own, so that neither depth nor aliases can exhaust anything. Dates,
times, ``yes`` and ``no`` stay texts; anchors, aliases, merge keys, tags and duplicate keys are errors.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Environ
from pathlib import Path as FilePath
from typing import Any

import yaml

from monitor.adapters.manifest.findings import Findings
from monitor.adapters.manifest.tree import Document, Mapping, Path, Sequence, Substituted

DEEPEST = 40  # levels; ours need ten, and a hostile file would otherwise cost memory for nothing
_LONGEST_NUMBER = 18  # characters; keeps integers within 64 bits
_CONSTANTS: dict[str, object] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
# YAML 1.2.2 section 10.3.2, core schema
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_VARIABLE = re.compile(r"\$(\$?)\{([^}]*)\}?")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# Compared by identity: what follows is read and dropped, as a value or, in the second case, as a key.
_NOWHERE, _AS_KEY = "(nowhere)", "(key)"


def read(path: FilePath, environ: Environ[str, str], findings: Findings) -> tuple[Document | None, bytes]:
    """The tree of the file at ``path`` and its bytes; ``None`` where it could not be read as YAML."""
    try:
        content = path.read_bytes()
    except OSError as error:
        findings.unreadable(str(path), 1, f"the file cannot be read: {(error.strerror or 'unknown').lower()}.")
        return None, b""
    return parse(content, str(path), environ, findings), content


def parse(content: bytes, file: str, environ: Environ[str, str], findings: Findings) -> Document | None:
    """The tree of ``content``, or ``None`` with the reason among ``findings``."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        findings.unreadable(file, line, "the file is not UTF-8.")
        return None
    builder = _Builder(file, environ, findings)
    try:
        builder.run(text)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        findings.unreadable(file, line, "the file holds a character that YAML does not allow.")
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        findings.unreadable(file, mark.line + 1 if mark else 1, f"not YAML: {error.problem}.")
        return None
    except _TooDeepError as error:
        findings.unreadable(file, error.line, f"nested deeper than {DEEPEST} levels.")
        return None
    return builder.document


class _TooDeepError(Exception):
    """The file nests deeper than anything we read."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Builder:
    """One pass over the events of a file."""

    def __init__(self, file: str, environ: Environ[str, str], findings: Findings) -> None:
        self.document = Document(file, None)
        self._environ = environ
        self._findings = findings
        self._holder: Mapping | Sequence | None = None
        self._key: str | None = None
        self._stack: list[tuple[Mapping | Sequence | None, str | None]] = []
        self._documents = 0

    def run(self, text: str) -> None:
        """Read all events of ``text``."""
        parser = yaml.CLoader(text)
        handlers: dict[type[yaml.Event], Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping,
            yaml.SequenceStartEvent: self._sequence,
            yaml.MappingEndEvent: self._end,
            yaml.SequenceEndEvent: self._end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._start,
        }
        get_event = parser.get_event
        event = get_event()
        while event is not None:
            handler = handlers.get(type(event))
            if handler is not None:
                handler(event)
                if self._documents > 1:
                    self._findings.unreadable(self.document.file, _line(event), "holds a second document.")
                    break
            event = get_event()

    def _start(self, _event: yaml.DocumentStartEvent) -> None:
        self._documents += 1

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        holder = self._holder
        if self._key is None and type(holder) is Mapping:
            self._take_key(holder, event)
            return
        text, line = event.value, _line(event)
        if event.tag is not None or event.anchor is not None:
            self._forbid(event, line)
        value = text if event.style or event.tag is not None else self._plain(text, line)
        if "${" in text:
            value = self._substituted(text, line)
        self._put(value, line)

    def _take_key(self, holder: Mapping, event: yaml.ScalarEvent) -> None:
        key, line = event.value, _line(event)
        self._key = key
        if event.tag is not None or event.anchor is not None:
            self._forbid(event, line)
        if key == "<<" and not event.style:
            self._complain(line, "merge keys are not allowed; write the keys out.", key)
            self._key = _NOWHERE
        elif key in holder:
            first = holder.lines_of(key)[0]
            self._complain(line, f"duplicate key, first given in line {first}.", key, spoils=False)
            self._key = _NOWHERE
        else:
            holder.lines.append(line)

    def _mapping(self, event: yaml.MappingStartEvent) -> None:
        self._open(Mapping(_line(event)), event)

    def _sequence(self, event: yaml.SequenceStartEvent) -> None:
        self._open(Sequence(_line(event)), event)

    def _open(self, container: Mapping | Sequence, event: yaml.MappingStartEvent | yaml.SequenceStartEvent) -> None:
        line = container.line
        if len(self._stack) >= DEEPEST:
            raise _TooDeepError(line)
        if self._key is None and type(self._holder) is Mapping:
            self._complain(line, "a key must be a plain text.", spoils=False)
            self._key = _AS_KEY
        if event.tag is not None or event.anchor is not None:
            self._forbid(event, line)
        self._stack.append((self._holder, self._key))
        self._holder, self._key = container, None

    def _end(self, _event: yaml.MappingEndEvent | yaml.SequenceEndEvent) -> None:
        container = self._holder
        assert container is not None
        self._holder, self._key = self._stack.pop()
        if self._key is _AS_KEY:
            self._key = _NOWHERE
        else:
            self._put(container, container.line)

    def _alias(self, event: yaml.AliasEvent) -> None:
        line = _line(event)
        if self._key is None and type(self._holder) is Mapping:
            self._complain(line, "a key must be a plain text.", event.anchor, spoils=False)
            self._key = _NOWHERE
            return
        self._complain(line, "aliases are not allowed; write the value out.", f"*{event.anchor}")
        self._put(None, line)

    def _put(self, value: object, line: int) -> None:
        holder, key = self._holder, self._key
        if type(holder) is Mapping:
            assert key is not None
            if key is not _NOWHERE:
                holder[key] = value
                holder.lines.append(line)
            self._key = None
        elif type(holder) is Sequence:
            holder.append(value)
            holder.lines.append(line)
        else:
            spoiled = self.document.spoiled
            self.document = Document(self.document.file, value, line, spoiled)

    def _plain(self, text: str, line: int) -> object:
        if text[:1] in "+-.0123456789":
            if _INTEGER.fullmatch(text) is not None:
                if len(text) > _LONGEST_NUMBER:
                    self._complain(line, "the number has too many digits.", text)
                    return 0
                return int(text, 0) if text[:2] in {"0x", "0o"} else int(text)
            if _FLOAT.fullmatch(text) is not None:
                return float(text)
        return _CONSTANTS.get(text, text)

    def _substituted(self, text: str, line: int) -> str:
        def value(match: re.Match[str]) -> str:
            escape, name = match.groups()
            if escape:
                return match.group(0)[1:]
            if not _NAME.fullmatch(name) or not match.group(0).endswith("}"):
                self._complain(line, "a variable is written ${NAME}, and a literal ${ as $${.", text)
            elif name not in self._environ:
                self._complain(line, f"the environment variable {name} is not set.", text)
            else:
                return self._environ[name]
            return match.group(0)

        return Substituted.of(_VARIABLE.sub(value, text), text)

    def _forbid(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            self._complain(line, "anchors are not allowed.", f"&{event.anchor}", spoils=False)
        tag = getattr(event, "tag", None)
        if tag is not None and tag not in {"!", "tag:yaml.org,2002:str"}:
            self._complain(line, "tags are not allowed.", tag)

    def _complain(self, line: int, sentence: str, value: str | None = None, *, spoils: bool = True) -> None:
        frames = [*self._stack[1:], (self._holder, self._key)]
        if any(key is _NOWHERE or key is _AS_KEY for _, key in frames):
            return
        steps = (len(holder) if isinstance(holder, Sequence) else key for holder, key in frames)
        path: Path = tuple(step for step in steps if step is not None)
        if self.document.is_spoiled(path):
            return
        self._findings.at(self.document.file, line, path, value, sentence)
        if spoils:
            self.document.spoiled.add(path)


def _line(event: Any) -> int:  # noqa: ANN401 - its mark may be None by the stubs, and never is from libyaml
    """The line on which ``event`` starts, counted from 1."""
    line: int = event.start_mark.line
    return line + 1
