"""The keys of a scenario (CONTRACT section 6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, PlainValidator, Strict, WithJsonSchema, model_validator

from monitor.adapters.manifest.fields import (
    CheckId,
    Duration,
    Identity,
    Instant,
    OccurrenceId,
    PositiveDuration,
    Section,
    ServiceId,
)
from monitor.adapters.manifest.platform_file import PlatformFile, TextSection
from monitor.adapters.manifest.settings_file import CommonSettings, LocationSection
from monitor.adapters.manifest.window_file import ChangeSection, SourceSection, WindowSection
from monitor.domain.observation import REFUSALS, Outcome, Reason
from monitor.domain.verdict import State

VERBS = ("declare", "revise", "end", "cancel", "void")
_WORDS: dict[str, tuple[Outcome, Reason | None]] = {
    "ok": (Outcome.OK, None),
    "slow": (Outcome.SLOW, None),
    "nothing": (Outcome.NOTHING, Reason.SELF),
    "maintenance_page": (Outcome.FAILED, Reason.MAINTENANCE_PAGE),
    **{reason.value: (Outcome.BLOCKED, reason) for reason in sorted(REFUSALS)},
}
_REASONS = sorted(reason.value for reason in Reason)
_SEES = f"must be {', '.join(_WORDS)} or {{fail: REASON}}."


def _sees(value: object) -> tuple[Outcome, Reason | None]:
    """What a probe would see; ``{fail: R}`` of a refusal or of our own fault is the same as its word."""
    if isinstance(value, str) and value in _WORDS:
        return _WORDS[value]
    if not isinstance(value, dict) or set(value) != {"fail"}:
        raise ValueError(_SEES)
    reason = value["fail"]
    if reason not in _REASONS:
        raise ValueError(f"must fail for one of {', '.join(_REASONS)}.")
    word = "nothing" if reason == Reason.SELF else reason
    return _WORDS.get(word, (Outcome.FAILED, Reason(reason)))


Sees = Annotated[
    tuple[Outcome, Reason | None],
    PlainValidator(_sees),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": list(_WORDS)},
                {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["fail"],
                    "properties": {"fail": {"enum": _REASONS}},
                },
            ],
        },
    ),
]
StateField = Annotated[State, Strict(strict=False)]


class ScenarioSettings(CommonSettings):
    """The settings that a replay heeds."""

    location: LocationSection = LocationSection(id="replay-1", country="SA")


class ObservationSection(Section):
    """What every probe of a check sees from an instant on."""

    at: Instant
    check: CheckId
    sees: Sees


class CanarySection(Section):
    """From an instant on the canaries answer, or do not."""

    at: Instant
    reachable: bool


class ReviseSection(ChangeSection):
    """A change of one window, or of one occurrence."""

    id: OccurrenceId


class WindowEventSection(Section):
    """One event of the window ledger: exactly one verb."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": [verb]} for verb in VERBS]})

    at: Instant
    declare: WindowSection | None = None
    revise: ReviseSection | None = None
    end: OccurrenceId | None = None
    cancel: OccurrenceId | None = None
    void: OccurrenceId | None = None

    @model_validator(mode="after")
    def _one_verb(self) -> Self:
        if len(self.model_fields_set.intersection(VERBS)) != 1:
            raise ValueError(f"needs exactly one of {', '.join(VERBS)}.")
        return self


class RestartSection(Section):
    """The monitor is absent for a while."""

    at: Instant
    down_for: PositiveDuration
    kind: Literal["kill", "stop", "stall"] = "kill"


class ExpectedStateSection(Section):
    """A service is in a state at an instant."""

    at: Instant
    service: ServiceId
    state: StateField


class ExpectedSecondsSection(Section):
    """A service spent so many seconds in a state."""

    service: ServiceId
    state: StateField
    seconds: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    within: Duration = timedelta(seconds=60)


class ExpectedAvailabilitySection(Section):
    """A service's net and gross availability in percent."""

    service: ServiceId
    net: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] | None = None
    gross: Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)] | None = None
    digits: Annotated[int, Field(ge=0, le=9)] = 3


class ExpectedPageSection(Section):
    """One page and, if given, when it is resolved."""

    kind: Literal["unplanned", "overrun"]
    service: ServiceId
    at: Instant
    within: Duration = timedelta(minutes=2)
    resolved_at: Instant | None = None
    explained_by: ServiceId | None = None


class ExpectSection(Section):
    """What must come of it."""

    states: list[ExpectedStateSection] = Field(default_factory=list)
    seconds: list[ExpectedSecondsSection] = Field(default_factory=list)
    availability: list[ExpectedAvailabilitySection] = Field(default_factory=list)
    pages: list[ExpectedPageSection] | None = None


class ScenarioFile(Section):
    """A file of ``config/scenarios``."""

    scenario: Identity
    title: TextSection | None = None
    source: SourceSection = SourceSection()
    starts: Instant
    ends: Instant
    settings: ScenarioSettings = ScenarioSettings()
    platforms: list[PlatformFile] = Field(min_length=1)
    observations: list[ObservationSection] = Field(default_factory=list)
    canaries: list[CanarySection] = Field(default_factory=list)
    windows: list[WindowEventSection] = Field(default_factory=list)
    restarts: list[RestartSection] = Field(default_factory=list)
    expect: ExpectSection = ExpectSection()
