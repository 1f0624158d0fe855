from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from monitor.adapters.clock import SystemClock
from monitor.adapters.ledger import LedgerRegistry
from monitor.domain.announcement.draft import Affected, Draft, Kind
from monitor.domain.proposal import Source
from tests.cli.conftest import Marsad, Tree
from tests.domain.drafts import draft, source, wall

DAY = date(2031, 3, 10)
READ = draft(starts=wall(DAY, 0), ends=wall(DAY, 4))
WINDOW = "absher-2031-03-10"


class Drafts:
    """``marsad windows`` on a ledger in which a test has put drafts."""

    def __init__(self, marsad: Marsad, tree: Tree) -> None:
        self.marsad = marsad
        self.url = f"sqlite:///{tree.root / 'marsad.db'}"
        self.places = (f"--config.file={tree.config}", f"--storage.url={self.url}")

    def run(self, verb: str, *arguments: str, code: int = 0) -> str:
        result = self.marsad("windows", verb, *arguments, *self.places)
        assert result.exit_code == code, result.output
        return result.output

    def told(self, verb: str, *arguments: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.run(verb, *arguments, "--json"))
        return answer

    def put(self, read: Draft = READ, said: Source | None = None) -> str:
        registry = LedgerRegistry(self.url, SystemClock().now, "a test")
        ((found, _),) = registry.receive([read], said or source())
        return found.id


@pytest.fixture
def drafts(marsad: Marsad, tree: Tree) -> Drafts:
    tree.write("windows/w.yaml", "windows: []\n")
    return Drafts(marsad, tree)


def test_drafts_are_listed_with_window_sources_and_what_outlets_disagree_on(drafts: Drafts) -> None:
    draft_id = drafts.put()
    drafts.put(replace(READ, ends=wall(DAY, 6)), source("other words", url="https://other.example/2"))

    said = drafts.run("drafts")

    assert said.startswith(f"{draft_id}  waiting  declare\n  absher: portal\n")
    assert f"window {WINDOW}" in said
    assert "Asia/Riyadh" in said
    assert "conflict: ends: 2031-03-10T04:00 according to example.org, 2031-03-10T06:00" in said
    assert "source: https://other.example/2 (feed:news, received 2025-12-03 22:00 Asia/Riyadh)" in said


def test_no_drafts_are_said_so(drafts: Drafts) -> None:
    drafts.run("reject", drafts.put())

    assert drafts.run("drafts") == "no drafts\n"
    assert drafts.told("drafts") == {"drafts": []}


def test_confirmed_draft_is_a_window_of_the_ledger(drafts: Drafts) -> None:
    draft_id = drafts.put()

    said = drafts.run("confirm", draft_id, "--by=noura", "--why=read it")

    assert said == f"{draft_id}: confirmed on the ledger as {WINDOW}\n"
    (revision,) = drafts.told("show", WINDOW)["revisions"]
    assert (revision["by"], revision["origin"]) == ("noura", "draft")
    assert revision["why"] == "read it; announced: https://example.org/1"
    assert "no drafts" in drafts.run("drafts")
    (told,) = drafts.told("drafts", "--all")["drafts"]
    assert (told["decision"], told["decided_by"], told["windows"]) == ("confirmed", "noura", [WINDOW])


def test_what_the_text_leaves_open_is_told_and_taken_from_flags(drafts: Drafts) -> None:
    draft_id = drafts.put(replace(READ, ends=None))

    listed = drafts.run("drafts")
    refused = drafts.run("confirm", draft_id, code=2)
    drafts.run("confirm", draft_id, "--duration=3h", "--services=all")

    assert "missing: ends is not said" in listed
    assert refused == f"marsad: {draft_id}: ends is not said\n"
    keys = drafts.told("show", WINDOW)["revisions"][0]["keys"]
    assert (keys["duration"], keys["services"]) == ("3h", "all")


