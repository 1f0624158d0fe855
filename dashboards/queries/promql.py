"""The few forms that every expression is made of, and the only place that knows the dashboards' variables."""

from __future__ import annotations

IDENTITY = "platform, service_id, tier, dependency"

_PROCESS = 'job=~"$job", instance=~"$instance"'
_SERVICE = 'service_id=~"$service_id"'


def of_services(metric: str, *matchers: str) -> str:
    """A series of the chosen services."""
    return _selector(metric, _PROCESS, _SERVICE, *matchers)


def of_monitor(metric: str, *matchers: str) -> str:
    """A series of the chosen processes, whatever service it may speak of."""
    return _selector(metric, _PROCESS, *matchers)


def recorded(rule: str, *matchers: str, labels: str = IDENTITY) -> str:
    """A recorded series of the chosen services; rules have aggregated job and instance away."""
    return max_by(labels, _selector(rule, _SERVICE, *matchers))


def max_by(labels: str, vector: str) -> str:
    """One series where redundant monitors export several."""
    return f"max by ({labels}) ({vector})"


def sum_by(labels: str, vector: str) -> str:
    """A sum; what it adds up must have passed ``max_by``."""
    return f"sum by ({labels}) ({vector})"


def each(metric: str, *matchers: str) -> str:
    """A series of the chosen services, once for each service; for metrics that carry no more than ``service_id``."""
    return max_by("service_id", of_services(metric, *matchers))


def only_where(vector: str, condition: str) -> str:
    """Those series of ``vector`` whose service is in ``condition``."""
    return f"({vector}) and on (service_id) ({condition})"


def milliseconds(timestamps: str) -> str:
    """Instants as Grafana's date units want them."""
    return f"({timestamps}) * 1000"


def _selector(metric: str, *matchers: str) -> str:
    return f"{metric}{{{', '.join(matchers)}}}"


def _name(*matchers: str) -> str:
    # One row for each service even while two monitors disagree about a name: a join must never meet two.
    info = of_monitor("marsad_service_info", *matchers)
    joined = f'label_join({info}, "name", " · ", "$language", "service_id")'
    return f"topk by (service_id) (1, max by (service_id, name) ({joined}))"


NAMES = _name(_SERVICE)
"""Each chosen service once, with a label ``name`` in the chosen language that also tells the platforms apart."""

ALL_NAMES = _name()


def named(vector: str) -> str:
    """The same values with the label ``name``."""
    return f"({vector}) * on (service_id) group_left (name) {NAMES}"
