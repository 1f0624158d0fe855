"""What a right configuration becomes, and how a load as a whole succeeds or fails."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.adapters.manifest import fingerprint, load
from monitor.domain.catalogue import Dependency, Resolver, Strength
from monitor.domain.errors import ConfigurationError
from monitor.domain.recurrence import occurrences
from monitor.domain.target import HttpTarget, IpProtocol
from monitor.domain.window import Scope

SHIPPED = Path(__file__).parents[3] / "config" / "marsad.yaml"


def refusal(path: str = "marsad.yaml", **environ: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        load(Path(path), environ)
    return [str(problem) for problem in caught.value.problems]


def test_shipped_configuration_loads_and_warns_of_the_placeholder_alone() -> None:
    configuration = load(SHIPPED, {})

    assert [problem.key_path for problem in configuration.warnings] == ["contact"]
    assert configuration.settings.contact_is_placeholder
    assert len([name for name in configuration.files if name.endswith(".yaml")]) == 9


def test_shipped_catalogue_holds_what_the_contract_promises() -> None:
    services = load(SHIPPED, {}).catalogue.services

    absher = "portal residency-validity passport-renewal driving-licence traffic-violations company-employment"
    promised = {f"absher/{name}" for name in absher.split()}
    promised |= {"nafath/sign-on", "qiwa/portal", "qiwa/sign-in", "masar/portal", "ejar/portal", "rega/portal"}
    assert promised <= set(services)
    assert services["absher/passport-renewal"].inferred_from == "absher/portal"
    login = Dependency(service_id="nafath/sign-on", strength=Strength.LOGIN)
    assert services["masar/portal"].depends_on == (login,)


def test_shipped_checks_keep_five_minutes_between_requests() -> None:
    checks = load(SHIPPED, {}).catalogue.checks.values()

    assert {check.interval for check in checks} == {timedelta(minutes=5)}


def test_shipped_window_is_the_announced_night() -> None:
    (window,) = load(SHIPPED, {}).windows

    assert (window.starts, window.ends) == (datetime(2025, 12, 5), datetime(2025, 12, 5, 12))  # noqa: DTZ001 -- local wall times
    assert window.declared_at == datetime(2025, 12, 3, 18, 50, tzinfo=UTC)
    assert len(window.scope.services) == 6
    assert window.source_url == ""


def test_values_come_from_the_check_then_the_defaults(base: Path) -> None:
    with (base / "marsad.yaml").open("a") as file:
        file.write("defaults: {interval: 2m, down_after: 3, down_share: {of: 20}, objective: 99, quorum: 2}\n")
    text = (base / "platforms/absher.yaml").read_text("utf-8")
    options = "timeout: 1m30s, up_after: 5, down_share: {ratio: 0.25}, proxy_url: 'http://u:p@proxy.example', "
    (base / "platforms/absher.yaml").write_text(text.replace("{id: landing, ", "{id: landing, " + options), "utf-8")

    catalogue = load(Path("marsad.yaml"), {}).catalogue

    check = catalogue.checks["absher/portal/landing"]
    assert (check.interval, check.timeout) == (timedelta(minutes=2), timedelta(seconds=90))
    assert (check.policy.down_after, check.policy.up_after) == (3, 5)
    assert (check.policy.share_of, check.policy.share_ratio) == (10, 0.25)
    assert check.proxy_url == "http://u:p@proxy.example"
    assert "u:p" not in repr(check)
    service = catalogue.services["absher/portal"]
    assert (service.objective, service.quorum) == (99, 2)


def test_http_section_becomes_a_target(base: Path) -> None:
    (base / "ca.pem").touch()
    options = (
        'ip_protocol: 6, headers: {X-Token: "${TOKEN}"}, resolve: {absher.example: "::1"}, '
        "tls: {ca_file: ../ca.pem, min_version: TLSv1.3}, "
        'expect: {status: ["200-299", 302], contains: [yes], excludes: ["$${x}"]}, '
    )
    text = (base / "platforms/absher.yaml").read_text("utf-8")
    (base / "platforms/absher.yaml").write_text(text.replace("http: {", "http: {" + options), "utf-8")

    target = load(Path("marsad.yaml"), {"TOKEN": "hunter2"}).catalogue.checks["absher/portal/landing"].target

    assert isinstance(target, HttpTarget)
    assert target.headers == (("X-Token", "hunter2"),)
    assert "hunter2" not in repr(target)
    assert target.ip_protocol is IpProtocol.V6
    assert target.resolve == {"absher.example": "::1"}
    assert target.tls.ca_file == "platforms/../ca.pem"
    assert target.expect.status == ((200, 299), (302, 302))
    assert (target.expect.contains, target.expect.excludes) == (("yes",), ("${x}",))


def test_platform_edge_reaches_every_service_but_its_target(base: Path) -> None:
    text = (base / "platforms/absher.yaml").read_text("utf-8")
    text += "  - {id: renewal, name: {en: R, ar: ت}, inferred_from: portal}\n"
    text += "depends_on: [{service: absher/portal, strength: hard}]\n"
    (base / "platforms/absher.yaml").write_text(text, "utf-8")

    services = load(Path("marsad.yaml"), {}).catalogue.services

    assert services["absher/portal"].depends_on == ()
    assert services["absher/renewal"].hard_roots == ("absher/portal",)


def test_window_takes_ids_and_labels_together(base: Path) -> None:
    (base / "windows/calendar.yaml").write_text(
        "windows:\n"
        "  - {id: one, platform: absher, services: [portal, {labels: {kind: back}}], exclude: [],\n"
        "     starts: 2025-12-05T00:00:00+03:00, duration: 1d}\n",
    )

    (window,) = load(Path("marsad.yaml"), {}).windows

    assert window.scope == Scope(services=frozenset({"portal"}), selectors=((("kind", "back"),),))
    assert window.starts.utcoffset() == timedelta(hours=3)
    assert (window.ends, window.duration) == (None, timedelta(days=1))
    assert window.timezone == "Asia/Riyadh"


@pytest.mark.parametrize(("length", "allowed"), [("23h59m", True), ("24h", True), ("24h1m", False)])
def test_exactly_the_longest_window_is_allowed(base: Path, length: str, *, allowed: bool) -> None:
    (base / "windows/calendar.yaml").write_text(
        f"windows: [{{id: one, platform: absher, services: all, starts: 2025-12-05T00:00, duration: {length}}}]\n",
    )

    if allowed:
        assert len(load(Path("marsad.yaml"), {}).windows) == 1
    else:
        assert len(refusal()) == 1


def test_missing_configuration_is_one_line(base: Path) -> None:
    (base / "marsad.yaml").unlink()

    assert refusal("marsad.yaml") == [
        "marsad.yaml:1: (file): null: the file cannot be read: no such file or directory."
    ]


def test_file_that_is_not_utf8_is_named_with_its_line(base: Path) -> None:
    (base / "platforms/absher.yaml").write_bytes(b"platform: absher\nname: \xff\n")

    assert refusal() == ["platforms/absher.yaml:2: (file): null: the file is not UTF-8."]


def test_broken_catalogue_does_not_make_windows_look_wrong(base: Path) -> None:
    (base / "platforms/absher.yaml").write_text("{", "utf-8")
    (base / "windows/calendar.yaml").write_text(
        "windows: [{id: one, platform: absher, services: [portal], starts: 2025-12-05T00:00, duration: 1h}]\n",
    )

    (line,) = refusal()

    assert line.startswith("platforms/absher.yaml:2: (file): null: not YAML: ")


def test_mistakes_are_gathered_over_all_files(base: Path) -> None:
    """Twelve mistakes of twelve kinds in four files are twelve lines: none hides another, none is told twice."""
    (base / "marsad.yaml").write_text(
        "location: {id: riyadh-1, country: SA}\n"
        "canaries: [https://one.example/, https://two.example/]\n"
        "contact: https://marsad.example/\n"
        "grace: 5\n"  # 1: wrong type
        "notices: {}\n"  # 2: unknown key
        "timezone: Mars/Olympus\n",  # 3: unknown zone
    )
    (base / "platforms/absher.yaml").write_text(
        "platform: absher\n"
        "name: {en: Absher, ar: أبشر}\n"
        "hosts: [absher.example]\n"
        "hosts: [absher.example]\n"  # 4: duplicate key
        "services:\n"
        "  - id: portal\n"
        "    name: {en: Portal}\n"  # 5: missing key
        "    depends_on: [{service: absher/gate, strength: hard}]\n"  # 6: unknown target
        "    checks:\n"
        "      - {id: landing, interval: 1m, timeout: 2m, http: {url: 'https://absher.example/'}}\n"  # 7: timeout
        "      - {id: other, interval: 1h, http: {url: 'https://elsewhere.example/'}}\n"  # 8: host
        "  - {id: renewal, name: {en: R, ar: ت}, inferred_from: gate}\n",  # 9: unknown source
        "utf-8",
    )
    (base / "platforms/broken.yaml").write_text("platform: [\n")  # 10: no YAML
    (base / "windows/calendar.yaml").write_text(
        "windows:\n"
        "  - {id: one, platform: absher, services: [gate], starts: 2025-12-05T00:00, duration: 1h}\n"  # 11: service
        "  - {id: two, platform: absher, services: all, starts: 2025-12-05T00:00, duration: 3d}\n",  # 12: too long
    )

    lines = refusal()

    assert len(lines) == 12, "\n".join(lines)


def test_nothing_is_shown_of_a_file_that_is_none_of_ours(base: Path) -> None:
    """A pattern that is too wide may reach a file whose whole content is a secret."""
    (base / "platforms/token.yaml").write_text("hunter2\n")

    assert refusal() == ["platforms/token.yaml:1: (file): null: must be a mapping of keys to values."]


def test_second_file_of_a_platform_is_refused(base: Path) -> None:
    (base / "platforms/second.yaml").write_text((base / "platforms/absher.yaml").read_text("utf-8"), "utf-8")

    assert refusal()[0] == (
        'platforms/second.yaml:1: platform: "absher": this platform is already defined in platforms/absher.yaml.'
    )


def test_cycle_over_two_platforms_is_named(base: Path) -> None:
    text = (base / "platforms/absher.yaml").read_text("utf-8")
    (base / "platforms/absher.yaml").write_text(
        text + "depends_on: [{service: nafath/portal, strength: login}]\n", "utf-8"
    )
    other = text.replace("absher", "nafath") + "depends_on: [{service: absher/portal, strength: function}]\n"
    (base / "platforms/nafath.yaml").write_text(other, "utf-8")

    (line,) = refusal()

    assert line == (
        'platforms/nafath.yaml:9: depends_on[0].service: "absher/portal": '
        "depends on itself: absher/portal -> nafath/portal -> absher/portal."
    )


def test_digest_follows_bytes_and_names_but_not_the_folder(base: Path) -> None:
    first = load(Path("marsad.yaml"), {}).sha256

    assert load(base / "marsad.yaml", {}).sha256 == first
    (base / "windows/calendar.yaml").rename(base / "windows/other.yaml")
    assert load(Path("marsad.yaml"), {}).sha256 != first


def test_fingerprint_follows_a_swapped_link_and_survives_anything(base: Path) -> None:
    """A ConfigMap is changed by swapping a link; names and times of the files stay the same."""
    for name in ("one", "two"):
        (base / name).mkdir()
        (base / name / "absher.yaml").write_text(name)
    (base / "platforms/absher.yaml").unlink()
    (base / "data").symlink_to("one")
    (base / "platforms/absher.yaml").symlink_to("../data/absher.yaml")
    path = Path("marsad.yaml")
    seen = [fingerprint(path), fingerprint(path)]

    (base / "data").unlink()
    seen.append(fingerprint(path))
    (base / "data").symlink_to("two")
    seen.append(fingerprint(path))
    path.write_bytes(b"platforms: [\xff")
    seen.append(fingerprint(path))
    path.unlink()
    seen.append(fingerprint(path))

    assert seen[0] == seen[1]
    assert len(set(seen)) == 5


@pytest.mark.parametrize("line", ["", "probe: {modules: other.yml}\n", "probe: {modules: null}\n"])
def test_file_of_modules_is_found_and_its_change_is_noticed(base: Path, line: str) -> None:
    with (base / "marsad.yaml").open("a") as file:
        file.write(line)
    name = "other.yml" if "other" in line else "modules.yml"
    (base / name).write_text("modules: {}\n")

    configuration = load(Path("marsad.yaml"), {})

    assert configuration.settings.probe_modules_file == name
    assert name in configuration.files
    assert fingerprint(Path("marsad.yaml")) == configuration.sha256
    (base / name).write_text("modules: {http_2xx: {prober: http}}\n")
    assert fingerprint(Path("marsad.yaml")) != configuration.sha256


def test_nobody_needs_modules(base: Path) -> None:
    assert load(base / "marsad.yaml", {}).settings.probe_modules_file is None


def test_targets_of_probe_are_hosts_with_or_without_a_port(base: Path) -> None:
    with (base / "marsad.yaml").open("a") as file:
        file.write('probe: {allow: [A.example., "b.example:443", "::1", "[::1]:80", 192.0.2.1]}\n')

    allowed = load(Path("marsad.yaml"), {}).settings.probe_allow

    assert allowed == ("a.example", "b.example:443", "::1", "[::1]:80", "192.0.2.1")


def test_resolver_is_the_systems_unless_another_is_named(base: Path) -> None:
    assert load(Path("marsad.yaml"), {}).settings.resolver is Resolver.SYSTEM
    with (base / "marsad.yaml").open("a") as file:
        file.write("resolver: c-ares\n")
    assert load(Path("marsad.yaml"), {}).settings.resolver is Resolver.C_ARES


def test_resolver_that_is_not_installed_is_an_error_that_says_how_to_get_it(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (base / "marsad.yaml").open("a") as file:
        file.write("resolver: c-ares\n")
    monkeypatch.setitem(sys.modules, "aiodns", None)

    assert refusal() == ["marsad.yaml:5: resolver: \"c-ares\": needs the package aiodns: pip install 'marsad[c-ares]'."]


def test_kinds_that_no_proxy_carries_go_past_it_with_a_warning(base: Path) -> None:
    with (base / "marsad.yaml").open("a") as file:
        file.write("proxy_url: http://proxy.example:3128\n")
    text = (base / "platforms/absher.yaml").read_text("utf-8")
    more = "checks: [{id: echo, interval: 1h, icmp: {host: absher.example}}, "
    (base / "platforms/absher.yaml").write_text(text.replace("checks: [", more), "utf-8")

    [warning] = [one for one in load(Path("marsad.yaml"), {}).warnings if "proxy" in one.sentence]

    assert str(warning) == (
        'warning: platforms/absher.yaml:8: services[0].checks[0].icmp: {"host": "absher.example"}: '
        "an HTTP proxy does not carry icmp: this check goes past the proxy_url of marsad.yaml."
    )


def recurring(base: Path, keys: str) -> list[tuple[str, str]]:
    (base / "windows/calendar.yaml").write_text(
        f"windows: [{{id: one, platform: absher, services: all, rrule: FREQ=WEEKLY, {keys}}}]\n"
    )
    (spec,) = load(Path("marsad.yaml"), {}).windows
    since = spec.starts.replace(tzinfo=UTC) - timedelta(days=1)
    found = list(occurrences(spec, since, since + timedelta(days=10)))
    return [(f"{one.starts:%d %H:%M}", f"{one.ends:%d %H:%M}") for one in found]


def test_recurrence_given_as_an_instant_repeats_at_the_local_time_of_its_own_zone(base: Path) -> None:
    zone = "timezone: Europe/Warsaw"
    instant = "starts: 2026-03-22T04:00+01:00"

    assert recurring(base, f"{instant}, duration: 1h, {zone}") == [("22 03:00", "22 04:00"), ("29 02:00", "29 03:00")]
    assert recurring(base, f"{instant}, ends: 2026-03-22T04:00Z, {zone}") == [
        ("22 03:00", "22 04:00"),
        ("29 02:00", "29 03:00"),
    ]


def test_recurrence_without_a_zone_of_its_own_repeats_in_its_offset(base: Path) -> None:
    assert recurring(base, "starts: 2026-03-22T04:00+01:00, duration: 1h") == [
        ("22 03:00", "22 04:00"),
        ("29 03:00", "29 04:00"),
    ]


@pytest.mark.parametrize(
    ("starts", "ends", "first"),
    [
        ("2026-10-25T02:30+02:00", "2026-10-25T02:45+02:00", ("25 00:30", "25 00:45")),
        ("2026-10-25T02:30+01:00", "2026-10-25T02:45+01:00", ("25 01:30", "25 01:45")),
        ("2026-10-25T02:30+02:00", "2026-10-25T02:45+01:00", ("25 00:30", "25 01:45")),
        ("2026-10-25T01:30+02:00", "2026-10-25T02:45+02:00", ("24 23:30", "25 00:45")),
    ],
)
def test_first_occurrence_is_where_its_instants_are_also_when_the_hour_comes_twice(
    base: Path, starts: str, ends: str, first: tuple[str, str]
) -> None:
    assert recurring(base, f"starts: {starts}, ends: {ends}, timezone: Europe/Warsaw")[0] == first


def test_fingerprint_of_what_was_loaded_is_its_digest() -> None:
    assert fingerprint(SHIPPED) == load(SHIPPED, os.environ).sha256
