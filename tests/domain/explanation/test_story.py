from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.domain.book import end, revise
from monitor.domain.catalogue import Strength
from monitor.domain.errors import WindowRefusedError
from monitor.domain.explanation import Absence, Refusal
from monitor.domain.history import Seen
from monitor.domain.incident import Kind
from monitor.domain.verdict import State
from monitor.domain.window import Impact, Rule, Scope
from tests.domain import facts
from tests.domain.explanation.stories import glimpse, incident, rules, story, text
from tests.domain.facts import AUTHOR, HOUR, MINUTE, book_of, check, local, service, utc, window

DOWN = {"00:00": State.UP, "09:15": State.PLANNED_DOWNTIME, "10:00": State.OVERRUN, "10:30": State.UP}
OUTLIVED = incident("09:15", "09:15:10", Kind.OVERRUN, overrun="10:00", paged="10:05", ended="10:30")


def test_quiet_day_needs_no_rule_beside_the_sections() -> None:
    told = story("12:00", glimpses=(glimpse("00:00", Seen.OK),))

    assert told.rules == ("section 2", "section 3", "section 4")
    assert "No window covers the service at this instant. None is known of around it." in text(told)
    assert "No outage is open and no page is out." in text(told)


def test_headline_gives_state_and_since_in_local_time_and_utc_in_both_languages() -> None:
    told = story("23:30", states={"00:00": State.UP, "22:15": State.BLOCKED})

    assert told.headline.en == (
        "absher/portal at 2026-03-11 02:30:00 Asia/Riyadh (2026-03-10 23:30:00 UTC): blocked: our probe is refused or "
        "challenged; visitors may well be served, since 01:15:00 (2026-03-10 22:15:00 UTC)."
    )
    assert told.headline.ar.startswith("البوابة (absher/portal) في 2026-03-11 02:30:00")


def test_since_looks_through_neighbours_in_the_same_state() -> None:
    told = story("12:00", states={"00:00": State.UP, "09:00": State.BLOCKED, "10:00": State.UP, "11:00": State.UP})

    assert (told.state, told.since) == (State.UP, utc("10:00"))


# ---- nothing that came later is told


@pytest.mark.parametrize(
    ("at", "named", "said"),
    [
        ("09:00", ["O14"], "No outage is open"),
        ("09:15:05", [], "it was confirmed only later, at 12:15:10"),
        ("09:30", [], "No page while the window runs. Without a working answer at its end, 13:00:00 (10:00:00 UTC)"),
        ("10:00", ["O6"], "The page is due at 13:05:00 (10:05:00 UTC): the window's end and a grace of 5 min."),
        ("10:04:59", ["O6"], "The page is due at 13:05:00"),
        ("10:05", ["O6"], "The page was raised at 13:05:00 (10:05:00 UTC) and stays until a confirmed recovery."),
        ("10:30:05", ["O6"], "Its page was raised at 13:05:00 (10:05:00 UTC)."),
        ("10:31", ["O6"], "Its page was raised at 13:05:00 (10:05:00 UTC) and resolved at 13:30:10 (10:30:10 UTC)."),
    ],
)
def test_story_grows_with_what_happened(at: str, named: list[str], said: str) -> None:
    told = story(at, window(), states=DOWN, incidents=(OUTLIVED,))

    assert rules(told) == named
    assert said in text(told)


def test_revision_that_came_later_is_not_known_yet() -> None:
    book = book_of(window())
    book, _ = revise(book, "w1", {"ends": utc("11:00")}, utc("09:50"), AUTHOR, facts.rules())

    before, after = (
        story(at, book=book, states=DOWN, incidents=(replace(OUTLIVED, kind=Kind.PLANNED, overrun_at=None),))
        for at in ("09:49:59", "09:50")
    )

    assert rules(before) == []
    assert "at its end, 13:00:00" in text(before)
    assert rules(after) == ["W4"]
    assert "at its end, 14:00:00" in text(after)


def test_outage_of_the_day_before_yesterday_is_not_told() -> None:
    told = story("2026-03-12 12:00", states=DOWN, incidents=(OUTLIVED,))

    assert "first failed look" not in text(told)


# ---- pages


