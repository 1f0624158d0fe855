"""The availability report: figures out of a chronicle, in plain types that any format can be written from."""

from monitor.domain.report.making import report
from monitor.domain.report.model import (
    DayOfService,
    Figures,
    LatencyChange,
    Relation,
    Report,
    ReportedIncident,
    Sample,
    ServiceReport,
)

__all__ = [
    "DayOfService",
    "Figures",
    "LatencyChange",
    "Relation",
    "Report",
    "ReportedIncident",
    "Sample",
    "ServiceReport",
    "report",
]
