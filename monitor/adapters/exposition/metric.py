"""What a metric is: name, type, labels, meaning. The list of them is the catalogue's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Type(StrEnum):
    """The types we use. States are gauges: a stateset's label would have to carry the metric's own name."""

    GAUGE = "gauge"
    COUNTER = "counter"
    HISTOGRAM = "histogram"


class Group(StrEnum):
    """The sections of the documentation, and what one set of series belongs to."""

    SERVICE = "Services"
    WINDOW = "Maintenance windows"
    CHECK = "Checks"
    LOCATION = "Locations"
    PROCESS = "The monitor itself"


@dataclass(
    frozen=True, slots=True, kw_only=True, eq=False
)  # there is one of each; hashing by value costs at every tick
class Metric:
    """One metric. ``absent`` says when its series do not exist; empty means from the first scrape on, 0 included."""

    name: str
    type: Type
    group: Group
    labels: tuple[str, ...]
    help: str
    unit: str = ""
    absent: str = ""

    @property
    def family(self) -> str:
        """The name of the family in OpenMetrics, where a counter's ``_total`` belongs to the sample."""
        return self.name.removesuffix("_total") if self.type is Type.COUNTER else self.name


def gauge(group: Group, name: str, labels: tuple[str, ...], text: str, *, absent: str = "") -> Metric:
    """A gauge; its unit is what its name ends with."""
    unit = next((unit for unit in ("seconds", "ratio") if name.endswith("_" + unit)), "")
    return Metric(name=name, type=Type.GAUGE, group=group, labels=labels, help=text, unit=unit, absent=absent)


def counter(group: Group, name: str, labels: tuple[str, ...], text: str) -> Metric:
    """A counter; time is counted in seconds."""
    unit = "seconds" if name.endswith("_seconds_total") else ""
    return Metric(name=name, type=Type.COUNTER, group=group, labels=labels, help=text, unit=unit)
