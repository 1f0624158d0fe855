# The part of the language that our Dockerfile needs, carried out without an engine; what is not known is refused.
from __future__ import annotations

import json
import os
import re
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

_VARIABLE = re.compile(r"\$\{(\w+)\}")
_FLAG = re.compile(r"--([\w-]+)=(\S+)\s+")
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class NotUnderstoodError(Exception):
    """Rather than doing less than the Dockerfile says."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction, its continuation lines joined."""

    line: int
    word: str
    rest: str


def instructions(text: str) -> list[Instruction]:
    found, begun, start = [], "", 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        start = start or number
        begun += line.strip().removesuffix("\\").strip() + " "
        if not line.rstrip().endswith("\\"):
            word, _, rest = begun.strip().partition(" ")
            found.append(Instruction(start, word, rest.strip()))
            begun, start = "", 0
    assert not begun, "the last instruction has no end"
    return found


@dataclass(slots=True)
class Image:
    """A root, and what the Dockerfile says about running what is in it."""

    root: Path
    name: str = ""
    arguments: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": _PATH})
    labels: dict[str, str] = field(default_factory=dict)
    volumes: list[str] = field(default_factory=list)
    workdir: str = "/"
    user: str = "0:0"
    ports: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)
    entrypoint: list[str] = field(default_factory=list)
    command: list[str] = field(default_factory=list)

    def place(self, path: str) -> Path:
        """Where a path of the image is outside of it."""
        return self.root / str(PurePosixPath(self.workdir) / path).lstrip("/")


class Builder:
    """Builds the last stage. Every stage begins with a root of ``make_root``, whatever BASE says."""

    def __init__(
        self,
        context: Path,
        make_root: Callable[[], Path],
        run: Callable[[Image, Sequence[str]], None],
        arguments: Mapping[str, str],
    ) -> None:
        self._context, self._make_root, self._run, self._given = context, make_root, run, arguments
        self._ignore = Ignore((context / ".dockerignore").read_text())
        self._global: dict[str, str] = {}
        self.stages: list[Image] = []

    def build(self, text: str) -> Image:
        for instruction in instructions(text):
            carry_out = getattr(self, f"do_{instruction.word.lower()}", None)
            if carry_out is None:
                raise NotUnderstoodError(f"line {instruction.line}: {instruction.word}")
            carry_out(instruction.rest)
        return self._now

    @property
    def _now(self) -> Image:
        return self.stages[-1]

    def _filled(self, text: str) -> str:
        known = self._now.arguments | self._now.environment
        return _VARIABLE.sub(lambda found: known[found[1]], text)

    def _pairs(self, text: str) -> dict[str, str]:
        return {name: self._filled(value) for name, _, value in (pair.partition("=") for pair in shlex.split(text))}

    def do_from(self, rest: str) -> None:
        _base, _, name = rest.partition(" AS ")
        self.stages.append(Image(self._make_root(), name=name))

    def do_arg(self, rest: str) -> None:
        name, has_default, default = rest.partition("=")
        if not self.stages:
            self._global[name] = self._given.get(name, default)
            return
        value = self._given.get(name, default if has_default else self._global.get(name))
        if value is not None:
            self._now.arguments[name] = value

    def do_env(self, rest: str) -> None:
        self._now.environment |= self._pairs(rest)

    def do_label(self, rest: str) -> None:
        self._now.labels |= self._pairs(rest)

    def do_workdir(self, rest: str) -> None:
        self._now.workdir = rest
        self._now.place(".").mkdir(parents=True, exist_ok=True)

    def do_copy(self, rest: str) -> None:
        flags = dict(_FLAG.findall(rest))
        sources = self._filled(_FLAG.sub("", rest)).split()
        destination = sources.pop()
        if flags.keys() - {"from"} or len(sources) != 1:
            raise NotUnderstoodError(f"COPY {rest}")
        target = self._now.place(destination)
        if "from" in flags:
            stage = next(stage for stage in self.stages if stage.name == flags["from"])
            shutil.copytree(stage.place(sources[0]), target, symlinks=True)
        else:
            self._copy_context(PurePosixPath(sources[0]), target)

    def _copy_context(self, source: PurePosixPath, target: Path) -> None:
        found = [path for path in self._ignore.admitted(self._context) if path.is_relative_to(source)]
        if not found:
            raise NotUnderstoodError(f"COPY {source}: .dockerignore leaves nothing of it")
        for path in found:
            to = target / path.relative_to(source)
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(self._context / path, to)

    def do_run(self, rest: str) -> None:
        if rest.startswith(("[", "--")):
            raise NotUnderstoodError(f"RUN {rest}")
        self._run(self._now, ["/bin/sh", "-c", rest])

    def do_volume(self, rest: str) -> None:
        self._now.volumes.append(rest)

    def do_user(self, rest: str) -> None:
        self._now.user = rest

    def do_expose(self, rest: str) -> None:
        self._now.ports.append(rest)

    def do_healthcheck(self, rest: str) -> None:
        word, _, command = _FLAG.sub("", rest).partition(" ")
        if word != "CMD":
            raise NotUnderstoodError(f"HEALTHCHECK {rest}")
        self._now.health = json.loads(command)

    def do_entrypoint(self, rest: str) -> None:
        self._now.entrypoint = json.loads(rest)

    def do_cmd(self, rest: str) -> None:
        self._now.command = json.loads(rest)


class Ignore:
    """``.dockerignore``: the last pattern that matches a path or a folder above it decides."""

    def __init__(self, text: str) -> None:
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        self._patterns = [(line.removeprefix("!"), not line.startswith("!")) for line in lines]
        self._wanted = [PurePosixPath(pattern) for pattern, ignores in self._patterns if not ignores]

    def admitted(self, context: Path) -> Iterator[PurePosixPath]:
        for folder, folders, names in os.walk(context):
            here = PurePosixPath(Path(folder).relative_to(context).as_posix())
            folders[:] = [name for name in folders if self._may_hold(here / name)]
            yield from (here / name for name in names if not self._ignored(here / name))

    def _may_hold(self, folder: PurePosixPath) -> bool:
        return any(wanted.is_relative_to(folder) or folder.is_relative_to(wanted) for wanted in self._wanted)

    def _ignored(self, path: PurePosixPath) -> bool:
        verdict = False
        for pattern, ignores in self._patterns:
            if any(_matches(part, pattern) for part in (path, *path.parents)):
                verdict = ignores
        return verdict


def _matches(path: PurePosixPath, pattern: str) -> bool:
    if pattern.startswith("**/"):
        return fnmatch(path.name, pattern.removeprefix("**/"))
    return len(path.parts) == len(PurePosixPath(pattern).parts) and fnmatch(str(path), pattern)
