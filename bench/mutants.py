"""Faults planted in the pure core, and whether a test notices: ``python -m bench.mutants [--planted | --generated]``.

Two kinds. *Planted* ones are chosen by hand at the places where this program would be wrong in an expensive way: a
boundary, a latch, a grace, a gap. Each must be caught. *Generated* ones come from mutmut over the modules that
decide; 85 % of each module's must be caught, and the rest is accounted for in docs/mutants.md.

Both kinds run in a copy of the tree, so that neither this checkout nor a program running from it is touched.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPIED = ("monitor", "config", "tests", "pyproject.toml")
TESTS = ("tests/domain", "tests/engine/test_judge.py", "tests/engine/test_scenarios.py")
WANTED_PERCENT = 85.0
AT_ONCE = 2
LINE = "{:9} {:12} {}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One fault: ``old`` stands exactly once in ``file`` and becomes ``new``."""

    name: str
    file: str
    old: str
    new: str


PLANTED = (
    Planted(
        name="a window covers its end",
        file="monitor/domain/plan.py",
        old="cover.starts <= at < cover.ends and _at_least(cover, least)",
        new="cover.starts <= at <= cover.ends and _at_least(cover, least)",
    ),
    Planted(
        name="touching windows leave a gap",
        file="monitor/domain/plan.py",
        old="start <= open_end",
        new="start < open_end",
    ),
    Planted(
        name="a short window inside a longer one ends it",
        file="monitor/domain/plan.py",
        old="open_end = max(open_end, stop)",
        new="open_end = stop",
    ),
    Planted(
        name="a window covers before it was known",
        file="monitor/domain/plan.py",
        old="max(found.starts, revision.known_at)",
        new="found.starts",
    ),
    Planted(
        name="a window of lesser impact plans an outage",
        file="monitor/domain/plan.py",
        old="if cover.impact is Impact.OUTAGE]",
        new="if cover.impact is not Impact.NONE]",
    ),
    Planted(
        name="the plan goes out once more at the instant a run begins",
        file="monitor/domain/plan.py",
        old="if since < edge <= at), None)",
        new="if since <= edge <= at), None)",
    ),
    Planted(
        name="the tolerance of an early start is short by its own edge",
        file="monitor/domain/plan.py",
        old="first_failure >= cover.starts - tolerance",
        new="first_failure > cover.starts - tolerance",
    ),
    Planted(
        name="a relabelled service is covered for its past",
        file="monitor/domain/plan.py",
        old="(max(start, at), stop) for start, stop in _spans(new)",
        new="(start, stop) for start, stop in _spans(new)",
    ),
    Planted(
        name="a window that opens unlatches an outage",
        file="monitor/domain/state.py",
        old="if incident is not None and incident.kind is Kind.UNPLANNED:",
        new="if incident is not None and incident.kind is Kind.UNPLANNED and not plan.is_in(at):",
    ),
    Planted(
        name="an extension turns an overrun back",
        file="monitor/domain/state.py",
        old="at >= incident.overrun_at:",
        new="at >= incident.overrun_at and not plan.is_in(at):",
    ),
    Planted(
        name="overrun begins an instant late",
        file="monitor/domain/state.py",
        old="at >= incident.overrun_at:",
        new="at > incident.overrun_at:",
    ),
    Planted(
        name="the page after a window comes without grace",
        file="monitor/domain/state.py",
        old="due = max(window_end + terms.grace, sight)",
        new="due = max(window_end, sight)",
    ),
    Planted(
        name="grace delays the count",
        file="monitor/domain/state.py",
        old="kind=Kind.OVERRUN, overrun_at=sight)",
        new="kind=Kind.OVERRUN, overrun_at=sight + terms.grace)",
    ),
    Planted(
        name="a page is sent over a pending recovery",
        file="monitor/domain/state.py",
        old="if standing.verdict is not Verdict.DOWN or recovering:",
        new="if standing.verdict is not Verdict.DOWN:",
    ),
    Planted(
        name="blocked closes an incident",
        file="monitor/domain/state.py",
        old="elif is_good(standing.verdict):",
        new="elif standing.verdict not in {Verdict.DOWN, Verdict.UNKNOWN}:",
    ),
    Planted(
        name="an outage begun within the tolerance is paged at once",
        file="monitor/domain/state.py",
        old="if (cover := terms.plan.excusing(started, at)) is not None:",
        new="if (cover := terms.plan.excusing(started, at)) is not None and not terms.pages:",
    ),
    Planted(
        name="the held page stays held when its window is withdrawn",
        file="monitor/domain/state.py",
        old="if incident is None or not standing.held or terms.plan.excusing(incident.started_at, at):",
        new="if incident is None or not standing.held or incident:",
    ),
    Planted(
        name="a run begun before the window is excused by it",
        file="monitor/domain/state.py",
        old="terms.plan.went_out(started, at) if terms.plan.is_in(started) else None",
        new="terms.plan.went_out(started, at)",
    ),
    Planted(
        name="dating back overwrites what nobody saw",
        file="monitor/domain/confirmation.py",
        old="return self.verdict in _UNSEEN and not self.held",
        new="return False",
    ),
    Planted(
        name="a confirming observation out of the blind is not seen",
        file="monitor/domain/confirmation.py",
        old="    track = _hold(track, at)\n    if track.failures",
        new="    if track.failures",
    ),
    Planted(
        name="the share is exceeded instead of reached",
        file="monitor/domain/confirmation.py",
        old="len(share) >= policy.share_of and _share_failed(track) >= policy.share_ratio",
        new="len(share) >= policy.share_of and _share_failed(track) > policy.share_ratio",
    ),
    Planted(
        name="the share span need not be full",
        file="monitor/domain/confirmation.py",
        old="if scheduled and counts and len(share) >= policy.share_of and",
        new="if scheduled and counts and",
    ),
    Planted(
        name="the share span outlives a recovery",
        file="monitor/domain/confirmation.py",
        old="replace(cut, successes=0, recovering=(), share=(), by_share=False)",
        new="replace(cut, successes=0, recovering=(), by_share=False)",
    ),
    Planted(
        name="one failure more is needed",
        file="monitor/domain/confirmation.py",
        old="track.failures >= policy.down_after",
        new="track.failures > policy.down_after",
    ),
    Planted(
        name="the end of a window resets no count",
        file="monitor/domain/confirmation.py",
        old="return replace(track, failures=0, share=())",
        new="return track",
    ),
    Planted(
        name="a blocked answer leaves a run of successes alone",
        file="monitor/domain/confirmation.py",
        old="successes=0, recovering=())\n    return _become(track, at, Verdict.BLOCKED)",
        new="successes=track.successes)\n    return _become(track, at, Verdict.BLOCKED)",
    ),
    Planted(
        name="a second location is never asked",
        file="monitor/domain/fold.py",
        old="needed = quorum or len(live) // 2 + 1",
        new="needed = 1",
    ),
    Planted(
        name="a shallow check vouches against a deep one",
        file="monitor/domain/fold.py",
        old="if deepest is None or belief.depth >= deepest or",
        new="if deepest is None or belief.depth >= 0 or",
    ),
    Planted(
        name="overrun counts as planned",
        file="monitor/domain/availability.py",
        old="_LOST = (State.UNPLANNED_OUTAGE, State.OVERRUN)",
        new="_LOST = (State.UNPLANNED_OUTAGE,)",
    ),
    Planted(
        name="degraded counts as lost",
        file="monitor/domain/availability.py",
        old="_WORKING = (State.UP, State.DEGRADED)",
        new="_WORKING = (State.UP,)",
    ),
    Planted(
        name="exactly the longest window is refused",
        file="monitor/domain/book.py",
        old="later - earlier > longest",
        new="later - earlier >= longest",
    ),
    Planted(
        name="an end that happens twice is the first pass",
        file="monitor/domain/recurrence.py",
        old="END = Fold.SECOND",
        new="END = Fold.FIRST",
    ),
    Planted(
        name="a time that does not exist is an hour late",
        file="monitor/domain/recurrence.py",
        old="return _transition(second, first, zone), True",
        new="return first, True",
    ),
    Planted(
        name="a failure in flight over the end counts in the new run",
        file="monitor/engine/judge.py",
        old="counts=inside is None",
        new="counts=True",
    ),
    Planted(
        name="results are too old a timeout early",
        file="monitor/engine/judge.py",
        old="(interval or check.interval) * 2 + check.timeout",
        new="(interval or check.interval) * 2",
    ),
    Planted(
        name="seconds of a pending run are counted before it is decided",
        file="monitor/domain/confirmation.py",
        old="if self.now.failing else self.failing_since",
        new="if self.now.failing else None",
    ),
    Planted(
        name="a page that talks of blocks is taken for one in spite of its marker",
        file="monitor/domain/classification/decision.py",
        old="return Reach.HEADERS",
        new="return Reach.TEXT",
    ),
    Planted(
        name="a long page is believed by a sentence where no marker is configured",
        file="monitor/domain/classification/decision.py",
        old="return Reach.TEXT if says_little else Reach.TITLE",
        new="return Reach.TEXT",
    ),
    Planted(
        name="the rate limit is asked for before the challenge",
        file="monitor/domain/classification/decision.py",
        old="        or _challenged(case)\n        or _blocked(case)\n        or _rate_limited(case)\n",
        new="        or _rate_limited(case)\n        or _challenged(case)\n        or _blocked(case)\n",
    ),
    Planted(
        name="429 is no refusal where it is expected",
        file="monitor/domain/classification/decision.py",
        old="if case.answer.status != _TOO_MANY_REQUESTS:",
        new="if case.answer.status != _TOO_MANY_REQUESTS or not case.missed_status:",
    ),
    Planted(
        name="suspension of services is an outage",
        file="monitor/domain/classification/decision.py",
        old="own_words = case.page.without(maintenance.NOT_MEANT)",
        new="own_words = case.page",
    ),
    Planted(
        name="a fault that a page names is maintenance",
        file="monitor/domain/classification/decision.py",
        old="if found and (rule.strong or not _names_a_fault(case)):",
        new="if found:",
    ),
    Planted(
        name="a maintenance page closes its host",
        file="monitor/domain/classification/decision.py",
        old="reason=Reason.MAINTENANCE_PAGE, evidence=evidence)",
        new="reason=Reason.MAINTENANCE_PAGE, evidence=evidence, retry_after=timedelta(hours=1))",
    ),
    Planted(
        name="a failing origin behind a firewall is a block",
        file="monitor/domain/classification/rule.py",
        old="NO_FAULT: Statuses = ((200, 499),)",
        new="NO_FAULT: Statuses = ((200, 599),)",
    ),
    Planted(
        name="what only scripts say can be read",
        file="monitor/domain/classification/page_text.py",
        old='frozenset({"script", "style", ',
        new='frozenset({"style", ',
    ),
)


