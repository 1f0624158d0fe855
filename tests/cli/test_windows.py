from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.adapters.clock import SystemClock
from monitor.adapters.ledger import SqlLedger
from tests.cli.conftest import Marsad, Tree

SPAN = ("--starts=2031-03-10T09:00", "--ends=2031-03-10T11:00")
WINDOWS = """\
windows:
  - {id: filed, platform: absher, services: all, starts: 2031-03-11T09:00, duration: 2h}
"""


class Ledger:
    """``marsad windows`` on the files and the ledger of one test."""

    def __init__(self, marsad: Marsad, tree: Tree) -> None:
        self.marsad = marsad
        self.file = tree.root / "marsad.db"
        self.url = f"sqlite:///{self.file}"
        self.places = (f"--config.file={tree.config}", f"--storage.url={self.url}")

    def run(self, verb: str, *arguments: str, code: int = 0) -> str:
        """What it said, on both of its streams."""
        result = self.marsad("windows", verb, *arguments, *self.places)
        assert result.exit_code == code, result.output
        return result.output

    def declare(self, *arguments: str, code: int = 0) -> str:
        return self.run("declare", "--id=works", "--platform=absher", "--services=all", *arguments, code=code)

    def told(self, verb: str, *arguments: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.run(verb, *arguments, "--json"))
        return answer

    def keys(self, window_id: str) -> list[dict[str, Any]]:
        return [revision["keys"] for revision in self.told("show", window_id)["revisions"]]


@pytest.fixture
def ledger(marsad: Marsad, tree: Tree) -> Ledger:
    tree.write("windows/w.yaml", "windows: []\n")
    return Ledger(marsad, tree)


def test_declared_window_stands_in_the_ledger_with_who_and_why(ledger: Ledger) -> None:
    said = ledger.declare(*SPAN, "--reason=announced", "--by=noura", "--source-url=https://absher.example/n")

    assert said == "works: declared on the ledger, version 1\n"
    [revision] = ledger.told("show", "works")["revisions"]
    assert (revision["number"], revision["by"], revision["why"], revision["origin"]) == (
        1,
        "noura",
        "announced",
        "command",
    )
    assert revision["keys"]["source"] == {"url": "https://absher.example/n"}


def test_same_declaration_again_changes_nothing(ledger: Ledger) -> None:
    ledger.declare(*SPAN)

    assert ledger.declare(*SPAN) == "works: the window says so already; nothing changed\n"
    assert len(ledger.keys("works")) == 1


def test_same_declaration_of_a_window_that_was_withdrawn_is_not_taken_for_one_that_stands(ledger: Ledger) -> None:
    ledger.declare(*SPAN)
    ledger.run("cancel", "works")

    assert ledger.declare(*SPAN, "--dry-run") == ("works: it was declared so, and is cancelled; nothing would change\n")
    assert ledger.declare(*SPAN) == "works: it was declared so, and is cancelled; nothing changed\n"


def test_revision_tells_labels_and_the_services_of_an_impact_by_name(ledger: Ledger, tree: Tree) -> None:
    platform = (tree.root / "platforms/absher.yaml").read_text()
    tree.write("platforms/absher.yaml", platform + "    labels: {a: x, b: y}\n")
    scope = ("--id=some", "--platform=absher", "--label=a=x,b=y", "--label=a=other", "--service-impact=portal=none")

    ledger.run("declare", *scope, *SPAN)

    shown = ledger.run("show", "some")
    assert "services: labels (a=x, b=y), labels (a=other)\n" in shown
    assert "service_impact: portal=none\n" in shown


def test_every_flag_is_a_key_of_the_window(ledger: Ledger, tree: Tree) -> None:
    tree.write(
        "platforms/absher.yaml", (tree.root / "platforms/absher.yaml").read_text() + "    labels: {a: x, b: y}\n"
    )

    ledger.run(
        "declare",
        "--id=full",
        "--platform=absher",
        "--label=a=x,b=y",
        "--label=a=other",
        "--starts=2031-03-10T09:00",
        "--duration=90m",
        "--timezone=Europe/Berlin",
        "--fold=second",
        "--impact=degraded",
        "--service-impact=portal=outage",
        "--source-text=said so",
        "--declared-at=2031-03-01T00:00",
        "--recovery=1h",
        "--early-start-tolerance=5m",
        "--long",
        "--rrule=FREQ=WEEKLY;BYDAY=MO",
        "--until=2031-06-01",
        "--exdate=2031-03-17",
        "--exdate=2031-03-24T09:00",
    )

    assert ledger.keys("full") == [
        {
            "platform": "absher",
            "services": [{"labels": {"a": "x", "b": "y"}}, {"labels": {"a": "other"}}],
            "starts": "2031-03-10T09:00:00",
            "duration": "1h30m",
            "timezone": "Europe/Berlin",
            "fold": "second",
            "impact": "degraded",
            "service_impact": {"portal": "outage"},
            "declared_at": "2031-02-28T23:00:00Z",
            "recovery": "1h",
            "early_start_tolerance": "5m",
            "long": True,
            "source": {"text": "said so"},
            "rrule": "FREQ=WEEKLY;BYDAY=MO",
            "until": "2031-06-01T23:59:59",
            "exdates": ["2031-03-17", "2031-03-24T09:00:00"],
        }
    ]


