from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from monitor.domain.catalogue import Needs, Service
from monitor.domain.confirmation import Stretch, Track
from monitor.domain.fold import Belief, Sighting, is_good, over_checks, over_locations, sightings, would_recover
from monitor.domain.verdict import Verdict
from tests.domain.facts import MINUTE, check, service, utc

BY_LETTER = {"u": Verdict.UP, "g": Verdict.DEGRADED, "d": Verdict.DOWN, "b": Verdict.BLOCKED, "?": Verdict.UNKNOWN}
START = utc("08:00")


def stretches(letters: str) -> list[Stretch]:
    return [Stretch(since=START, verdict=BY_LETTER[letter], failing=letter == "d") for letter in letters]


def beliefs(letters: str, depths: Sequence[int] = (), failing: str = "d") -> list[Belief]:
    depths = depths or [0] * len(letters)
    return [
        Belief(verdict=BY_LETTER[letter], failing=letter in failing, depth=depth)
        for letter, depth in zip(letters, depths, strict=True)
    ]


# ---- over locations


@pytest.mark.parametrize(
    ("letters", "quorum", "verdict"),
    [
        ("d", None, "d"), ("u", None, "u"), ("g", None, "g"), ("b", None, "b"), ("?", None, "?"),
        # the majority of those that see
        ("dd", None, "d"), ("du", None, "u"), ("ddu", None, "d"), ("duu", None, "u"), ("dd?", None, "d"),
        ("d?", None, "d"), ("d??", None, "d"), ("du?", None, "u"), ("ddub", None, "u"), ("dddb", None, "d"),
        ("ggu", None, "g"), ("guu", None, "u"), ("gd", None, "u"), ("ggd", None, "g"),
        ("bbu", None, "b"), ("ub", None, "u"), ("bd", None, "b"), ("bbd", None, "b"), ("??", None, "?"),
        # a quorum of its own
        ("duu", 1, "d"), ("du", 2, "u"), ("d?", 2, "?"), ("db", 2, "b"), ("ddu", 3, "u"), ("ddd", 3, "d"),
        ("b?", 1, "b"), ("gu", 1, "g"),
    ],
)  # fmt: skip
def test_quorum_of_the_locations_that_see_decides(letters: str, quorum: int | None, verdict: str) -> None:
    belief = over_locations(stretches(letters), quorum, 3)

    assert (belief.verdict, belief.depth) == (BY_LETTER[verdict], 3)


@pytest.mark.parametrize(
    ("letters", "quorum", "failing"),
    [("d", None, True), ("du", None, False), ("ddu", None, True), ("duu", 1, True), ("dd?", 3, False)],
)
def test_outage_underlies_where_a_quorum_of_all_locations_has_one(
    letters: str, quorum: int | None, failing: bool
) -> None:
    assert over_locations(stretches(letters), quorum, 0).failing is failing


# ---- over checks


@pytest.mark.parametrize(
    ("letters", "verdict"),
    [
        ("u", "u"), ("uu", "u"), ("ug", "g"), ("ug?", "?"), ("ug?b", "b"), ("ug?bd", "d"), ("ud", "d"), ("ub", "b"),
        ("u?", "?"), ("g?", "?"), ("b?", "b"), ("db", "d"),
    ],
)  # fmt: skip
def test_all_takes_the_first_present_of_down_blocked_unknown_degraded_up(letters: str, verdict: str) -> None:
    assert over_checks(Needs.ALL, beliefs(letters)) is BY_LETTER[verdict]


@pytest.mark.parametrize(
    ("letters", "verdict"),
    [
        ("u", "u"), ("uu", "u"), ("ug", "u"), ("gg", "g"), ("ud", "g"), ("gd", "g"), ("u?", "u"), ("ub", "u"),
        ("g?", "g"), ("gb", "g"), ("ub?d", "g"), ("dd", "d"), ("d", "d"), ("db", "b"), ("d?", "?"), ("b?", "b"),
        ("db?", "b"), ("??", "?"), ("bb", "b"),
    ],
)  # fmt: skip
def test_any_is_up_while_one_is_and_down_only_when_all_are(letters: str, verdict: str) -> None:
    assert over_checks(Needs.ANY, beliefs(letters)) is BY_LETTER[verdict]


@pytest.mark.parametrize(
    ("letters", "depths", "verdict"),
    [
        ("du", (2, 1), "d"),  # a shallow success is no word against a deep failure
        ("du", (1, 1), "g"),
        ("du", (1, 2), "g"),
        ("dg", (2, 1), "d"),
        ("ddu", (1, 2, 1), "d"),
        ("ddu", (1, 2, 2), "g"),
        ("d?u", (2, 1, 1), "?"),
        ("dbu", (2, 1, 1), "b"),
        ("?u", (2, 1), "u"),  # unknown, and no outage known beneath it
    ],
)
def test_o17_a_shallow_check_does_not_vouch_against_a_deeper_one(
    letters: str, depths: Sequence[int], verdict: str
) -> None:
    assert over_checks(Needs.ANY, beliefs(letters, depths)) is BY_LETTER[verdict]


