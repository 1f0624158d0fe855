"""For the monitor's own operators: can it see, is it on time, is its ledger written, which files does it run."""

from __future__ import annotations

from dashboards import frame
from dashboards.defaults import STATE_COLOURS, YES_NO, Json
from dashboards.panels import heatmap, now, query, row, stat, state_timeline, table, timeseries
from dashboards.queries import maintenance
from dashboards.queries import monitor as ask


def dashboard() -> Json:
    """``marsad-monitor``."""
    return frame.dashboard(
        "marsad-monitor",
        "Marsad / Monitor",
        "Whether the figures of the other dashboards can be trusted.",
        [*_now(), *_sight(), *_schedule(), *_process()],
        variables=frame.OF_MONITOR,
    )


def _now() -> list[Json]:
    return [
        row("Now"),
        stat(
            "Scraped",
            "Whether Prometheus reaches each process.",
            now(ask.SCRAPED, "{{instance}}"),
            unit="none",
            field={"mappings": YES_NO},
            width=4,
        ),
        stat(
            "Holders of the lease",
            "Exactly one process should hold the ledger's lease; 0 means that nothing is written.",
            now(ask.LEADERS, "leaders"),
            unit="short",
            width=4,
        ),
        stat(
            "Last reload",
            "Whether the last load of the configuration succeeded; the one before stays in use when it did not.",
            now(ask.RELOADED, "{{instance}}"),
            unit="none",
            field={"mappings": YES_NO},
            width=4,
        ),
        stat(
            "Configurations in use",
            "More than one means that processes run different files.",
            now(ask.CONFIGURATIONS, "configurations"),
            unit="short",
            width=4,
        ),
        stat(
            "Blind locations",
            "Locations of which no canary answers: their failures are discarded and services become unknown.",
            now(ask.BLIND, "locations"),
            unit="short",
            width=4,
        ),
        stat(
            "Clock steps",
            "Times the wall clock stepped against the monotonic one in the range shown.",
            now(ask.CLOCK_STEPS, "{{instance}}"),
            unit="short",
            width=4,
        ),
        *_what_runs(),
    ]


def _what_runs() -> list[Json]:
    return [
        table(
            "Programs",
            "Version and revision of each process, its Python and its zone data.",
            {"Build": (now(ask.BUILD), {"custom.hidden": True})},
            labels={
                "instance": "Instance",
                "version": "Version",
                "revision": "Revision",
                "pythonversion": "Python",
                "tzdata": "Zone data",
            },
            sort_by="Instance",
            width=12,
            height=5,
        ),
        table(
            "Configurations",
            "Hash over every file of the configuration that each process runs, and when it was loaded.",
            {
                "Info": (now(ask.CONFIGURATION), {"custom.hidden": True}),
                "Loaded": (now(ask.CONFIGURATION_LOADED), {"unit": "dateTimeAsIso"}),
            },
            labels={"instance": "Instance", "config_sha256": "SHA-256"},
            sort_by="Instance",
            width=12,
            height=5,
        ),
    ]


def _sight() -> list[Json]:
    return [
        row("Can it see"),
        state_timeline(
            "Canaries",
            "Last result of each canary. While all of a location fail, its failures are doubted, not confirmed.",
            query(ask.CANARIES, "{{location}} canary {{control}}"),
            mappings=YES_NO,
            width=12,
            height=8,
        ),
        timeseries(
            "Services not judged",
            "Services that are blocked or unknown, each apart; many at once mean that the fault is ours.",
            query(ask.NOT_JUDGED, "{{state}}"),
            unit="short",
            stacked=True,
            colours=STATE_COLOURS,
        ),
        timeseries(
            "Failures by reason",
            "Probes of the whole fleet that did not meet the expectations.",
            query(ask.FAILURES, "{{reason}}"),
            unit="cps",
            stacked=True,
        ),
        timeseries(
            "Silence of locations",
            "Time since the last probe of each location ended.",
            query(ask.HEARTBEAT_AGE, "{{location}}"),
            unit="s",
            width=6,
        ),
        timeseries(
            "Age of the window sources",
            "Time since each file or feed of windows was last read.",
            query(maintenance.SOURCE_AGE, "{{source}}"),
            unit="s",
            width=6,
        ),
    ]


def _schedule() -> list[Json]:
    return [
        row("Is it on time"),
        timeseries(
            "Probes",
            "Probes that fell due on the grid, and all that were completed, re-checks included.",
            query(ask.SCHEDULED, "{{location}} scheduled"),
            query(ask.COMPLETED, "{{location}} completed"),
            unit="cps",
        ),
        timeseries(
            "Share of probes skipped",
            "Probes that fell due and did not run, of all that fell due. Politeness and back-off are meant; overlap is "
            "a lack of time.",
            query(ask.SKIPPED_SHARE, "{{location}}"),
            unit="percentunit",
        ),
        timeseries(
            "Skipped by reason",
            "Probes that fell due and did not run, by reason.",
            query(ask.SKIPPED, "{{location}} {{reason}}"),
            unit="cps",
            stacked=True,
        ),
        timeseries(
            "Oldest result",
            "Age of the oldest result in intervals of its check; above 2 its service becomes unknown.",
            query(ask.OLDEST_RESULT, "{{location}}"),
            unit="none",
        ),
        heatmap(
            "Lateness",
            "Start of scheduled probes against their grid, over all locations.",
            query(ask.LATENESS_BUCKETS, "{{le}}"),
            unit="s",
        ),
        timeseries(
            "Lateness, quantiles",
            "Half and all but one in a hundred of the scheduled probes started within this time of their grid.",
            query(ask.lateness(0.5), "{{location}} half"),
            query(ask.lateness(0.99), "{{location}} 99 %"),
            unit="s",
        ),
    ]


def _process() -> list[Json]:
    return [
        row("The process"),
        timeseries(
            "Ledger",
            "Transactions written, and those that the ledger did not take.",
            query(ask.WRITES, "{{instance}} written"),
            query(ask.WRITE_FAILURES, "{{instance}} failed"),
            unit="cps",
            width=6,
        ),
        timeseries(
            "Attempts repeated",
            "Attempts repeated for a fault of our own host, by the name of the error; targets are never retried.",
            query(ask.RETRIES, "{{location}} {{reason}}"),
            unit="cps",
            stacked=True,
            width=6,
        ),
        timeseries(
            "Lease",
            "Which process held the ledger's lease.",
            query(ask.LEADER, "{{instance}}"),
            unit="none",
            width=6,
        ),
        timeseries(
            "Unknown modules",
            "Requests for /probe that named a module that is not there.",
            query(ask.UNKNOWN_MODULES, "{{instance}}"),
            unit="cps",
            width=6,
        ),
        timeseries(
            "Processor", "Cores used by each process.", query(ask.CPU, "{{instance}}"), unit="none", width=6, height=7
        ),
        timeseries("Memory", "Resident memory.", query(ask.MEMORY, "{{instance}}"), unit="bytes", width=6, height=7),
        timeseries(
            "Open files",
            "Open file descriptors of those allowed.",
            query(ask.OPEN_FILES, "{{instance}}"),
            unit="percentunit",
            width=6,
            height=7,
        ),
        timeseries(
            "Scrape",
            "Duration of the scrape as Prometheus saw it.",
            query(ask.SCRAPE_SECONDS, "{{instance}}"),
            unit="s",
            width=6,
            height=7,
        ),
    ]