def test_page_that_fell_due_unseen_waits() -> None:
    unpaged = replace(OUTLIVED, paged_at=None, ended_at=None, recovered_at=None)

    told = story(
        "10:10",
        window(),
        states={"09:15": State.PLANNED_DOWNTIME, "10:00": State.OVERRUN, "10:02": State.BLOCKED},
        incidents=(unpaged,),
    )

    assert "The page fell due at 13:05:00 (10:05:00 UTC)" in text(told)
    assert "The outage stays open meanwhile" in text(told)


def test_planned_outage_that_nobody_saw_end_waits_for_the_next_look() -> None:
    blind = incident("09:15", "09:15:10", Kind.PLANNED)

    told = story(
        "10:10",
        window(),
        states={"00:00": State.UP, "09:15": State.PLANNED_DOWNTIME, "09:50": State.UNKNOWN},
        incidents=(blind,),
    )

    assert rules(told) == ["W16"]
    assert "the next failed look makes it an overrun" in text(told)
    assert "Nobody sees the service at this instant" in text(told)


def test_recovery_begun_inside_leaves_nothing_of_an_overrun() -> None:
    told = story("10:20", window(), states=DOWN, incidents=(replace(OUTLIVED, ended_at=utc("09:59"), paged_at=None),))

    assert rules(told) == ["O5"]


def test_inferred_service_never_pages() -> None:
    inferred = service("absher/renewal", inferred_from="absher/portal")
    open_one = incident("09:15", "09:15:10", service_id="absher/renewal")

    told = story("09:30", states={"09:15": State.UNPLANNED_OUTAGE}, incidents=(open_one,), service=inferred)

    assert "it is inferred from absher/portal" in text(told)
    assert "An inferred service never raises a page of its own." in text(told)


# ---- early starts


def early(kind: Kind = Kind.PLANNED) -> dict[str, object]:
    states = {"00:00": State.UP, "08:50": State.UNPLANNED_OUTAGE}
    return {
        "states": states,
        "incidents": (incident("08:50", "08:50:10", kind, paged="08:55" if kind is Kind.UNPLANNED else None),),
    }


@pytest.mark.parametrize(("tolerance", "named"), [(15 * MINUTE, ["O9"]), (9 * MINUTE, ["O9"]), (HOUR, ["O9"])])
def test_tolerance_is_named_whether_it_reaches_or_not(tolerance: object, named: list[str]) -> None:
    kind = Kind.UNPLANNED if tolerance == 9 * MINUTE else Kind.PLANNED

    told = story("08:54", window(early_start_tolerance=tolerance), **early(kind))  # type: ignore[arg-type] # keywords

    assert rules(told) == named
    assert ("not excused" in text(told)) is (kind is Kind.UNPLANNED)


def test_outage_long_before_a_window_is_no_early_start() -> None:
    told = story("08:54", window("09:30"), **early(Kind.UNPLANNED))  # type: ignore[arg-type] # keywords

    assert rules(told) == []


def test_window_declared_after_the_confirmation_never_excused_it() -> None:
    late = book_of(window(early_start_tolerance=HOUR), at=utc("08:52"))

    told = story("08:54", book=late, **early(Kind.UNPLANNED), notice_minimum=MINUTE)  # type: ignore[arg-type] # keywords

    assert "O9" not in rules(told)
    assert "latched as unplanned" in text(told)


# ---- windows


def test_window_of_another_service_is_named_only_while_it_matters() -> None:
    others = window(scope=Scope(services=frozenset({"violations"})))
    both = (service(), service("absher/violations"))
    book = book_of(others, services=both)

    assert rules(story("08:00", book=book)) == []
    assert rules(story("09:30", book=book)) == ["W12"]
    assert rules(story("10:00", book=book)) == []


def test_notice_is_short_below_the_minimum_and_not_at_it() -> None:
    for notice, named in ((24 * HOUR, []), (24 * HOUR - MINUTE, ["W3"])):
        told = story("08:30", book=book_of(window(), at=utc("09:00") - notice))

        assert rules(told) == named


def test_end_now_is_an_early_end() -> None:
    book, _ = end(book_of(window()), "w1", utc("09:30"), AUTHOR, facts.rules())

    assert rules(story("09:40", book=book)) == ["O14", "W6"]


