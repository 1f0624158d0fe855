"""A configuration of any size, written as an operator would write it: one file per platform, twenty services each."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bench.simulated import addresses

HOSTS = 40
_SERVICES_PER_PLATFORM = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the checks look at, and what they want of it."""

    port: int
    hosts: tuple[str, ...] = tuple(addresses(HOSTS))
    scheme: str = "http"
    tls: str = "{}"
    expect: str = "{status: [200], contains: [المنصة]}"

    def url(self, number: int) -> str:
        """The address of check ``number``."""
        return f"{self.scheme}://{self.host(number)}:{self.port}/{number}"

    def host(self, number: int) -> str:
        """Whom check ``number`` asks: all hosts in turn."""
        return self.hosts[number % len(self.hosts)]


def write_configuration(folder: Path, checks: int, interval: str, *, platform_port: int, listen_port: int) -> Path:
    """The files of ``checks`` checks of the simulated platform, as `write_site` writes them."""
    return write_site(folder, checks, interval, site=Site(port=platform_port), listen_port=listen_port)


def write_site(folder: Path, checks: int, interval: str, *, site: Site, listen_port: int) -> Path:
    """The files of ``checks`` checks in ``folder``, no canaries; the path of ``marsad.yaml``."""
    (folder / "platforms").mkdir()
    for first in range(0, checks, _SERVICES_PER_PLATFORM):
        numbers = range(first, min(first + _SERVICES_PER_PLATFORM, checks))
        text = _platform(first // _SERVICES_PER_PLATFORM, numbers, site)
        (folder / "platforms" / f"{numbers.start:06}.yaml").write_text(text, encoding="utf-8")
    main = folder / "marsad.yaml"
    main.write_text(
        f"""\
location: {{id: bench, country: SA}}
timezone: Asia/Riyadh
platforms: ["platforms/*.yaml"]
windows: []
storage: {{url: "sqlite:///{folder}/marsad.db", retention: 400d}}
web: {{listen: ["127.0.0.1:{listen_port}"], external_url: "http://127.0.0.1:{listen_port}"}}
canaries: []
contact: "mailto:bench@marsad.invalid"
defaults: {{interval: {interval}, timeout: 10s, slow: 3s}}
""",
        encoding="utf-8",
    )
    return main


def _platform(ordinal: int, numbers: range, site: Site) -> str:
    services = "".join(_service(number, site) for number in numbers)
    listed = ", ".join(sorted({f'"{site.host(number)}"' for number in numbers}))
    return f"""\
platform: p{ordinal:04}
name: {{en: Platform {ordinal}, ar: منصة {ordinal}}}
operator: {{en: Bench, ar: قياس}}
timezone: Asia/Riyadh
hosts: [{listed}]
reachable_from: []
services:
{services}"""


def _service(number: int, site: Site) -> str:
    return f"""\
  - id: s{number:05}
    name: {{en: Service {number}, ar: خدمة {number}}}
    tier: {1 + number % 3}
    checks:
      - id: page
        http: {{url: "{site.url(number)}", tls: {site.tls}, expect: {site.expect}}}
"""
