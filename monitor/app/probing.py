"""What looks at targets: the probers of the checks, and ``/probe`` with what it asks of the rest of the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor import __version__
from monitor.adapters.blackbox import Answer, Handler, Identity, Means, Premises, permission
from monitor.adapters.exposition import Metrics
from monitor.adapters.probes import CanaryProber, NetworkProber
from monitor.adapters.transport.cares import resolver_named
from monitor.app.files import Files
from monitor.domain.catalogue import Configuration, Settings
from monitor.domain.window import Impact
from monitor.engine.fleet import Fleet
from monitor.engine.ports import Canary, Clock, Prober


def probers(clock: Clock, settings: Settings) -> tuple[Prober, Canary]:
    """The real probers of a configuration."""
    resolver = resolver_named(settings.resolver)
    prober = NetworkProber(clock, settings.location, settings, __version__, resolver=resolver)
    return prober, CanaryProber(clock, settings, __version__, resolver=resolver)


class ProbePath:
    """``/probe`` of a running monitor: follows the fleet from one configuration to the next."""

    def __init__(self, clock: Clock, fleet: Fleet, files: Files, metrics: Metrics) -> None:
        self._clock = clock
        self._fleet = fleet
        self._files = files
        self._metrics = metrics
        self._configuration: Configuration | None = None
        self._handler: Handler | None = None

    async def answer(self, query: Sequence[tuple[str, str]], headers: Mapping[str, str]) -> Answer:
        """What to say to one request."""
        configuration = self._fleet.configuration
        if self._handler is None or self._configuration is not configuration:
            self._configuration, self._handler = configuration, self._built(configuration)
        return await self._handler.answer(query, headers)

    def _built(self, configuration: Configuration) -> Handler:
        settings = configuration.settings
        premises = Premises(
            modules=self._files.modules(configuration),
            permission=permission(configuration),
            own_hosts=settings.own_hosts,
            guests=self._fleet.guests,
            maintenance=self._maintenance,
            count_unknown_module=self._metrics.count_unknown_module,
        )
        return Handler(Means.of(self._clock, settings, __version__), premises)

    def _maintenance(self, service_id: str) -> tuple[Identity, bool]:
        judge = self._fleet.judge
        service = judge.catalogue.services[service_id]
        active = bool(judge.terms(service_id).plan.covering(self._clock.now(), least=Impact.DEGRADED))
        dependency = next(iter(service.hard_roots), "")
        return (service.platform_id, service.id, str(service.tier), dependency), active
