"""Text of samples, and a board that is read while it is written."""

from __future__ import annotations

import math
import threading

from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from monitor.adapters.exposition.blocks import Board, Family, encode, labels, number, sample
from monitor.adapters.exposition.metric import Group, counter, gauge

STATE = gauge(Group.SERVICE, "marsad_a", ("service_id",), 'A "quoted" \\ help\nof two lines.')
SECONDS = counter(Group.SERVICE, "marsad_b_seconds_total", ("service_id",), "B.")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_label_value_reads_back(value: str) -> None:
    body = Family(STATE).openmetrics_head.decode() + sample(STATE, labels(service_id=value), "1") + "# EOF\n"

    [family] = text_string_to_metric_families(body)  # type: ignore[no-untyped-call]  # no types in the library

    assert family.samples[0].labels == {"service_id": value}
    assert family.documentation == STATE.help


@given(st.floats(min_value=0, max_value=1e12), st.floats(min_value=0, max_value=1e6))
def test_a_counter_that_grows_never_falls_in_print(before: float, more: float) -> None:
    assert float(number(before)) <= float(number(before + more))
    assert float(number(before)) == before


def test_whole_numbers_are_printed_as_floats() -> None:
    assert number(300) == "300.0"
    assert math.isclose(float(number(0.1 + 0.2)), 0.3)


def test_a_lone_surrogate_does_not_break_a_scrape() -> None:
    assert encode("\ud800") == b"?"


def test_counter_has_its_suffix_in_text_and_lacks_it_in_the_openmetrics_head() -> None:
    family = Family(SECONDS)

    assert family.head == b"# HELP marsad_b_seconds_total B.\n# TYPE marsad_b_seconds_total counter\n"
    assert family.openmetrics_head == (
        b"# HELP marsad_b_seconds B.\n# TYPE marsad_b_seconds counter\n# UNIT marsad_b_seconds seconds\n"
    )


def test_an_empty_block_takes_its_series_and_then_its_family_away() -> None:
    board = Board([STATE])
    board.replace("a", {STATE: "marsad_a 1\n"})

    board.replace("a", {STATE: ""})

    assert board.collect(openmetrics=False) == []


def test_what_is_not_retained_is_gone() -> None:
    board = Board([STATE, SECONDS])
    for key in ("a", "b"):
        board.replace(key, {STATE: key, SECONDS: key})

    board.retain([STATE], {"b"})

    assert board.collect(openmetrics=False)[1:2] == [b"b"]
    assert board.collect(openmetrics=False)[3:] == [b"a", b"b"]


def test_a_reader_in_another_thread_sees_a_replacement_whole() -> None:
    board = Board([STATE, SECONDS])
    board.replace("a", {STATE: "0", SECONDS: "0"})
    stop = threading.Event()
    torn: list[list[bytes]] = []

    def read() -> None:
        while not stop.is_set():
            pieces = board.collect(openmetrics=False)
            if pieces[1] != pieces[3]:
                torn.append(pieces)

    reader = threading.Thread(target=read)
    reader.start()
    for round_ in range(20_000):
        board.replace("a", {STATE: str(round_), SECONDS: str(round_)})
    stop.set()
    reader.join()

    assert torn == []