def test_extension_and_revision_change_what_they_name(ledger: Ledger) -> None:
    ledger.declare(*SPAN)

    assert ledger.run("extend", "works", "--ends=2031-03-10T12:00", "--why=longer") == (
        "works: revised on the ledger, version 2\n"
    )
    ledger.run("extend", "works", "--duration=4h")
    ledger.run("revise", "works", "--starts=2031-03-10T10:00", "--impact=degraded")

    first, *rest = ledger.keys("works")
    assert rest[0] == first | {"ends": "2031-03-10T12:00:00"}
    assert (rest[1]["duration"], "ends" in rest[1]) == ("4h", False)
    assert rest[2] == rest[1] | {"starts": "2031-03-10T10:00:00", "impact": "degraded"}


@pytest.mark.parametrize("ends", [(), ("--ends=2031-03-10T12:00", "--duration=3h")])
def test_extension_needs_one_end(ledger: Ledger, ends: tuple[str, ...]) -> None:
    ledger.declare(*SPAN)

    assert "say --ends or --duration, one of them" in ledger.run("extend", "works", *ends, code=2)


@pytest.mark.parametrize("ends", ["--ends=2031-03-10T10:59", "--duration=1h"])
def test_extension_to_no_later_end_is_refused(ledger: Ledger, ends: str) -> None:
    ledger.declare(*SPAN)

    said = ledger.run("extend", "works", ends, code=2)

    assert "no later than its present end" in said
    assert len(ledger.keys("works")) == 1


@pytest.mark.parametrize(
    ("flags", "warning"),
    [
        (
            ("--starts=2031-03-30T02:30", "--duration=2h", "--timezone=Europe/Berlin"),
            "starts: this local time does not",
        ),
        ((*SPAN, "--declared-at=2031-03-09T09:00"), "declared_at: it lies ahead"),
        (("--starts=2021-03-10T09:00", "--duration=2h"), "ends: the window is over"),
    ],
)
def test_author_is_warned_of_what_is_taken_all_the_same(ledger: Ledger, flags: tuple[str, ...], warning: str) -> None:
    said = ledger.declare(*flags)

    assert f"warning: {warning}" in said
    assert len(ledger.keys("works")) == 1


@pytest.mark.parametrize("name", ["--platform=abshir", "--service=absher/portl", "--service=portal"])
def test_list_of_something_that_is_not_there_is_refused(ledger: Ledger, name: str) -> None:
    ledger.declare(*SPAN)

    assert "nothing is called so; known are: absher" in ledger.run("list", name, code=2)


def test_list_says_which_service_is_hit_otherwise(ledger: Ledger) -> None:
    ledger.declare(*SPAN, "--service-impact=portal=degraded")

    assert "outage, portal=degraded" in ledger.run("show", "works")


def test_revision_that_says_nothing_is_refused(ledger: Ledger) -> None:
    ledger.declare(*SPAN)

    assert ledger.run("revise", "works", code=2) == "marsad: works: say what changes\n"


def test_end_before_the_start_is_a_cancellation_and_says_so(ledger: Ledger) -> None:
    ledger.declare(*SPAN)

    said = ledger.run("end", "works")

    assert said == "works: cancelled, for it had not begun, on the ledger, version 2\n"
    assert ledger.keys("works")[-1]["status"] == "cancelled"


def test_running_window_is_ended_now(ledger: Ledger) -> None:
    ledger.declare("--starts=2020-01-01T00:00", "--ends=2040-01-01T00:00", "--long")

    assert ledger.run("end", "works") == "works: ended on the ledger, version 2\n"
    [before, after] = ledger.keys("works")
    assert before["ends"] == "2040-01-01T00:00:00"
    assert after["ends"].endswith("Z")


