from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from monitor.adapters.exposition import Metrics
from monitor.adapters.promtool import Columns
from monitor.adapters.promtool.answer import alerts
from monitor.app import backtest
from monitor.engine.replay import replay
from tests.adapters.promtool.story import PLANNED, story

MINUTE = timedelta(minutes=1)
TARGET = 'job="marsad",instance="127.0.0.1:10115"'


def columns(*texts: str | None) -> dict[str, str]:
    kept = Columns(epoch=1000.0)
    for text in texts:
        if text is None:
            kept.miss()
        else:
            kept.scrape(text)
    return dict(kept.series())


def test_equal_values_are_a_run_and_a_series_names_its_target() -> None:
    told = columns('a{x="1"} 0\nb 2\n', 'a{x="1"} 0\nb 3\n', 'a{x="1"} 0\nb 3\n', 'a{x="1"} 1\nb 3.5\n')

    assert told == {f"up{{{TARGET}}}": "1x3", f'a{{x="1",{TARGET}}}': "0x2 1", f"b{{{TARGET}}}": "2 3x1 3.5"}


def test_series_that_was_not_scraped_goes_stale_and_may_come_back() -> None:
    told = columns("# TYPE a gauge\na 1\n", None, None, "a 2\nb 3\n", "b 3\n")

    assert told == {
        f"up{{{TARGET}}}": "1 0x1 1x1",
        f"a{{{TARGET}}}": "1 stale _x1 2 stale",
        f"b{{{TARGET}}}": "_x3 3x1",
    }


def test_timestamps_are_told_from_the_beginning_and_zero_is_never() -> None:
    told = columns('a_timestamp_seconds{x="1"} 1060.5\nb_timestamp_seconds 0\nc_timestamp_seconds 940\n')

    assert list(told.values())[1:] == ["60.5", "0", "-60"]


def test_lines_mean_what_a_parser_of_the_format_makes_of_them(tmp_path: Path) -> None:
    texts: list[str] = []

    class Kept(Columns):
        def scrape(self, exposition: str) -> None:
            texts.append(exposition)
            super().scrape(exposition)

    scenario = story(tmp_path, PLANNED)
    scraper = backtest._Scraper(scenario, 20 * MINUTE)
    scraper.columns = Kept(0.0)
    replay(scenario, scraper)

    families = text_string_to_metric_families(texts[-1])
    samples = {(sample.name, *sorted(sample.labels.items())): sample.value for f in families for sample in f.samples}
    lines = [line for line in texts[-1].splitlines() if not line.startswith("#")]
    assert len(lines) == len(samples) > 50
    assert {float(line.rpartition(" ")[2]) for line in lines} == set(samples.values())
    assert len(list(scraper.columns.series())) >= len(lines)
    assert isinstance(scraper._metrics, Metrics)


def test_alert_lasts_from_the_first_instant_to_the_step_behind_the_last_one() -> None:
    block = '    expr: "ALERTS", time: {at},\n        exp: nil\n        got: {got}\n'
    one = '{__name__="ALERTS", alertname="One", alertstate="firing", note="a \\"b\\", {c}"} 1E+00'
    two = '{__name__="ALERTS", alertname="Two", alertstate="firing"} 1E+00'
    output = "".join(
        [
            block.format(at="1h1m", got=one),
            block.format(at="1h2m", got=f"{one}, {two}"),
            block.format(at="1h4m", got=two),
            block.format(at="1h5m", got=two),
        ]
    )

    found = alerts(output, MINUTE, 65 * MINUTE)

    assert [(alert.name, alert.since // MINUTE, alert.until and alert.until // MINUTE) for alert in found] == [
        ("One", 61, 63),
        ("Two", 62, 63),
        ("Two", 64, None),
    ]
    assert found[0].labels == {"note": 'a "b", {c}'}


@pytest.mark.parametrize(("days", "seconds"), [(0.5, 15), (1.0, 30), (3.0, 60), (5.0, 120), (12.0, 240)])
def test_step_grows_with_the_history(tmp_path: Path, days: float, seconds: int) -> None:
    scenario = story(tmp_path, PLANNED, length=timedelta(days=days))

    assert backtest.step_for(scenario) == timedelta(seconds=seconds)


def test_history_that_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(backtest.TooLongError, match="12 days"):
        backtest.step_for(story(tmp_path, PLANNED, length=timedelta(days=13)))
