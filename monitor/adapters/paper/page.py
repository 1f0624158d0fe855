"""Puts the page together: template, style sheet and rows become one text. What the rows say is ``rows``."""

from __future__ import annotations

from importlib.resources import files

from markupsafe import Markup

from monitor.adapters.paper.bars import SEVERITY
from monitor.adapters.paper.press import PRESS
from monitor.adapters.paper.reader import Reader, latin
from monitor.adapters.paper.rows import incident_rows, latency_rows, platform_rows, states_of, window_rows
from monitor.adapters.paper.texts import LIMITS, SIGNS
from monitor.domain.calendars import Language
from monitor.domain.catalogue import Catalogue
from monitor.domain.report import Report
from monitor.domain.report.words import sentences

_STYLE = files("monitor.adapters.paper").joinpath("templates/report.css").read_text(encoding="utf-8")


def draw(report: Report, catalogue: Catalogue, language: Language) -> str:
    """The whole report as one HTML page that needs nothing beside itself."""
    reader = Reader(language=language, timezone=report.timezone, catalogue=catalogue)
    return PRESS.get_template("report.html.j2").render(
        style=Markup(_STYLE),  # noqa: S704 - our own file
        reader=reader,
        say=reader.say,
        latin=latin,
        report=report,
        platforms=platform_rows(report, reader),
        incidents=incident_rows(report, reader),
        windows=window_rows(report, reader),
        latency=latency_rows(report, reader),
        states_of=states_of,
        legend=[(state, SIGNS[state]) for state in reversed(SEVERITY)],
        method=[*_method(report, reader), *(reader.say(key) for key in LIMITS)],
    )


def _method(report: Report, reader: Reader) -> list[Markup]:
    values = {
        "location": latin(report.location),
        "timezone": latin(report.timezone),
        "minimum": reader.length(report.notice_minimum),
    }
    return [reader.fill(sentence, **values) for sentence in sentences(reader.language)]
