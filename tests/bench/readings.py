"""Readings of one announcement and labels for them, right in every field unless told otherwise."""

from __future__ import annotations

from datetime import date, time

from bench.evaluate.labels import Label, Sample
from bench.evaluate.scoring import Field, Outcome, Scored, score
from monitor.domain.announcement.draft import Draft, Kind, Part, Wall
from monitor.domain.announcement.names import directory
from monitor.domain.catalogue import Catalogue, Place, Text

INTERIOR = Text(en="Ministry of Interior", ar="وزارة الداخلية")
DIRECTORY = directory(
    Catalogue(platforms=()),
    [
        Place(id="absher", name=Text(en="Absher", ar="أبشر"), country="SA", timezone="Asia/Riyadh", within="moi-sa"),
        Place(id="moi-sa", name=INTERIOR, country="SA", timezone="Asia/Riyadh"),
        Place(id="najiz", name=Text(en="Najiz", ar="ناجز"), country="SA", timezone="Asia/Riyadh"),
    ],
)
NIGHT = Wall(day=date(2025, 12, 5), clock=time(0))
MORNING = Wall(day=date(2025, 12, 5), clock=time(6))
SOME_MORNING = Wall(day=date(2025, 12, 5), part=Part.MORNING)


def draft(**changes: object) -> Draft:
    """A reading of Absher, right in all that ``label`` has."""
    fields: dict[str, object] = {
        "kind": Kind.SCHEDULED,
        "platform": "absher",
        "platform_name": "أبشر",
        "starts": NIGHT,
        "ends": MORNING,
        "timezone": "Asia/Riyadh",
        "rules": ("a.rule",),
    }
    return Draft(**(fields | changes))  # type: ignore[arg-type]  # by name, for brevity


def label(**changes: object) -> Label:
    fields: dict[str, object] = {
        "kinds": ("scheduled",),
        "platforms": ("Absher",),
        "country": "SA",
        "starts": ("2025-12-05T00:00",),
        "ends": ("2025-12-05T06:00",),
        "timezones": ("Asia/Riyadh",),
    }
    return Label(**(fields | changes))  # type: ignore[arg-type]  # by name, for brevity


def sample(name: str = "000", *, event: str = "", language: str = "ar", wanted: Label | None = None) -> Sample:
    return Sample(id=name, language=language, event=event or name, text="", published=None, label=wanted or label())


LOOK_ALIKE = Label(kinds=(), platforms=("Absher",), country="SA")


def scored(*drafts: Draft, wanted: Label | None = None, name: str = "000", event: str = "") -> Scored:
    return score(sample(name, event=event, wanted=wanted), drafts, DIRECTORY)


def outcomes(one: Scored, field: Field) -> list[Outcome]:
    return [mark.outcome for mark in one.marks if mark.field is field]
