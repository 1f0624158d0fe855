"""Log lines: an event and its facts, as logfmt or JSON on standard error. What comes from outside is escaped."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from enum import StrEnum

import structlog

from monitor.domain.printable import printable


class LogFormat(StrEnum):
    """The values of ``--log.format``."""

    LOGFMT = "logfmt"
    JSON = "json"


class LogLevel(StrEnum):
    """The values of ``--log.level``."""

    DEBUG = "debug"
    INFO = "info"
    WARN = "warn"
    ERROR = "error"


_LEVELS = {
    LogLevel.DEBUG: logging.DEBUG,
    LogLevel.INFO: logging.INFO,
    LogLevel.WARN: logging.WARNING,
    LogLevel.ERROR: logging.ERROR,
}


def configured_log(level: LogLevel, log_format: LogFormat) -> structlog.typing.FilteringBoundLogger:
    """The program's log."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if log_format is LogFormat.JSON
        else structlog.processors.LogfmtRenderer(key_order=["ts", "level", "event"])
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="ts"),
            _escape,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    log: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return log


def _escape(_logger: object, _name: str, facts: MutableMapping[str, object]) -> MutableMapping[str, object]:
    for key, value in facts.items():
        if isinstance(value, str):
            facts[key] = printable(value)
    return facts
