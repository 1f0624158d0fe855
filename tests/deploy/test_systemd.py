# The unit, by systemd's own checks; no systemd runs for it.
from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.e2e.program import ROOT

UNIT = ROOT / "deploy" / "systemd" / "marsad.service"
EXPOSURE = 1.5  # of 10; systemd calls up to 2 OK, and Debian's own prometheus.service has more


def analyze(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze: .ci/system installs it")
    return subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, text=True, check=False, env={"PATH": "/usr/bin:/bin"}
    )


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The unit with a program that is there: verify asks whether it can be executed."""
    return _planted(tmp_path, "/opt/marsad/bin/marsad", "/bin/true")


def _planted(folder: Path, old: str, new: str) -> Path:
    text = UNIT.read_text()
    assert old in text
    copy = folder / "marsad.service"
    copy.write_text(text.replace(old, new))
    return copy


def test_unit_verifies(unit: Path) -> None:
    done = analyze("verify", "--man=no", unit)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("StateDirectory=marsad", "StateDirectry=marsad"),
        ("RestartSec=10s", "RestartSec=soon"),
        ("SystemCallFilter=@system-service", "SystemCallFilter=@system-servant"),
    ],
)
def test_verify_is_awake(tmp_path: Path, unit: Path, old: str, new: str) -> None:
    unit.write_text(unit.read_text().replace(old, new, 1))

    done = analyze("verify", "--man=no", unit)

    assert new.partition("=")[0] in done.stderr or new.partition("=")[2] in done.stderr


def test_unit_exposes_little(unit: Path) -> None:
    done = analyze("security", "--offline=true", f"--threshold={EXPOSURE * 10:.0f}", "--no-pager", unit)

    assert done.returncode == 0, done.stdout


def test_unit_starts_what_the_container_starts() -> None:
    lines = UNIT.read_text().splitlines()

    start = next(line.partition("=")[2].split() for line in lines if line.startswith("ExecStart="))

    assert start == [
        *("/opt/marsad/bin/marsad", "run", "--config.file=/etc/marsad/marsad.yaml"),
        *("--storage.url=sqlite:////var/lib/marsad/marsad.db", "$ARGS"),
    ]
    assert "ExecReload=/bin/kill -HUP $MAINPID" in lines