def test_flag_that_is_wrong_is_told_as_one_and_the_draft_waits_on(drafts: Drafts) -> None:
    draft_id = drafts.put()

    assert drafts.run("confirm", draft_id, "--ends=soon", code=2).startswith('marsad: ends: "soon": must be a time')
    assert "no such service" in drafts.run("confirm", draft_id, "--services=nothing", code=2)
    assert [one["decision"] for one in drafts.told("drafts")["drafts"]] == ["waiting"]


def test_dry_run_shows_the_window_and_writes_nothing(drafts: Drafts) -> None:
    draft_id = drafts.put(replace(READ, starts=wall(DAY)))

    said = drafts.run("confirm", draft_id, "--ends=2031-03-10T05:00", "--dry-run")
    told = drafts.told("confirm", draft_id, "--dry-run")

    assert f"{draft_id}: nothing is written; this would be:" in said
    assert "ends: 2031-03-10T05:00" in said
    assert "warning: starts: the text names only the day 2031-03-10" in said
    assert [one["window"] for one in told["revisions"]] == [WINDOW]
    assert [one["id"] for one in drafts.told("drafts")["drafts"]] == [draft_id]


def test_rejected_draft_is_decided_for_good(drafts: Drafts) -> None:
    draft_id = drafts.put()

    said = drafts.run("reject", draft_id, "--by=noura", "--why=of last year")
    again = drafts.run("confirm", draft_id, code=2)

    assert said == f"{draft_id}: rejected on the ledger\n"
    assert again == f"marsad: {draft_id} was rejected by noura before\n"
    assert f"rejected {SystemClock().now().astimezone():%Y}" in drafts.run("drafts", "--all")


def test_extension_of_a_window_is_confirmed_as_its_revision(drafts: Drafts) -> None:
    drafts.run("confirm", drafts.put())
    longer = draft(kind=Kind.EXTENDED, starts=None, ends=wall(DAY, 7), former_ends=wall(DAY, 4))
    draft_id = drafts.put(longer, source("extended", url="https://other.example/2"))

    listed = drafts.run("drafts")
    drafts.run("confirm", draft_id)

    assert f"{draft_id}  waiting  revise {WINDOW}" in listed
    first, second = drafts.told("show", WINDOW)["revisions"]
    assert (first["keys"]["ends"], second["keys"]["ends"]) == ("2031-03-10T04:00:00", "2031-03-10T07:00:00")


def test_plan_that_was_called_off_is_let_go(drafts: Drafts) -> None:
    drafts.put()
    draft_id = drafts.put(replace(READ, kind=Kind.CANCELLED), source("off", url="https://other.example/2"))

    assert drafts.run("confirm", draft_id) == f"{draft_id}: confirmed on the ledger; no window changes\n"


def test_what_a_text_would_do_to_a_terminal_is_shown_as_an_escape(drafts: Drafts) -> None:
    nasty = "a\x1b[2J\u202eb"
    drafts.put(
        replace(
            READ, platform=None, platforms=(), platform_name=nasty, services=(Affected(id=None, as_written=nasty),)
        ),
        source(nasty, url=f"https://example.org/{nasty}"),
    )

    said = drafts.run("drafts")

    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "\\u202e" in said


def test_draft_that_is_not_there_is_said_so(drafts: Drafts) -> None:
    drafts.put()

    assert drafts.run("confirm", "nobody", code=2) == "marsad: no draft has the id nobody\n"
    assert drafts.run("reject", "nobody", code=2) == "marsad: no draft has the id nobody\n"


def test_drafts_as_json_have_the_shape_of_the_api(drafts: Drafts) -> None:
    draft_id = drafts.put(said=source(received_at=SystemClock().now() - timedelta(hours=1)))

    (told,) = drafts.told("drafts")["drafts"]

    assert told["id"] == draft_id
    assert told["proposed"][0]["window"]["starts"] == "2031-03-10T00:00:00"
    assert told["read"]["evidence"] == {"platform": [11, 15, "أبشر"]}
