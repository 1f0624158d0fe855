"""The blocks of one check as seen from one location, and the failures counted there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from monitor.adapters.exposition.blocks import labels, number, sample
from monitor.adapters.exposition.catalogue import BY_NAME, CHECK_METRICS, FAILURES
from monitor.adapters.exposition.metric import Metric
from monitor.domain.observation import Observation, Outcome, Phases, Reason
from monitor.engine.view import CheckView

SUCCESS = BY_NAME["marsad_probe_success"]
DURATION = BY_NAME["marsad_probe_duration_seconds"]
COMPLETED = BY_NAME["marsad_probe_last_completion_timestamp_seconds"]
STATUS = BY_NAME["marsad_probe_http_status_code"]
NOT_AFTER = BY_NAME["marsad_tls_certificate_not_after_timestamp_seconds"]

_PHASES = tuple(phase.name for phase in fields(Phases))


def check_blocks(view: CheckView) -> Mapping[Metric, str]:
    """Every block of the check; all empty before the first observation."""
    if view.observation is None:
        return dict.fromkeys(CHECK_METRICS, "")
    observation = view.observation
    of_check = labels(service_id=view.check.service_id, check=view.check.name, location=view.location)
    success = observation.outcome in {Outcome.OK, Outcome.SLOW}
    status = observation.http.status if observation.http else 0
    return {
        SUCCESS: sample(SUCCESS, of_check, str(int(success))),
        DURATION: _durations(observation.phases, of_check),
        COMPLETED: sample(COMPLETED, of_check, number(observation.completed_at.timestamp())),
        STATUS: sample(STATUS, of_check, str(status)),
        NOT_AFTER: _not_after(observation, of_check),
    }


def failure_block(service_id: str, location: str, counts: Mapping[Reason, int]) -> Mapping[Metric, str]:
    """One counter for each reason, 0 included."""
    where = labels(service_id=service_id, location=location)
    lines = [f'{FAILURES.name}{{{where},reason="{reason}"}} {counts.get(reason, 0)}\n' for reason in Reason]
    return {FAILURES: "".join(lines)}


def _durations(phases: Phases | None, of_check: str) -> str:
    if phases is None:
        return ""
    durations = [(phase, getattr(phases, phase)) for phase in _PHASES]
    return "".join(
        [
            f'{DURATION.name}{{{of_check},phase="{phase}"}} {number(seconds)}\n'
            for phase, seconds in durations
            if seconds is not None
        ]
    )


def _not_after(observation: Observation, of_check: str) -> str:
    if observation.tls is None or observation.tls.not_after is None:
        return ""
    return sample(NOT_AFTER, of_check, number(observation.tls.not_after.timestamp()))
