"""Figures and confusions, as lines to read and as plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bench.evaluate.scoring import Field, Outcome, Scored
from bench.evaluate.tallies import Figures, Tally, figures

ALL = "all"


def by_language(scored: Sequence[Scored]) -> dict[str, Figures]:
    """The figures of each language, then those of all."""
    languages = sorted({one.sample.language for one in scored})
    groups = {language: [one for one in scored if one.sample.language == language] for language in languages}
    return {language: figures(texts) for language, texts in groups.items()} | {ALL: figures(scored)}


def table(title: str, columns: Mapping[str, Figures]) -> Iterator[str]:
    """One table: a row for each field, and for each language how many there are, precision and recall."""
    yield title
    yield f"{'':<18}" + "".join(f"{f'{name} ({one.texts})':>24}" for name, one in columns.items())
    yield f"{'':<18}" + f"{'n':>8}{'prec.':>8}{'recall':>8}" * len(columns)
    for field in Field:
        tallies = [one.fields[field] for one in columns.values()]
        if any(tally.counts for tally in tallies):
            yield f"{field:<18}" + "".join(map(_cells, tallies))
    for name, of in (
        ("false alarms", [f"{one.false_alarms} of {one.look_alikes}" for one in columns.values()]),
        ("missed", [f"{one.missed} of {one.texts - one.look_alikes}" for one in columns.values()]),
        ("silent wrong", [f"{one.silent}" for one in columns.values()]),
        ("with a warning", [f"{one.warned} of {one.drafted}" for one in columns.values()]),
        ("not comparable", [f"{one.fields[Field.PLATFORM].counts[Outcome.UNCLEAR]}" for one in columns.values()]),
    ):
        yield f"{name:<18}" + "".join(f"{cell:>24}" for cell in of)


def confusions(scored: Iterable[Scored]) -> Iterator[dict[str, Any]]:
    """Everything that is not right, with the rules that the text's drafts rest on."""
    for one in scored:
        for mark in one.marks:
            if mark.outcome is not Outcome.RIGHT:
                yield {
                    "id": one.sample.id,
                    "field": mark.field.value,
                    "outcome": mark.outcome.value,
                    "wanted": mark.wanted,
                    "got": mark.got,
                    "silent": mark in one.silent,
                    "rules": sorted(one.rules),
                }


def line(confusion: Mapping[str, Any]) -> str:
    """One confusion, to read."""
    told = "  {id} {field}: {outcome}, wanted {wanted!r}, got {got!r}".format_map(confusion)
    return told + (" SILENT" if confusion["silent"] else "") + f"  [{' '.join(confusion['rules'])}]"


def plain(columns: Mapping[str, Figures]) -> dict[str, Any]:
    """The figures as JSON has them."""
    return {
        name: {
            "texts": one.texts,
            "look_alikes": one.look_alikes,
            "false_alarms": one.false_alarms,
            "missed": one.missed,
            "silent_wrong": one.silent,
            "drafted": one.drafted,
            "with_a_warning": one.warned,
            "fields": {field.value: _values(tally) for field, tally in one.fields.items() if tally.counts},
        }
        for name, one in columns.items()
    }


def _values(tally: Tally) -> dict[str, Any]:
    counts = {outcome.value: tally.counts[outcome] for outcome in Outcome}
    return {"n": tally.n, "precision": tally.precision, "recall": tally.recall} | counts


def _cells(tally: Tally) -> str:
    return f"{tally.n:>8}{_share(tally.precision):>8}{_share(tally.recall):>8}"


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
