from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from bench.evaluate.labels import Label, Sample
from bench.evaluate.left_out import left_out, lonely, supporters
from bench.evaluate.printing import ALL, by_language, confusions, line, plain, table
from bench.evaluate.scoring import Field, Outcome, Scored, score
from bench.evaluate.tallies import figures
from monitor.domain.announcement.draft import Affected, Draft, Kind, Wall
from monitor.domain.window import Impact
from tests.bench.readings import DIRECTORY, LOOK_ALIKE, MORNING, SOME_MORNING, draft, label, outcomes, sample, scored

# ---- one text


def test_a_right_reading_has_nothing_but_right_marks() -> None:
    one = scored(draft())

    assert {mark.outcome for mark in one.marks} == {Outcome.RIGHT}
    assert not list(confusions([one]))


@pytest.mark.parametrize(
    ("one", "wanted", "field", "outcome"),
    [
        (draft(kind=Kind.ONGOING), label(), Field.KIND, Outcome.WRONG),
        (draft(kind=Kind.ONGOING), label(kinds=("scheduled", "ongoing")), Field.KIND, Outcome.RIGHT),
        (draft(starts=MORNING), label(), Field.START, Outcome.WRONG),
        (draft(starts=Wall(day=date(2025, 12, 5))), label(), Field.START, Outcome.WRONG),
        (draft(starts=None), label(), Field.START, Outcome.MISSED),
        (draft(), label(starts=()), Field.START, Outcome.SPURIOUS),
        (draft(), label(ends=("2025-12-04", "2025-12-05T06:00")), Field.END, Outcome.RIGHT),
        (
            draft(starts=SOME_MORNING),
            label(start_part="morning"),
            Field.PART,
            Outcome.RIGHT,
        ),
        (draft(platform=None, platform_name=""), label(), Field.PLATFORM, Outcome.MISSED),
        (draft(platform="najiz", platform_name="ناجز"), label(), Field.PLATFORM, Outcome.WRONG),
        (draft(platform=None, platform_name="فرجت"), label(), Field.PLATFORM, Outcome.UNCLEAR),
        (draft(timezone="Africa/Cairo"), label(), Field.TIMEZONE, Outcome.WRONG),
        (draft(impact=Impact.DEGRADED), label(impact="outage"), Field.IMPACT, Outcome.WRONG),
    ],
)
def test_each_field_is_held_against_its_label(one: Draft, wanted: Label, field: Field, outcome: Outcome) -> None:
    assert outcomes(scored(one, wanted=wanted), field) == [outcome]


def test_where_neither_has_a_value_nothing_is_counted() -> None:
    assert not outcomes(scored(draft(starts=None), wanted=label(starts=())), Field.START)


def test_services_are_counted_one_by_one_over_all_drafts() -> None:
    first = draft(services=(Affected(id=None, as_written="الموقع"), Affected(id=None, as_written="الفروع")))
    second = draft(services=(Affected(id=None, as_written="الصراف"),))

    one = scored(first, second, wanted=label(services=("الموقع الرسمي", "أجهزة الصراف", "التطبيق")))

    assert outcomes(one, Field.SERVICES) == [Outcome.RIGHT, Outcome.RIGHT, Outcome.MISSED, Outcome.SPURIOUS]


def test_single_windows_are_looked_for_among_all_drafts() -> None:
    wanted = label(windows=((("2025-12-05T06:00",), ()), (("2025-12-05T00:00",), ("2025-12-05T06:00",))))

    one = scored(draft(), draft(starts=MORNING), wanted=wanted)

    assert outcomes(one, Field.WINDOWS) == [Outcome.MISSED, Outcome.RIGHT]


def test_an_announcement_that_is_not_seen_is_missed_in_all_its_fields() -> None:
    one = scored()

    assert {mark.outcome for mark in one.marks} == {Outcome.MISSED}
    assert {mark.field for mark in one.marks} >= {Field.ANNOUNCEMENT, Field.KIND, Field.START, Field.PLATFORM}