@pytest.mark.parametrize(
    ("key", "named"),
    [("ends", "W13"), ("rrule", "W13"), ("platform", "W14"), ("services", "W14"), ("exclude", "W14"), ("status", "W8")],
)
def test_refusal_is_named_by_what_was_refused(key: str, named: str) -> None:
    refusal = Refusal(at=utc("08:00"), error=WindowRefusedError("w9", key, "", "it is not to be"))

    assert rules(story("07:59", refusals=(refusal,))) == []
    told = story("08:00", refusals=(refusal,))

    assert rules(told) == [named]
    assert "it is not to be" in text(told)


def test_weekly_window_is_told_with_its_nearest_occurrence() -> None:
    weekly = window(local("2026-03-03T12:00"), local("2026-03-03T13:00"), rule=Rule(rrule="FREQ=WEEKLY;BYDAY=TU"))

    told = story("12:00", weekly)

    assert "D5" in rules(told)
    assert "its nearest occurrence starts at 2026-03-10 12:00:00 Asia/Riyadh (09:00:00 UTC)" in text(told)


@pytest.mark.parametrize(
    ("starts", "ends", "named"),
    [
        ("2026-03-10T12:00", "2026-03-10T13:00", []),
        ("2026-03-10T23:00", "2026-03-11T01:00", ["D6"]),
        ("2026-03-11T00:00", "2026-03-11T01:00", ["D6"]),
    ],
)
def test_midnight_is_that_of_the_window(starts: str, ends: str, named: list[str]) -> None:
    assert rules(story("08:00", window(local(starts), local(ends)))) == named


def test_window_of_limited_service_does_not_cover_an_outage() -> None:
    outage = incident("09:15", "09:15:10", paged="09:15:10")

    told = story("09:30", window(impact=Impact.DEGRADED), states={"09:15": State.UNPLANNED_OUTAGE}, incidents=(outage,))

    assert rules(told) == ["O16"]


# ---- sight


def test_silence_of_the_monitor_is_said() -> None:
    assert "Nothing is known after" not in text(story("12:00", heard_until=utc("11:59:55")))
    assert "Nothing is known after 14:00:00 (11:00:00 UTC)" in text(story("12:00", heard_until=utc("11:00")))


def test_stall_is_named_and_a_restart_is_not() -> None:
    for kind, named in (("stall", ["D8"]), ("kill", [])):
        absence = Absence(since=utc("11:00"), until=utc("11:10"), kind=kind)

        assert rules(story("12:00", absences=(absence,))) == named


def test_doubted_failure_is_told_as_ours() -> None:
    told = story("09:30", states={"09:15": State.UNKNOWN}, glimpses=(glimpse("09:15", Seen.DOUBTED, "timeout"),))

    assert "fails, which is not believed: our own network reached nothing either (timeout)" in text(told)


def test_check_that_looks_seldom_is_named_where_there_is_an_edge() -> None:
    seldom = service("absher/portal", check(interval=HOUR))

    assert rules(story("08:00", service=seldom)) == []
    assert rules(story("08:00", window(), service=seldom)) == ["O13"]


# ---- figures and roots


def test_figures_are_those_of_the_day_before() -> None:
    told = story("2026-03-11 00:00", window(), states=DOWN, incidents=(OUTLIVED,))

    figures = next(paragraph for paragraph in told.paragraphs if paragraph.rules == ("section 5",))
    assert "45 min planned_downtime, 30 min overrun; availability net 97.849 %, gross 94.792 %" in figures.text


def test_hard_root_explains_and_others_do_not() -> None:
    root = service("nafath/sign-on")
    rests = service(hard=["nafath/sign-on"], login=["qiwa/sign-in"])
    assert [edge.strength for edge in rests.depends_on] == [Strength.HARD, Strength.LOGIN]
    own = incident("09:15", "09:15:10", paged="09:15:10")
    of_root = incident("09:10", "09:10:10", service_id="nafath/sign-on", ended="09:40")
    states = {"00:00": State.UP, "09:15": State.UNPLANNED_OUTAGE}

    during, after = (
        story(at, service=rests, roots=(root,), states=states, incidents=(own, of_root)) for at in ("09:30", "09:50")
    )

    assert "that explains this outage" in text(during)
    assert "nothing is explained by it" in text(during)
    assert "no outage is open" in text(after)
    assert during.rules[-1] == after.rules[-1] == "section 7"
