"""The response path under answers that nobody should send: ``python -m bench.fuzz [--seconds 600] [--planted]``.

Hypothesis makes answers, good ones whose meaning is known, mutated ones and noise, cuts them anywhere and ends them in
every way; the real prober reads them over connections in memory. What must hold is in ``judge``. With ``--planted``
three faults are planted, each in a copy of the package, and each must be found first.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from unicodedata import category

import h11
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.database import InMemoryExampleDatabase

from bench.fuzz_answers import LONGEST_BODY, Answer, Case, Ending, cases
from bench.fuzz_wire import DEADLINE_SECONDS, Bench, Run
from bench.mutants import ROOT, Planted, planted_text
from monitor.adapters.probes.redirects import MOST_REDIRECTS
from monitor.domain.observation import Outcome, Reason

ROUND = 500  # examples; a round is one run of hypothesis, with a seed of its own
MOST_HEAD = 512 * 1024  # bytes of one answer that may be read before its body begins
MOST_BYTES_APART = 300  # answers longer than this are not also read byte by byte
MOST_SHOWN = 400
PLANTED_SECONDS = 300.0
STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # categories of characters that a terminal or a page obeys

PLANTED = (
    Planted(
        name="the first bytes of an answer must come together",
        file="monitor/adapters/transport/exchange.py",
        old='start = ((self._start or b"") + data)[: len(_START)]',
        new="start = data[: len(_START)]",
    ),
    Planted(
        name="one byte more than the limit counts",
        file="monitor/adapters/transport/body.py",
        old="journal.body_bytes = min(journal.body_bytes, LONGEST_BODY)",
        new="journal.body_bytes = min(journal.body_bytes, LONGEST_BODY + 1)",
    ),
    Planted(
        name="a number of five thousand digits is no number",
        file="monitor/domain/classification/retry_after.py",
        old='int(value.lstrip("0")[:10] or "0")',
        new='int(value.lstrip("0") or "0")',
    ),
)


def judge(bench: Bench, case: Case) -> Run:
    """Read ``case`` in one piece, again, in pieces, and slowly; all must agree and be within bounds."""
    whole = bench.run(case, ())
    _within_bounds(whole)
    assert _told(bench.run(case, ())) == _told(whole), "the same bytes are judged differently the second time"
    _same_in_pieces(whole, bench.run(case, case.cuts))
    if len(case.answers[-1].raw) <= MOST_BYTES_APART:
        _same_in_pieces(whole, bench.run(case, range(len(case.answers[-1].raw))))
    if case.pauses:
        _within_bounds(bench.run(case, case.cuts, pauses=case.pauses))
    if len(case.answers) == 1:
        _agrees_with_its_maker(whole, case.answers[0], case.method)
        _misses_the_rest(whole, case.answers[0], case.method)
        _agrees_with_h11(whole, case.answers[0], case.method)
    return whole


def _within_bounds(run: Run) -> None:
    seen = run.observation
    assert (seen.reason is None) == (seen.outcome in {Outcome.OK, Outcome.SLOW}), "an outcome without its reason"
    assert seen.reason is not Reason.SELF, "the other side's doing is called ours"
    assert seen.phases is not None
    assert seen.phases.total <= DEADLINE_SECONDS + 0.001, "longer than the deadline"
    assert seen.http is not None
    assert seen.http.body_bytes <= LONGEST_BODY, "more than 256 KiB are kept"
    assert 1 <= len(run.channels) <= 1 + MOST_REDIRECTS, "too many requests"
    assert all(channel.aborted for channel in run.channels), "a connection is left"
    assert all(channel.sent.count(b"\r\n\r\n") == 1 for channel in run.channels), "not one request a connection"
    most = LONGEST_BODY + MOST_HEAD
    # A chunk of one byte is six on the wire.
    assert all(channel.handed_out <= 6 * most for channel in run.channels), "reads on and on"
    for fact in seen.evidence:
        assert len(fact.found) <= 200, "evidence too long"
        assert not any(category(char) in STEERING for char in fact.found), "evidence that steers a terminal"


def _told(run: Run) -> tuple[object, ...]:
    """What an observation says, as far as it may not depend on how the bytes came."""
    seen, judged = run.observation, run.judged
    assert seen.http is not None
    read = (judged.status, judged.headers, judged.text) if judged is not None else None
    return (seen.outcome, seen.reason, seen.http.status, seen.http.redirects, seen.retry_after, read)


def _same_in_pieces(whole: Run, pieces: Run) -> None:
    _within_bounds(pieces)
    assert _told(pieces) == _told(whole), f"in pieces it reads otherwise: {_told(pieces)}\nin one: {_told(whole)}"


def _agrees_with_its_maker(run: Run, answer: Answer, method: str) -> None:
    wanted = answer.wanted
    if wanted is None:
        return
    assert run.judged is not None, f"a good answer is refused: {run.observation.evidence}"
    assert run.judged.status == wanted.status, "another status than was sent"
    assert not wanted.headers or set(run.judged.headers) == wanted.headers, "other headers than were sent"
    body = b"" if method == "HEAD" else wanted.body[:LONGEST_BODY]
    assert run.judged.body == body, "another body than was sent"
    assert run.observation.http is not None
    assert run.observation.http.body_bytes == len(body), "miscounted"


def _misses_the_rest(run: Run, answer: Answer, method: str) -> None:
    if answer.cut_short and method != "HEAD":
        assert run.judged is None, "half an answer passes for a whole one"
        missed = Reason.TIMEOUT if answer.ending is Ending.SILENCE else Reason.RESET
        assert run.observation.reason is missed, f"half an answer is called {run.observation.reason}"


def _agrees_with_h11(run: Run, answer: Answer, method: str) -> None:
    """Where both make sense of an answer, they make the same of it."""
    if run.judged is None or b"ncoding" in answer.raw:  # h11 undoes no coding, and prefers chunks to a length
        return
    read = _read_by_h11(answer, method)
    if read is not None:
        assert run.judged.status == read[0], f"h11 reads status {read[0]}"
        assert run.judged.body == read[1][:LONGEST_BODY], "h11 reads another body"


def _read_by_h11(answer: Answer, method: str) -> tuple[int, bytes] | None:
    client = h11.Connection(h11.CLIENT)
    client.send(h11.Request(method=method, target="/", headers=[("Host", "x"), ("Connection", "close")]))
    client.send(h11.EndOfMessage())
    status, body = 0, b""
    with suppress(h11.RemoteProtocolError):
        client.receive_data(answer.raw)
        if answer.ending is Ending.CLOSE and answer.raw:
            client.receive_data(b"")
        while True:
            event = client.next_event()
            if isinstance(event, h11.Response):
                status = event.status_code
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage):
                return status, body
            elif not isinstance(event, h11.InformationalResponse):  # nothing more, or nothing that h11 would read
                return None
    return None


# --- running


@contextmanager
def _bench() -> Iterator[Bench]:
    bench = Bench()
    try:
        yield bench
    finally:
        bench.close()


def campaign(seconds: float, first_seed: int) -> int:
    """Rounds until the time is over or something is found; the exit code."""
    tally: Counter[str] = Counter()
    began, number = time.monotonic(), first_seed
    with _bench() as bench:
        while time.monotonic() - began < seconds:
            found = _round(bench, number, tally)
            if found is not None:
                print(f"seed {number}, after {sum(tally.values())} examples and {time.monotonic() - began:.0f} s:")
                print(found)
                return 1
            number += 1
    for reason, times in tally.most_common():
        print(f"{times:9}  {reason}")
    lasted = time.monotonic() - began
    print(f"{sum(tally.values()):9}  examples in {lasted:.0f} s, seeds {first_seed}..{number - 1}: nothing found")
    return 0


def _round(bench: Bench, number: int, tally: Counter[str]) -> str | None:
    @seed(number)
    @settings(
        max_examples=ROUND,
        deadline=None,
        database=InMemoryExampleDatabase(),
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        print_blob=False,
        report_multiple_bugs=False,
    )
    @given(cases())
    def look(case: Case) -> None:
        try:
            run = judge(bench, case)
        except Exception as error:
            error.add_note(_shown(case))
            raise
        tally[str(run.observation.reason or run.observation.outcome)] += 1

    try:
        look()
    except Exception as error:  # noqa: BLE001 - whatever escapes is what we look for
        notes = getattr(error, "__notes__", [""])  # the first is ours
        return f"{type(error).__name__}: {error}\n{notes[0]}"
    return None


def _shown(case: Case) -> str:
    lines = [f"  {_shortened(answer.raw)} then {answer.ending}" for answer in case.answers]
    return "\n".join([f"  {case.method}", *lines, f"  cut at {case.cuts}, pauses {case.pauses}"])


def _shortened(raw: bytes) -> str:
    return repr(raw) if len(raw) <= MOST_SHOWN else f"{raw[:MOST_SHOWN]!r}... ({len(raw)} bytes)"


def planted(seconds: float) -> int:
    """Plant each fault in a copy and fuzz that; the exit code says whether all were found."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder, ThreadPoolExecutor(2) as pool:
        places = [Path(folder) / str(number) for number in range(len(PLANTED))]
        fates = list(pool.map(lambda fault, place: _fate(fault, place, seconds), PLANTED, places))
    for fault, told in zip(PLANTED, fates, strict=True):
        print(f"{'FOUND' if told else 'missed'}  {fault.name}\n{told}")
    return 0 if all(fates) else 1


def _fate(fault: Planted, place: Path, seconds: float) -> str:
    for name in ("monitor", "bench"):
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__", "results"))
    source = place / fault.file
    source.write_text(planted_text(fault, source.read_text("utf-8")), "utf-8")
    command = [sys.executable, "-m", "bench.fuzz", f"--seconds={seconds}"]
    environ = {**os.environ, "PYTHONPATH": str(place)}
    ran = subprocess.run(command, cwd=place, env=environ, capture_output=True, text=True, check=False)
    return ran.stdout if ran.returncode == 1 and ran.stdout.startswith("seed ") else ""


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seconds", type=float, default=600.0)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--planted", action="store_true", help="find the three planted faults, one after the other")
    options = asked.parse_args()
    if options.planted:
        return planted(min(options.seconds, PLANTED_SECONDS))
    return campaign(options.seconds, options.seed)


if __name__ == "__main__":
    sys.exit(main())