def planted() -> bool:
    """Plant each fault in a copy and run the tests there; whether all were caught."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder, ThreadPoolExecutor(AT_ONCE) as pool:
        places = [Path(folder) / str(number) for number in range(len(PLANTED))]
        fates = list(pool.map(_fate, PLANTED, places))
    print(LINE.format("fate", "file", "fault, and the test that catches it"))
    for fault, caught_by in zip(PLANTED, fates, strict=True):
        told = f"{fault.name}: {caught_by or 'no test'}"
        print(LINE.format("killed" if caught_by else "SURVIVED", Path(fault.file).stem, told))
    lived = fates.count("")
    print(f"{len(fates) - lived} of {len(fates)} planted faults were caught")
    return lived == 0


def _fate(fault: Planted, place: Path) -> str:
    """The first test that fails with the fault, or nothing."""
    _copy(place)
    source = place / fault.file
    source.write_text(planted_text(fault, source.read_text("utf-8")), "utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--tb=no", "-p", "no:cacheprovider", *TESTS]
    ran = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
    shutil.rmtree(place)
    failed = [line for line in ran.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    return failed[0].split(" ", 1)[1].partition(" - ")[0].removeprefix("tests/") if failed else ""


def planted_text(fault: Planted, text: str) -> str:
    """``text`` with the fault in it.

    Raises:
        LookupError: the code has changed and the fault no longer fits.
    """
    if text.count(fault.old) != 1:
        raise LookupError(f"{fault.file}: {fault.name}: its text stands there {text.count(fault.old)} times, not once")
    return text.replace(fault.old, fault.new)


def generated() -> bool:
    """Let mutmut plant its faults; whether enough were caught in each module."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        place = Path(folder)
        _copy(place)
        command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(AT_ONCE)]
        ran = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)
        metas = sorted(place.glob("mutants/monitor/**/*.meta"))
        counted = {meta.stem: _counted(meta) for meta in metas}
        told = subprocess.run(
            [sys.executable, "-m", "mutmut", "results"], cwd=place, capture_output=True, text=True, check=False
        ).stdout
        lived = [line.strip() for line in told.splitlines() if line.endswith(("survived", "no tests", "not checked"))]
        diffs = [_diff(name.partition(":")[0], place) for name in lived]
    if not any(counted.values()):
        print(ran.stdout[-2000:], ran.stderr[-2000:], sep="\n")
        return False
    for name, diff in zip(lived, diffs, strict=True):
        print(f"{name}\n{diff}")
    return _told(counted)


