"""Labelled texts: a directory of NNN.txt and one truth.yaml, as tests/announcements/held-out/README.md describes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

NONE = "not_an_announcement"
TRUTH = "truth.yaml"

Moments = tuple[str, ...]
"""A moment as the label has it, then other readings that are right too; empty where the label has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What is right to read. ``kinds`` is empty where nothing is announced."""

    kinds: tuple[str, ...]
    platforms: tuple[str, ...]
    country: str = ""
    starts: Moments = ()
    ends: Moments = ()
    start_part: str | None = None
    end_part: str | None = None
    windows: tuple[tuple[Moments, Moments], ...] = ()
    timezones: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    impact: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One text and its label. Texts of one ``event`` may share wordings, so that they are left out together."""

    id: str
    language: str
    event: str
    text: str
    published: date | None
    label: Label


def sets_below(directory: Path) -> list[Path]:
    """Every directory below that holds labels."""
    return sorted(path.parent for path in directory.rglob(TRUTH))


def samples(directory: Path) -> tuple[Sample, ...]:
    """The texts of one set, by their labels' names.

    Raises:
        SystemExit: there are no labels, or a label has no text.
    """
    try:
        labels = yaml.safe_load((directory / TRUTH).read_text(encoding="utf-8"))
        return tuple(_sample(directory, f"{name:0>3}", fields) for name, fields in sorted(_named(labels)))
    except FileNotFoundError as error:
        raise SystemExit(f"{error.filename}: no such file") from None


def _named(labels: Mapping[str | int, dict[str, Any]]) -> Iterable[tuple[str, dict[str, Any]]]:
    return ((str(name), fields) for name, fields in labels.items())


def _sample(directory: Path, name: str, fields: Mapping[str, Any]) -> Sample:
    return Sample(
        id=name,
        language=fields["language"],
        event=fields.get("event_group") or name,
        text=(directory / f"{name}.txt").read_bytes().decode("utf-8"),
        published=_day(fields.get("published") or fields.get("published_inferred")),
        label=_label(fields),
    )


def _day(written: object) -> date | None:
    """The day of publication. A month alone stands for its first, from where all its days lie ahead."""
    if not written:
        return None
    day = str(written).partition("T")[0].partition(" ")[0]
    return date.fromisoformat(day if day.count("-") == len("YM") else f"{day}-01")


def _label(fields: Mapping[str, Any]) -> Label:
    return Label(
        kinds=tuple(kind for kind in _moments(fields, "kind") if kind != NONE),
        platforms=tuple(dict.fromkeys((fields["platform"], *(fields.get("platforms") or ())))),
        country=fields["country"],
        starts=_moments(fields, "start"),
        ends=_moments(fields, "end"),
        start_part=fields.get("start_part"),
        end_part=fields.get("end_part"),
        windows=tuple((_moments(one, "start"), _moments(one, "end")) for one in fields.get("windows") or ()),
        timezones=_moments(fields, "timezone"),
        services=tuple(one["as_written"] for one in fields.get("services") or ()),
        impact=fields.get("impact"),
    )


def _moments(fields: Mapping[str, Any], name: str) -> Moments:
    return tuple(dict.fromkeys(_written(fields, name)))


def _written(fields: Mapping[str, Any], name: str) -> Iterator[str]:
    if fields.get(name) is None:
        return
    yield str(fields[name])
    yield from map(str, fields.get(f"{name}_alternatives") or ())
