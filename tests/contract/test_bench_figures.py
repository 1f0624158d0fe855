from __future__ import annotations

import os
import time

import pytest

from bench.legs import Leg, Prober, bars, figures
from bench.nginx import Kind, parsed_requests
from bench.process import cpu_seconds
from bench.report import Figure, Limit, Report
from bench.scrape import Scrape, between, histogram_quantile


def leg(prober: Prober, kind: Kind, ms: float) -> Leg:
    return Leg(prober=prober, kind=kind, cpu_seconds=ms, probes=1000, counted=960, seconds=20, failed=0)


def test_processor_time_is_that_of_the_whole_process() -> None:
    before = time.process_time()

    counted = cpu_seconds(os.getpid())

    assert before <= counted <= time.process_time()


def test_peers_are_compared_by_their_medians() -> None:
    legs = [leg(Prober.MARSAD, Kind.PLAIN, ms) for ms in (0.3, 0.4, 9.0)]
    legs += [leg(Prober.BLACKBOX, Kind.PLAIN, ms) for ms in (0.1, 0.8, 1.0)]

    plain, failed, counted = figures(legs)

    assert (plain.value, plain.peer, plain.ratio, plain.holds) == (0.4, 0.8, 0.5, True)
    assert (failed.value, failed.holds) == (0, True)
    assert (counted.value, counted.holds) == (4, True)
    assert bars([plain]) == {"plain HTTP": {"marsad run": 0.4, "blackbox_exporter": 0.8}}


def test_ratio_is_held_where_there_is_a_peer_and_the_value_elsewhere() -> None:
    limit = Limit(0.5, "<= 0.5x")

    assert Figure("cost", 3.0, "ms", peer=6.0).held_against(limit).holds is True
    assert Figure("cost", 3.1, "ms", peer=6.0).held_against(limit).holds is False
    assert Figure("cost", 0.6, "ms").held_against(limit).holds is False


def test_limit_that_is_strict_does_not_allow_its_own_value() -> None:
    assert [Limit(10, "< 10", strict=True).holds(value) for value in (9.9, 10)] == [True, False]


def test_figure_that_was_not_measured_neither_holds_nor_fails() -> None:
    figure = Figure("report", None, "s", "not built yet").held_against(Limit(2, "< 2 s"))

    report = Report(name="x", title="x", figures=(figure,), machine={})

    assert figure.holds is None
    assert report.holds
    assert "| report |  | < 2 s | not built yet |" in report.markdown()


def test_nginx_tells_how_many_requests_it_has_answered() -> None:
    status = "Active connections: 1 \nserver accepts handled requests\n 12 12 34 \nReading: 0 Writing: 1 Waiting: 0 \n"

    assert parsed_requests(status) == 34
    with pytest.raises(RuntimeError, match="not a status page"):
        parsed_requests("<html>")


def test_lateness_between_two_scrapes_leaves_out_what_was_before() -> None:
    earlier = {0.01: 90.0, 0.1: 100.0, float("inf"): 100.0}
    later = {0.01: 190.0, 0.1: 200.0, float("inf"): 200.0}

    assert histogram_quantile(between(later, earlier), 0.99) <= 0.01
    assert histogram_quantile(later, 0.99) > 0.01


def test_series_are_the_lines_that_are_no_comment() -> None:
    body = b'# TYPE a gauge\na 1\na{x="1"} 2\n# TYPE b gauge\nb 3\n# EOF\n'

    assert Scrape(seconds=0, wire_bytes=0, body=body).series == 3