def test_cancelled_window_cannot_be_revised_but_marked_as_void(ledger: Ledger) -> None:
    ledger.declare(*SPAN)
    ledger.run("cancel", "works", "--why=postponed")

    refused = ledger.run("extend", "works", "--ends=2031-03-10T12:00", code=2)
    voided = ledger.run("void", "works")

    assert refused == "marsad: works: status: cancelled: a cancelled window cannot be revised\n"
    assert voided == "works: marked as void on the ledger, version 3\n"


def test_one_occurrence_is_cancelled_alone(ledger: Ledger) -> None:
    ledger.declare("--starts=2031-03-07T01:00", "--duration=1h", "--rrule=FREQ=WEEKLY;COUNT=3")

    ledger.run("cancel", "works@2031-03-14T01:00")

    assert ledger.told("show", "works@2031-03-14T01:00")["stage"] == "cancelled"
    assert ledger.told("show", "works@2031-03-21T01:00")["stage"] == "upcoming"


def test_change_of_another_version_is_refused(ledger: Ledger) -> None:
    ledger.declare(*SPAN)
    ledger.run("extend", "works", "--ends=2031-03-10T12:00", "--if-version=1")

    refused = ledger.run("cancel", "works", "--if-version=1", code=2)

    assert refused == "marsad: works: version: 1: the window was changed meanwhile; its version is 2\n"


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--starts=2031-03-10T09:00",), "marsad: ends: null: window works needs ends or duration."),
        (("--starts=2031-03-10T09:00", "--ends=2031-03-12T09:00"), "longer than limits.longest_window"),
        (("--starts=2031-03-10T09:00", "--ends=2031-03-10T08:00"), "the window ends before it starts"),
        (("--starts=soon", "--ends=2031-03-10T08:00"), 'marsad: starts: "soon": must be a time'),
        ((*SPAN, "--exclude=portal"), "the window covers no service"),
        ((*SPAN, "--exclude=nothing"), "marsad: works: exclude: nothing: absher has no such service"),
        ((*SPAN, "--impact=huge"), 'marsad: impact: "huge"'),
        ((*SPAN, "--service-impact=portal"), "must read key=value"),
        ((*SPAN, "--label=a=x"), "is no part of all services"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_written(ledger: Ledger, flags: tuple[str, ...], said: str) -> None:
    assert said in ledger.declare(*flags, code=2)
    assert "no window has this id" in ledger.run("show", "works", code=2)


def test_keys_that_are_wrong_make_no_ledger(ledger: Ledger) -> None:
    ledger.declare("--starts=soon", code=2)

    assert not ledger.file.exists()


def test_dry_run_says_the_revision_and_writes_nothing(ledger: Ledger) -> None:
    said = ledger.declare(*SPAN, "--dry-run")

    assert said.startswith("works: nothing is written; this revision would be:\n1  ")
    assert not ledger.file.exists()


def test_dry_run_of_a_change_says_what_would_be_other(ledger: Ledger) -> None:
    ledger.declare(*SPAN)

    said = ledger.run("extend", "works", "--ends=2031-03-10T12:00", "--dry-run")

    assert "   ends: 2031-03-10T11:00:00 -> 2031-03-10T12:00:00" in said
    assert len(ledger.keys("works")) == 1


def test_dry_run_of_a_refused_change_is_refused(ledger: Ledger) -> None:
    assert "no window has this id" in ledger.run("end", "works", "--dry-run", code=2)


def test_preview_tells_services_and_the_next_occurrences(ledger: Ledger) -> None:
    told = ledger.told(
        "preview",
        "--id=works",
        "--platform=absher",
        "--services=all",
        "--starts=2020-01-03T01:00",
        "--duration=1h",
        "--rrule=FREQ=WEEKLY",
    )

    assert told["services"] == ["absher/portal"]
    assert len(told["occurrences"]) == 10
    assert told["occurrences"][0]["id"].startswith("works@20")
    assert not ledger.file.exists()


def test_preview_warns_of_a_local_time_that_does_not_exist(ledger: Ledger) -> None:
    said = ledger.run(
        "preview",
        "--id=works",
        "--platform=absher",
        "--services=all",
        "--starts=2031-03-30T02:30",
        "--duration=1h",
        "--timezone=Europe/Berlin",
    )

    assert "warning: starts: this local time does not exist" in said
    assert "2031-03-30T01:00:00Z" in said


def test_window_of_a_file_can_be_ended_though_no_monitor_has_read_it(ledger: Ledger, tree: Tree) -> None:
    tree.write("windows/w.yaml", WINDOWS)

    ledger.run("cancel", "filed")

    assert [revision["origin"] for revision in ledger.told("show", "filed")["revisions"]] == ["file", "command"]
    assert ledger.told("show", "filed")["stage"] == "cancelled"


def test_id_of_a_file_is_taken(ledger: Ledger, tree: Tree) -> None:
    tree.write("windows/w.yaml", WINDOWS.replace("filed", "works"))

    assert "another window has this id" in ledger.declare(*SPAN, code=2)


def test_files_are_told_of_before_the_first_start(ledger: Ledger, tree: Tree) -> None:
    tree.write("windows/w.yaml", WINDOWS)

    result = ledger.marsad("windows", "list", "--all", "--json", *ledger.places)

    assert result.stderr == "marsad: there is no ledger yet; this is what the files say\n"
    assert [window["id"] for window in json.loads(result.stdout)["windows"]] == []  # beyond the next 30 days
    assert "filed" in ledger.run("show", "filed")


async def test_ledger_that_is_held_by_somebody_who_does_not_answer_is_left_alone(ledger: Ledger) -> None:
    monitor = SqlLedger(ledger.url, SystemClock().now, holder="somebody:42", retention=timedelta(days=400))
    monitor.load()

    said = ledger.declare(*SPAN, "--web.listen-address=127.0.0.1:9", code=2)
    await monitor.close()

    assert said.startswith("marsad: the ledger is in use by somebody:42, and nobody answers at http://127.0.0.1:9: ")
    assert "--web.listen-address" in said
    assert "no window has this id" in ledger.run("show", "works", code=2)


def test_words_of_others_turn_no_line_around(ledger: Ledger) -> None:
    ledger.declare(*SPAN, "--reason=\u202eyzal", "--by=\u202exx", "--source-text=\u2066")

    shown = ledger.run("show", "works")

    assert "\u202e" not in shown
    assert "\u2066" not in shown
    assert "\\u202exx through command: \\u202eyzal" in shown


def test_problems_of_the_files_are_told(ledger: Ledger, tree: Tree) -> None:
    tree.write("marsad.yaml", "timezone: Mars\n")

    assert "marsad.yaml:1: timezone:" in ledger.declare(*SPAN, code=2)


def test_calendar_comes_back_as_it_went(ledger: Ledger, tmp_path: Path) -> None:
    ledger.declare(*SPAN, "--source-text=said so", "--declared-at=2031-03-01T00:00")
    ledger.run("export", f"--out={tmp_path / 'all.ics'}")

    said = ledger.run("import", str(tmp_path / "all.ics"), "--own")

    assert said == "works: as it is\n"


def test_imported_events_are_windows_and_changed_ones_revisions(ledger: Ledger, tmp_path: Path) -> None:
    file = tmp_path / "g.ics"
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20260101T000000Z\r\n"
        "DTSTART;TZID=Asia/Riyadh:20310310T090000\r\nDTEND;TZID=Asia/Riyadh:20310310T110000\r\nSUMMARY:works\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    file.write_bytes(text.encode())

    foreseen = ledger.run("import", str(file), "--platform=absher", "--services=portal", "--dry-run")
    first = ledger.run("import", str(file), "--platform=absher", "--services=portal", "--by=noura")
    file.write_bytes(text.replace("T110000", "T120000").encode())
    second = ledger.run("import", str(file), "--platform=absher", "--services=portal")

    assert (foreseen, first, second) == ("a: would be new\n", "a: new, version 1\n", "a: changed, version 2\n")
    assert [keys["ends"][11:16] for keys in ledger.keys("a")] == ["11:00", "12:00"]


def test_imported_window_that_was_changed_by_hand_is_left_so(ledger: Ledger, tmp_path: Path) -> None:
    ledger.declare(*SPAN)
    ledger.run("export", f"--out={tmp_path / 'all.ics'}")
    ledger.run("extend", "works", "--ends=2031-03-10T12:00")

    said = ledger.run("import", str(tmp_path / "all.ics"), "--own")

    assert said == "works: as it is\n"
    assert ledger.keys("works")[-1]["ends"] == "2031-03-10T12:00:00"


def test_calendar_of_others_needs_a_platform(ledger: Ledger) -> None:
    assert ledger.run("import", "x.ics", code=2) == "marsad: --platform: whose windows are these?\n"


def test_file_that_is_no_calendar_is_refused(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "x.ics").write_text("hello")

    assert "x.ics" in ledger.run("import", str(tmp_path / "x.ics"), "--platform=absher", code=2)
    assert "No such file" in ledger.run("import", str(tmp_path / "none.ics"), "--platform=absher", code=2)
