"""The plot of ``marsad demo``: who plays, what happens when, and the configuration that the monitor is given.

Durations are scaled down and say so. What is not scaled is the program: it reads these files as it reads any others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from monitor.adapters.simulation import Behaviour, Cut, Mend, SimulatedNetwork, Step, Switch
from monitor.domain.cadence import next_on_grid

SECONDS = 90.0  # the whole of it, as people see it
INTERVAL = timedelta(seconds=1)
RECHECK = timedelta(milliseconds=800)
SLOW = timedelta(milliseconds=400)
SLOW_SECONDS = 0.6  # how long a slow page takes
GRACE_SECONDS = 5.0
WINDOW_ID = "absher-maintenance"

_LAST_SECONDS = 86.0  # what remains of SECONDS is for starting and stopping
_NOTICE = timedelta(hours=26, minutes=10)  # from the article's announcement to its window
_FAIL_AHEAD = INTERVAL * 0.3  # before the probe that is the first to see it
_FIRST_CHECK = "absher/portal/landing"

Document = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """One simulated platform and its services; the first has a check, the others are inferred from it."""

    id: str
    en: str
    ar: str
    operator: tuple[str, str]
    services: tuple[tuple[str, str, str], ...]

    @property
    def host(self) -> str:
        """A name that no resolver knows (RFC 2606); the configuration says where it is."""
        return f"{self.id}.example"


CAST = (
    Cast(
        id="absher",
        en="Absher",
        ar="أبشر",
        operator=("Ministry of Interior", "وزارة الداخلية"),
        services=(
            ("portal", "Portal", "البوابة"),
            ("passport-renewal", "Passport renewal", "تجديد جواز السفر"),
            ("traffic-violations", "Traffic violations enquiry", "الاستعلام عن المخالفات المرورية"),
        ),
    ),
    Cast(
        id="nafath",
        en="Nafath",
        ar="نفاذ",
        operator=("Saudi Data and Artificial Intelligence Authority", "الهيئة السعودية للبيانات والذكاء الاصطناعي"),
        services=(("sign-on", "Single sign-on", "النفاذ الوطني الموحد"),),
    ),
    Cast(
        id="qiwa",
        en="Qiwa",
        ar="قوى",
        operator=(
            "Ministry of Human Resources and Social Development",
            "وزارة الموارد البشرية والتنمية الاجتماعية",
        ),
        services=(("portal", "Portal", "البوابة"),),
    ),
)
_ABSHER, _NAFATH, _QIWA = (cast.host for cast in CAST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """What happens from ``begins`` on."""

    begins: datetime
    starts: datetime  # the announced window
    ends: datetime
    grace: timedelta
    steps: tuple[Step, ...]
    seconds: float  # until the last step's consequences have been seen

    def offset(self, instant: datetime) -> float:
        """Seconds from the beginning."""
        return (instant - self.begins).total_seconds()


def plot(begins: datetime, seconds: float) -> Plot:
    """All of it in ``seconds``.

    The failure before the window is seen by the last probe before its start and confirmed by the re-check after it
    (SEMANTICS O10), so the window stands where Absher's grid has room for that.
    """
    scale = seconds / SECONDS
    first_failure = next_on_grid(_FIRST_CHECK, INTERVAL, begins + timedelta(seconds=29 * scale))
    starts = first_failure + RECHECK * 0.5
    early = (first_failure - _FAIL_AHEAD - begins).total_seconds()
    return Plot(
        begins=begins,
        starts=starts,
        ends=begins + timedelta(seconds=60 * scale),
        grace=timedelta(seconds=GRACE_SECONDS * scale),
        steps=_steps(scale, early),
        seconds=_LAST_SECONDS * scale,
    )


def _steps(scale: float, early: float) -> tuple[Step, ...]:
    def switch(at: float, host: str, behaviour: Behaviour, told: str) -> Step:
        return Switch(offset=at * scale, host=host, behaviour=behaviour, told=told)

    return (
        switch(8, _QIWA, Behaviour.FAILS, "Qiwa breaks: 500. Nothing was announced."),
        switch(14, _NAFATH, Behaviour.BLOCKS, "Nafath shows our prober a block page: 403. No outage, no page."),
        switch(22, _QIWA, Behaviour.WORKS, "Qiwa works again."),
        switch(24, _NAFATH, Behaviour.WORKS, "Nafath lets us in again."),
        Switch(
            offset=early,
            host=_ABSHER,
            behaviour=Behaviour.MAINTENANCE,
            told="Absher goes down for its announced maintenance, a moment too early: 503.",
        ),
        switch(44, _NAFATH, Behaviour.SLOW, "Nafath answers slowly."),
        switch(54, _NAFATH, Behaviour.WORKS, "Nafath is quick again."),
        switch(71, _ABSHER, Behaviour.WORKS, "Absher works again, after the announced end."),
        Cut(offset=76 * scale, told="Our own uplink is cut, canaries and all: we are blind, so nobody is blamed."),
        Mend(offset=82 * scale, told="Our uplink is back."),
    )


def write(folder: Path, plotted: Plot, network: SimulatedNetwork, ca_file: Path) -> Path:
    """Write the configuration below ``folder``; the main file."""
    documents = {
        "marsad.yaml": _settings(plotted, network, folder),
        "windows.yaml": {"windows": [_window(plotted)]},
        **{f"platform-{cast.id}.yaml": _platform(cast, network, ca_file) for cast in CAST},
    }
    for name, document in documents.items():
        text = yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "marsad.yaml"


def _settings(plotted: Plot, network: SimulatedNetwork, folder: Path) -> Document:
    return {
        "location": {"id": "demo-1", "country": "SA"},
        "timezone": "Asia/Riyadh",
        "platforms": ["platform-*.yaml"],
        "windows": ["windows.yaml"],
        "storage": {"url": f"sqlite:///{folder / 'marsad.db'}"},
        "canaries": list(network.canaries),
        "contact": "https://marsad.example/demo",
        "own_hosts": [cast.host for cast in CAST],
        "grace": _duration(plotted.grace),
        "defaults": {
            "interval": _duration(INTERVAL),
            "timeout": _duration(INTERVAL),
            "slow": _duration(SLOW),
            "recheck": _duration(RECHECK),
        },
    }


def _window(plotted: Plot) -> Document:
    return {
        "id": WINDOW_ID,
        "platform": "absher",
        "services": "all",
        "starts": plotted.starts.isoformat(),
        "ends": plotted.ends.isoformat(),
        "impact": "outage",
        "declared_at": (plotted.starts - _NOTICE).isoformat(),
        "source": {"text": "simulated announcement"},
    }


def _platform(cast: Cast, network: SimulatedNetwork, ca_file: Path) -> Document:
    first = cast.services[0][0]
    return {
        "platform": cast.id,
        "name": {"en": cast.en, "ar": cast.ar},
        "operator": dict(zip(("en", "ar"), cast.operator, strict=True)),
        "hosts": [cast.host],
        "services": [
            {"id": name, "name": {"en": en, "ar": ar}}
            | ({"checks": [_check(cast, network, ca_file)], "tier": 1} if name == first else {"inferred_from": first})
            for name, en, ar in cast.services
        ],
    }


def _check(cast: Cast, network: SimulatedNetwork, ca_file: Path) -> Document:
    return {
        "id": "landing",
        "http": {
            "url": network.platforms[cast.host].url,
            "resolve": {cast.host: "127.0.0.1"},
            "tls": {"ca_file": str(ca_file)},
            "expect": {"status": [200], "contains": [cast.ar]},
        },
    }


def _duration(span: timedelta) -> str:
    return f"{span // timedelta(milliseconds=1)}ms"