@pytest.mark.parametrize(("letters", "verdict"), [("?u", "?"), ("bg", "b")])
def test_o17_not_even_while_the_deeper_one_is_blind(letters: str, verdict: str) -> None:
    assert over_checks(Needs.ANY, beliefs(letters, (2, 1), failing="?b")) is BY_LETTER[verdict]


def test_only_up_and_degraded_are_good() -> None:
    assert {verdict for verdict in Verdict if is_good(verdict)} == {Verdict.UP, Verdict.DEGRADED}


# ---- over a span


def track(name: str, letters: str, *, location: str = "riyadh-1") -> Track:
    """A track that changes its verdict every minute; ``.`` keeps it."""
    found = [
        Stretch(since=START + n * MINUTE, verdict=BY_LETTER[letter], failing=letter == "d")
        for n, letter in enumerate(letters)
        if letter != "."
    ]
    return Track(check_id=f"absher/portal/{name}", location=location, stretches=tuple(found))


def two_checks(needs: Needs = Needs.ALL) -> Service:
    return service("absher/portal", check("absher/portal/a"), check("absher/portal/b"), needs=needs)


def told(found: Sequence[Sighting]) -> list[str]:
    letters = {verdict: letter for letter, verdict in BY_LETTER.items()}
    return [f"{sighting.since:%H:%M} {letters[sighting.verdict]}" for sighting in found]


@pytest.mark.parametrize(
    ("since", "seen"),
    [
        ("08:00", ["08:00 ?", "08:01 u", "08:02 d", "08:03 u"]),
        ("08:00:30", ["08:00 ?", "08:01 u", "08:02 d", "08:03 u"]),
        ("08:01", ["08:01 u", "08:02 d", "08:03 u"]),
        ("08:02:59", ["08:02 d", "08:03 u"]),
        ("08:30", ["08:30 u"]),
        ("07:00", ["07:00 ?", "08:01 u", "08:02 d", "08:03 u"]),
    ],
)
def test_one_check_from_one_location_is_its_service(since: str, seen: list[str]) -> None:
    assert told(sightings(service(), [track("landing", "?uduu")], utc(since))) == seen


@pytest.mark.parametrize(
    ("needs", "first", "second", "seen"),
    [
        (Needs.ALL, "uudd", "ud.u", ["08:00 u", "08:01 d"]),
        (Needs.ANY, "uudd", "ud.u", ["08:00 u", "08:01 g", "08:02 d", "08:03 g"]),
        (Needs.ANY, "ud..", "u.d.", ["08:00 u", "08:01 g", "08:02 d"]),
        (Needs.ALL, "u?..", "u.b.", ["08:00 u", "08:01 ?", "08:02 b"]),
        (Needs.ALL, "u...", "u...", ["08:00 u"]),
    ],
)
def test_checks_are_folded_at_every_change(needs: Needs, first: str, second: str, seen: list[str]) -> None:
    assert told(sightings(two_checks(needs), [track("a", first), track("b", second)], START)) == seen


def test_locations_of_one_check_are_folded_first() -> None:
    tracks = [track("landing", letters, location=f"l{n}") for n, letters in enumerate(("ud..", "u.d.", "u..."))]

    assert told(sightings(service(), tracks, START)) == ["08:00 u", "08:02 d"]
    assert told(sightings(service(quorum=1), tracks, START)) == ["08:00 u", "08:01 d"]


def test_depth_is_that_of_the_check() -> None:
    deep = service(
        "absher/portal", check("absher/portal/a", depth=2), check("absher/portal/b", depth=1), needs=Needs.ANY
    )

    assert told(sightings(deep, [track("a", "ud"), track("b", "uu")], START)) == ["08:00 u", "08:01 d"]
    assert told(sightings(deep, [track("a", "uu"), track("b", "ud")], START)) == ["08:00 u", "08:01 g"]


# ---- whether a pending run of successes would end it


def recovering(found: Track, verdict: Verdict = Verdict.UP) -> Track:
    return replace(found, recovering=((START + 5 * MINUTE, verdict),))


@pytest.mark.parametrize(
    ("needs", "a", "b", "would"),
    [
        (Needs.ALL, recovering(track("a", "ud")), track("b", "u"), True),
        (Needs.ALL, recovering(track("a", "ud"), Verdict.DEGRADED), track("b", "u"), True),
        (Needs.ALL, track("a", "ud"), track("b", "u"), False),
        (Needs.ALL, recovering(track("a", "ud")), track("b", "ud"), False),
        (Needs.ALL, recovering(track("a", "ud")), track("b", "u?"), False),
        (Needs.ALL, recovering(track("a", "ud")), recovering(track("b", "ud")), True),
        (Needs.ANY, recovering(track("a", "ud")), track("b", "ud"), True),
    ],
)
def test_service_would_recover_if_every_pending_run_were_confirmed(
    needs: Needs, a: Track, b: Track, would: bool
) -> None:
    assert would_recover(two_checks(needs), [a, b]) is would


def test_run_that_began_before_the_present_stretch_still_wins_it() -> None:
    blind = replace(track("landing", "d.....?"), recovering=((START + MINUTE, Verdict.UP),))

    assert would_recover(service(), [blind])
