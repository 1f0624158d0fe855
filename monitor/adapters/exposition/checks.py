"""The blocks of one check as seen from one location, and the failures counted there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from operator import attrgetter

from monitor.adapters.exposition.blocks import labels, number, pattern, sample
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
_durations_of = attrgetter(*_PHASES)
_UNWRITTEN: tuple[object, ...] = ()


class CheckText:
    """The text of one check from one location, made anew only where it differs from what was asked for last."""

    __slots__ = ("_completed", "_durations", "_happened", "_labels", "_rare")

    def __init__(self, view: CheckView) -> None:
        self._labels = labels(service_id=view.check.service_id, check=view.check.name, location=view.location)
        self._completed = pattern(sample(COMPLETED, self._labels, ""))
        self._happened: tuple[bool, ...] = ()  # which phases are in the next one
        self._durations = ""
        self._rare = _UNWRITTEN  # of what the blocks that seldom change were made

    def blocks(self, observation: Observation | None) -> dict[Metric, str]:
        """The blocks to replace; all of them, and empty, before the first observation."""
        if observation is None:
            self._rare = _UNWRITTEN
            return dict.fromkeys(CHECK_METRICS, "")
        status = observation.http.status if observation.http else None  # other kinds know no status
        not_after = observation.tls.not_after if observation.tls else None
        blocks = {
            DURATION: self._phases(observation.phases),
            COMPLETED: self._completed % observation.completed_at.timestamp(),
        }
        rare = (observation.outcome, status, not_after)
        if rare != self._rare:
            self._rare = rare
            success = observation.outcome in {Outcome.OK, Outcome.SLOW}
            blocks[SUCCESS] = sample(SUCCESS, self._labels, str(int(success)))
            blocks[STATUS] = "" if status is None else sample(STATUS, self._labels, str(status))
            blocks[NOT_AFTER] = sample(NOT_AFTER, self._labels, number(not_after.timestamp())) if not_after else ""
        return blocks

    def _phases(self, phases: Phases | None) -> str:
        if phases is None:
            return ""
        durations = _durations_of(phases)
        happened = tuple([seconds is not None for seconds in durations])
        if happened != self._happened:
            self._happened = happened
            lines = [
                sample(DURATION, f'{self._labels},phase="{phase}"', "")
                for phase, did in zip(_PHASES, happened, strict=True)
                if did
            ]
            self._durations = pattern("".join(lines))
        return self._durations % tuple([float(seconds) for seconds in durations if seconds is not None])


def failure_block(service_id: str, location: str, counts: Mapping[Reason, int]) -> Mapping[Metric, str]:
    """One counter for each reason, 0 included."""
    where = labels(service_id=service_id, location=location)
    if not counts:  # at a start: of every service there is
        return {FAILURES: _NO_FAILURE.replace(_WHERE, where)}
    lines = [f'{FAILURES.name}{{{where},reason="{reason}"}} {counts.get(reason, 0)}\n' for reason in Reason]
    return {FAILURES: "".join(lines)}


_WHERE = "\0"
_NO_FAILURE = "".join([f'{FAILURES.name}{{{_WHERE},reason="{reason}"}} 0\n' for reason in Reason])
