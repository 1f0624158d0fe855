"""What one person asks for, as JSON or YAML: the same keys, rules and sentences as in a windows file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.adapters.manifest import changes, declaration
from monitor.domain.book import Author, Book, Rules, declare
from monitor.domain.catalogue import Catalogue, Platform, Service, Text
from monitor.domain.errors import ConfigurationError, WindowRefusedError
from monitor.domain.window import Fold, Impact, Rule, Scope, Status, WindowSpec

NAME = Text(en="Absher", ar="أبشر")
PORTAL = Service(id="absher/portal", name=NAME, tier=1)
VISA = Service(id="absher/visa", name=NAME, tier=2)
CATALOGUE = Catalogue(
    platforms=(
        Platform(
            id="absher", name=NAME, operator=NAME, timezone="Asia/Dubai", hosts=("a.example",), services=(PORTAL, VISA)
        ),
    )
)
RULES = Rules(catalogue=CATALOGUE, longest_window=timedelta(hours=24))
W1: dict[str, object] = {
    "id": "w1",
    "platform": "absher",
    "services": "all",
    "starts": "2025-12-05T00:00",
    "ends": "2025-12-05T12:00",
}


def declared(text: str | Mapping[str, object]) -> WindowSpec:
    return declaration(text if isinstance(text, str) else json.dumps(text), "body", CATALOGUE, "Asia/Riyadh")


def book_with(demand: Mapping[str, object]) -> Book:
    now = datetime(2025, 12, 1, tzinfo=UTC)
    book, _ = declare(Book(), declared(demand), now, Author(by="x", why="", origin="api"), RULES)
    return book


def changed(
    demand: str | Mapping[str, object], window_id: str = "w1", book: Book | None = None
) -> Mapping[str, object]:
    text = demand if isinstance(demand, str) else json.dumps(demand)
    book = book_with(W1) if book is None else book
    return changes(text, "body", window_id, book=book, catalogue=CATALOGUE, timezone="Asia/Riyadh")


def problems(demand: object) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        declared(demand if isinstance(demand, str) else json.dumps(demand))
    return [str(problem) for problem in caught.value.problems]


def test_declaration_has_every_key_of_a_windows_file() -> None:
    found = declared(
        W1
        | {
            "services": ["portal"],
            "exclude": ["visa"],
            "timezone": "Asia/Riyadh",
            "fold": "second",
            "impact": "degraded",
            "service_impact": {"portal": "outage"},
            "declared_at": "2025-12-01T03:00",
            "recovery": "2h",
            "early_start_tolerance": "15m",
            "long": True,
            "status": "cancelled",
            "source": {"url": "https://a.example/x", "text": "said so"},
            "rrule": "FREQ=WEEKLY",
            "until": "2026-01-01",
            "exdates": ["2025-12-12"],
        }
    )

    assert found.scope == Scope(services=frozenset({"portal"}), exclude=frozenset({"visa"}))
    assert (found.timezone, found.fold, found.impact) == ("Asia/Riyadh", Fold.SECOND, Impact.DEGRADED)
    assert found.impacts == (("portal", Impact.OUTAGE),)
    assert found.declared_at == datetime(2025, 12, 1, tzinfo=UTC)
    assert (found.recovery, found.early_start_tolerance) == (timedelta(hours=2), timedelta(minutes=15))
    assert (found.long, found.status) == (True, Status.CANCELLED)
    assert (found.source_url, found.source_text) == ("https://a.example/x", "said so")
    assert found.rule is not None
    assert found.rule.until == datetime(2026, 1, 1, 23, 59, 59)  # noqa: DTZ001 - a local time


def test_declaration_is_the_same_in_json_and_yaml() -> None:
    yaml = "id: w1\nplatform: absher\nservices: all\nstarts: 2025-12-05T00:00\nends: 2025-12-05T12:00\n"

    assert declared(yaml) == declared(W1)


def test_window_without_a_zone_has_the_platforms_else_the_monitors() -> None:
    assert declared(W1).timezone == "Asia/Dubai"
    assert declared(W1 | {"platform": "elsewhere"}).timezone == "Asia/Riyadh"


def test_declaration_without_an_announcement_leaves_its_instant_to_the_book() -> None:
    assert declared(W1).declared_at is None


def test_words_about_the_change_are_not_the_windows() -> None:
    about = {"by": "ali", "why": "said so", "verb": "declare", "version": "1"}

    assert declared(W1 | about) == declared(W1)
    assert changed({"recovery": "1h"} | about) == {"recovery": timedelta(hours=1)}


def test_everything_wrong_is_said_at_once_with_key_and_value() -> None:
    yaml = "id: w1\nplatform: absher\nservices: all\nstarts: soon\nlasts: 1h\nimpact: much\nduration: 1h\n"

    assert problems(yaml) == [
        'body:4: starts: "soon": must be a time such as 2025-12-05T00:00, with Z or an offset if it is not local.',
        'body:5: lasts: "1h": unknown key.',
        'body:6: impact: "much": must be none, degraded or outage.',
    ]


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"duration": "1h"}, 'body:1: duration: "1h": has both ends and duration; keep the one that was announced.'),
        ({"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "never comes to pass."),
        ({"rrule": "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30"}, "never comes to pass."),
        ({"until": "2026-01-01"}, 'body:1: until: "2026-01-01": means nothing without rrule.'),
        ({"rrule": "FREQ=DAILY;COUNT=3", "until": "2026-01-01"}, "the rule itself says when it ends"),
        ({"source": {"text": "a\0b"}}, r'body:1: source.text: "a\u0000b": holds a character that no text may hold.'),
        ({"source": {"text": "\ud800"}}, "holds a character that no text may hold."),
        ({"\ud800": 1}, "holds a character that no text may hold."),
        ({"long": 10**400}, "must be true or false."),
    ],
)
def test_wrong_declaration_is_refused(more: dict[str, object], problem: str) -> None:
    assert problem in "\n".join(problems(W1 | more))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "must be a mapping of keys to values."),
        ("[]", "must be a mapping of keys to values."),
        ('{"id": "w1", "id": "w2"}', 'body:1: id: "id": duplicate key.'),
        ("[" * 3000, "nested deeper than 40 levels."),
        ('{"id":' + "[" * 60 + "]" * 60 + "}", "nested deeper than 40 levels."),
        ('{"id": ' + "9" * 5000 + "}", "the number has too many digits."),
        ("id: \ud800", "not UTF-8"),
        ("id: &a w1", "anchors are not allowed."),
    ],
)
def test_text_that_is_no_window_is_refused(text: str, problem: str) -> None:
    assert problem in "\n".join(problems(text))


@pytest.mark.parametrize("text", [json.dumps(W1 | {"source": {"text": "${PATH} 😀"}}), "{}"])
def test_nothing_of_the_environment_is_put_in(text: str) -> None:
    yaml = (
        "id: w1\nplatform: absher\nservices: all\nstarts: 2025-12-05T00:00\nduration: 1h\nsource: {text: '${PATH}'}\n"
    )

    assert declared(yaml).source_text == "${PATH}"
    if text != "{}":
        assert declared(text).source_text == "${PATH} 😀"


def test_revision_names_only_what_changes() -> None:
    assert changed({"ends": "2025-12-05T15:00"}) == {
        "ends": datetime(2025, 12, 5, 15),  # noqa: DTZ001 - a local time
        "duration": None,
    }
    assert changed({"exclude": ["visa"]}) == {"scope": Scope(everything=True, exclude=frozenset({"visa"}))}
    assert changed({"declared_at": "2025-12-01T04:00"}) == {"declared_at": datetime(2025, 12, 1, tzinfo=UTC)}
    assert changed({}) == {}


def test_revision_of_a_window_that_is_not_there_is_read_and_left_to_the_book() -> None:
    assert changed({"recovery": "1h"}, "w2") == {"recovery": timedelta(hours=1)}


def test_revision_of_one_occurrence_is_read_against_it() -> None:
    book = book_with(W1 | {"rrule": "FREQ=WEEKLY", "timezone": "Asia/Riyadh"})

    found = changed({"starts": "2025-12-12T00:00:00Z"}, "w1@2025-12-12T00:00", book)

    assert found == {"starts": datetime(2025, 12, 12, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("demand", "problem"),
    [
        ({"ends": "2025-12-05T15:00", "duration": "1h"}, "has both ends and duration; keep one."),
        ({"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "never comes to pass."),
        ({"exdates": ["2025-12-12"]}, "means nothing without rrule."),
        ({"id": "w2"}, "unknown key."),
        ({"impact": None}, "must be none, degraded or outage."),
    ],
)
def test_wrong_revision_is_refused(demand: Mapping[str, object], problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        changed(demand)


def test_series_may_be_given_a_last_day() -> None:
    book = book_with(W1 | {"rrule": "FREQ=WEEKLY"})

    found = changed({"until": "2026-01-01"}, book=book)

    assert found == {"rule": Rule(rrule="FREQ=WEEKLY", until=datetime(2026, 1, 1, 23, 59, 59))}  # noqa: DTZ001 - local


PARTS = "DAY|HOUR|MINUTE|SECOND|MONTH|MONTHDAY|YEARDAY|WEEKNO|SETPOS|EASTER"
RRULES = st.from_regex(
    rf"FREQ=(HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)(;BY({PARTS})=[+-]?[0-9]{{1,3}}(MO|FR)?(,[+-]?[0-9]{{1,2}}(MO|FR)?)?){{0,3}}",
    fullmatch=True,
)


@settings(deadline=None, max_examples=60)
@given(rrule=RRULES)
def test_any_rule_is_taken_or_refused(rrule: str) -> None:
    with suppress(ConfigurationError, WindowRefusedError):
        spec = declared(W1 | {"rrule": rrule})
        declare(Book(), spec, datetime(2025, 12, 1, tzinfo=UTC), Author(by="x", why="", origin="api"), RULES)
