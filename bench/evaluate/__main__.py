"""How well texts are read: ``python -m bench.evaluate [DIR...] [--json FILE] [--confusions] [--leave-one-out]``.

Without a directory, every set below tests/announcements is read, with the platforms of config/; with ``--speed`` none.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bench.evaluate.labels import Sample, samples, sets_below
from bench.evaluate.left_out import left_out, lonely
from bench.evaluate.printing import by_language, confusions, line, plain, table
from bench.evaluate.reasons import reasons
from bench.evaluate.scoring import Scored, score
from bench.evaluate.speed import table as table_of_speed
from monitor.adapters.manifest import load
from monitor.domain.announcement.draft import Draft
from monitor.domain.announcement.names import Directory, directory
from monitor.domain.announcement.reader import read

ROOT = Path(__file__).resolve().parents[2]
SETS = ROOT / "tests" / "announcements"
CONFIG = ROOT / "config" / "marsad.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """The reader as it is set up: what ``marsad announce`` would be given."""

    directory: Directory
    timezone: str

    def read(self, text: str) -> tuple[Draft, ...]:
        """One text without a label."""
        return read(text, published=None, directory=self.directory, timezone=self.timezone)

    def __call__(self, sample: Sample, without: frozenset[str] = frozenset()) -> Scored:
        """One text, read and scored."""
        drafts = read(
            sample.text,
            published=sample.published,
            directory=self.directory,
            timezone=self.timezone,
            without=without,
        )
        return score(sample, drafts, self.directory)


def main() -> None:
    arguments = _arguments()
    reader, result, everything = reader_of(arguments.config), {}, list[Scored]()
    if arguments.speed:
        _print(table_of_speed(reader.read))
        return
    for path in arguments.sets or sets_below(SETS):
        scored = [reader(sample) for sample in samples(path)]
        result[path.name] = _told(path.name, scored, reader, arguments)
        everything += [_of_set(path.name, one) for one in scored]
    if arguments.leave_one_out and len(result) > 1:
        _alone("all sets", lonely(everything))
    if arguments.json:
        arguments.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _told(name: str, scored: Sequence[Scored], reader: Reader, arguments: argparse.Namespace) -> dict[str, Any]:
    """Prints the figures of one set, and returns them."""
    columns, wrong, alone = by_language(scored), list(confusions(scored)), lonely(scored)
    _print(table(f"\n{name}: {len(scored)} texts", columns))
    result: dict[str, Any] = {"figures": plain(columns), "confusions": wrong, "rules_of_one_text": alone}
    if arguments.confusions:
        _print(line(one) for one in wrong)
    if arguments.leave_one_out:
        again = by_language(left_out(scored, reader))
        _print(table(f"\n{name}: every event without the rules that only it supports", again))
        _alone(name, alone)
        result["leave_one_out"] = plain(again)
    return result


def _of_set(name: str, one: Scored) -> Scored:
    """The same under a name that no other set has."""
    return replace(one, sample=replace(one.sample, id=f"{name}/{one.sample.id}"))


def _alone(name: str, rules: Mapping[str, str]) -> None:
    print(f"{name}: {len(rules)} rules fire in one text alone")
    known = reasons()
    _print(f"  {text} {rule}: {known.get(rule, 'a row of the table of kinds')}" for rule, text in rules.items())


def _print(lines: Iterator[str]) -> None:
    for one in lines:
        print(one)


def reader_of(config: Path) -> Reader:
    """The reader with the platforms and names of a configuration."""
    found = load(config, os.environ)
    return Reader(directory=directory(found.catalogue, found.gazetteer), timezone=found.settings.timezone)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.evaluate", description=__doc__)
    parser.add_argument("sets", nargs="*", type=Path, metavar="DIR", help="a directory with NNN.txt and truth.yaml")
    parser.add_argument("--config", type=Path, default=CONFIG, help="whose platforms and gazetteer are known")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures and confusions there too")
    parser.add_argument("--confusions", action="store_true", help="list everything that was not read rightly")
    parser.add_argument("--leave-one-out", action="store_true", help="also without what rests on one event alone")
    parser.add_argument("--speed", action="store_true", help="how long any text at all takes; no set is read then")
    return parser.parse_args()


if __name__ == "__main__":
    main()