def test_of_a_look_alike_only_that_it_was_taken_for_an_announcement_is_counted() -> None:
    assert outcomes(scored(draft(), wanted=LOOK_ALIKE), Field.ANNOUNCEMENT) == [Outcome.SPURIOUS]
    assert len(scored(draft(), wanted=LOOK_ALIKE).marks) == 1
    assert not scored(wanted=LOOK_ALIKE).marks


@pytest.mark.parametrize(
    ("one", "silent"),
    [
        (draft(starts=MORNING), 1),
        (draft(starts=MORNING, warnings=("perhaps",)), 0),
        (draft(starts=None), 0),
        (draft(), 0),
    ],
)
def test_a_wrong_time_without_a_warning_is_a_silent_one(one: Draft, silent: int) -> None:
    assert len(scored(one).silent) == silent


# ---- sums


def test_precision_is_of_what_was_read_and_recall_of_what_there_is() -> None:
    found = figures(
        [
            scored(draft()),
            scored(draft(starts=MORNING)),
            scored(draft(), wanted=label(starts=())),
            scored(draft(starts=None)),
            scored(draft(warnings=("perhaps",)), wanted=LOOK_ALIKE),
            scored(wanted=LOOK_ALIKE),
            scored(),
        ]
    )

    start = found.fields[Field.START]
    assert (start.n, start.precision, start.recall) == (4, 1 / 3, 1 / 4)
    assert (found.texts, found.look_alikes, found.false_alarms, found.missed, found.silent) == (7, 2, 1, 1, 2)
    assert (found.drafted, found.warned) == (5, 1)


def test_what_cannot_be_compared_counts_nowhere() -> None:
    platform = figures([scored(draft(platform=None, platform_name="فرجت"))]).fields[Field.PLATFORM]

    assert (platform.n, platform.precision, platform.recall) == (0, None, None)


# ---- leaving out


def reading_without(gone: list[frozenset[str]], texts: Iterable[Scored]) -> list[Scored]:
    """The texts read again by a reader that reads nothing without one of the rules it used."""

    def read(one: Sample, without: frozenset[str]) -> Scored:
        gone.append(without)
        return score(one, (), DIRECTORY)

    return left_out(list(texts), read)


def test_rules_that_another_event_supports_stay_on() -> None:
    texts = [
        scored(draft(rules=("shared", "own")), name="000"),
        scored(draft(rules=("shared",)), name="001"),
        scored(draft(rules=("twin",)), name="002", event="twins"),
        scored(draft(rules=("twin",)), name="003", event="twins"),
    ]
    gone: list[frozenset[str]] = []

    again = reading_without(gone, texts)

    assert gone == [{"own"}, {"twin"}, {"twin"}]
    assert [bool(one.drafts) for one in again] == [False, True, False, False]
    assert supporters(texts) == {"shared": {"000", "001"}, "own": {"000"}, "twin": {"twins"}}
    assert lonely(texts) == {"own": "000"}


# ---- printing


def test_a_table_has_a_column_for_each_language_and_one_for_all() -> None:
    english = score(sample("001", language="en"), [draft(starts=MORNING)], DIRECTORY)

    columns = by_language([scored(draft()), english])

    lines = list(table("set", columns))
    assert list(columns) == ["ar", "en", ALL]
    assert lines[1].split() == ["ar", "(1)", "en", "(1)", "all", "(2)"]
    start = next(one for one in lines if one.startswith("start"))
    assert start.split()[1:] == ["1", "1.00", "1.00", "1", "0.00", "0.00", "2", "0.50", "0.50"]
    assert next(one for one in lines if one.startswith("silent")).split() == ["silent", "wrong", "0", "1", "1"]
    assert plain(columns)[ALL]["fields"]["start"]["wrong"] == 1


def test_a_confusion_names_text_field_values_and_rules() -> None:
    (found,) = confusions([scored(draft(starts=MORNING))])

    assert (found["id"], found["field"], found["got"], found["rules"]) == (
        "000",
        "start",
        "2025-12-05T06:00",
        ["a.rule"],
    )
    assert "SILENT  [a.rule]" in line(found)
