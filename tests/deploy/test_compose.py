# compose.yaml against the Compose specification and against what is in the repository; no engine starts it.
from __future__ import annotations

import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.e2e.program import ROOT

DEPLOY = ROOT / "deploy"
TEXT = (DEPLOY / "compose.yaml").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]


def parse(text: str) -> None:
    """By the specification, with every volume that a service names.

    Raises:
        ValueError: it says otherwise.
    """
    compose = pytest.importorskip("compose_spec", reason="it has no wheel for Linux on ARM")
    options = compose._PyOptions()  # the public ones merge no `<<`
    options.apply_merge = True
    compose.PyCompose(options.from_yaml(text)).validate()


def test_file_keeps_to_the_specification() -> None:
    parse(TEXT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("stop_grace_period: 20s", "stop_grace: 20s"),
        ("mem_limit: 512m", "mem_limit: much"),
        ("volumes:\n  ledger: {}", "volumez:\n  ledger: {}"),
    ],
)
def test_specification_is_awake(old: str, new: str) -> None:
    assert old in TEXT

    with pytest.raises(ValueError, match=r"\w"):
        parse(TEXT.replace(old, new))


def test_every_volume_is_declared_and_used() -> None:
    used = {m["source"] for service in SERVICES.values() for m in service["volumes"] if m["type"] == "volume"}

    assert used == yaml.safe_load(TEXT)["volumes"].keys()


def test_four_services_are_hardened_alike() -> None:
    assert SERVICES.keys() == {"marsad", "prometheus", "alertmanager", "grafana"}
    for name, service in SERVICES.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service, name


def test_nothing_listens_beyond_loopback() -> None:
    assert all(port.startswith("127.0.0.1:") for service in SERVICES.values() for port in service["ports"])


def test_images_have_a_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    assert SERVICES["marsad"]["image"] == f"marsad:{version}"
    assert all(any(char.isdigit() for char in service["image"].partition(":")[2]) for service in SERVICES.values())


def mounts(service: str) -> dict[str, Path]:
    return {
        mount["target"]: (DEPLOY / mount["source"]).resolve()
        for mount in SERVICES[service]["volumes"]
        if mount["type"] == "bind"
    }


def test_what_is_mounted_is_there_and_read_only() -> None:
    for name, service in SERVICES.items():
        assert all(path.exists() for path in mounts(name).values())
        assert all(mount["read_only"] for mount in service["volumes"] if mount["type"] == "bind")


def test_configuration_stands_where_the_image_looks_for_it() -> None:
    assert (mounts("marsad")["/etc/marsad"] / "marsad.yaml").is_file()
    assert [m["target"] for m in SERVICES["marsad"]["volumes"] if m["type"] == "volume"] == ["/var/lib/marsad"]


def test_grafana_gets_the_addresses_its_provisioning_reads() -> None:
    provisioning = mounts("grafana")["/etc/grafana/provisioning"]
    sources = yaml.safe_load((provisioning / "datasources" / "prometheus.yaml").read_text())["datasources"]
    dashboards = yaml.safe_load((provisioning / "dashboards" / "marsad.yaml").read_text())["providers"]

    assert {source["url"].removeprefix("$") for source in sources} <= SERVICES["grafana"]["environment"].keys()
    assert list(mounts("grafana")["/var/lib/grafana/dashboards/marsad"].glob("marsad-*.json"))
    assert {provider["options"]["path"] for provider in dashboards} <= mounts("grafana").keys()


def test_prometheus_configuration_is_the_example_with_other_addresses() -> None:
    example = yaml.safe_load((ROOT / "config" / "prometheus" / "prometheus.yml").read_text())
    ours = yaml.safe_load((DEPLOY / "compose" / "prometheus.yml").read_text())

    example["scrape_configs"][0]["static_configs"][0]["targets"] = ["marsad:10115"]
    example["alerting"]["alertmanagers"][0]["static_configs"][0]["targets"] = ["alertmanager:9093"]
    example["global"]["external_labels"]["marsad_dashboards"] = "http://127.0.0.1:3000"

    assert ours == example


def test_prometheus_accepts_its_configuration_as_it_is_mounted(tmp_path: Path) -> None:
    inside = mounts("prometheus")
    (tmp_path / "prometheus.yml").symlink_to(inside["/etc/prometheus/prometheus.yml"])
    (tmp_path / "rules").symlink_to(inside["/etc/prometheus/rules"])

    done = subprocess.run(
        ["promtool", "check", "config", tmp_path / "prometheus.yml"], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "rules found" in done.stdout