def _counted(meta: Path) -> Counter[bool]:
    """How many of a module's mutants were caught, and how many not; one that hangs is caught."""
    codes = json.loads(meta.read_text("utf-8"))["exit_code_by_key"].values()
    return Counter(code not in {0, 5, 33, None} for code in codes)


def _diff(name: str, place: Path) -> str:
    command = [sys.executable, "-m", "mutmut", "show", name]
    shown = subprocess.run(command, cwd=place, capture_output=True, text=True, check=False).stdout
    return "\n".join(f"  {line}" for line in shown.splitlines() if line[:1] in "+-" and line[:3] not in {"+++", "---"})


def _told(counted: dict[str, Counter[bool]]) -> bool:
    enough = True
    print("{:20} {:>7} {:>9} {:>8}".format("module", "killed", "survived", "percent"))
    for module, fates in counted.items():
        if not fates:
            continue
        percent = 100 * fates[True] / fates.total()
        enough = enough and percent >= WANTED_PERCENT
        print(f"{module:20} {fates[True]:7} {fates[False]:9} {percent:8.1f}")
    return enough


def _copy(place: Path) -> None:
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, place / name)


def main() -> int:
    """Run what was asked for; 0 when enough faults were caught."""
    parser = argparse.ArgumentParser(prog="python -m bench.mutants", description=__doc__.partition("\n")[0])
    parser.add_argument("--planted", action="store_true", help="only the faults chosen by hand")
    parser.add_argument("--generated", action="store_true", help="only those of mutmut")
    asked = parser.parse_args()
    both = asked.planted == asked.generated
    fates = [planted()] if both or asked.planted else []
    fates += [generated()] if both or asked.generated else []
    return 0 if all(fates) else 1


if __name__ == "__main__":
    sys.exit(main())
