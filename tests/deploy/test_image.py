# A wheelhouse, an installation from it, the Dockerfile's steps in a bare Debian, and what comes of them, run as its
# user on a read-only root; all without a network. It is one test, since what it looks at takes half a minute to make
# and pytest-xdist 3.8 does not keep a group together under pytest 9.2. Each check is a subtest, reported by name.
from __future__ import annotations

import json
import os
import re
import shlex
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.deploy.dockerfile import Builder, Image
from tests.deploy.roots import contained, context, debian, need_what_it_takes
from tests.e2e.program import ROOT

MARSAD = "/opt/marsad/bin/marsad"
PYTHON = "/opt/marsad/bin/python"
README = (ROOT / "deploy" / "README.md").read_text()


@dataclass(frozen=True, slots=True)
class Shipped:
    """What there is to look at."""

    wheelhouse: Path
    image: Image
    folder: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run in the image as an engine would with --read-only: a new volume of the image's user, and /tmp."""
        volumes = []
        for path in (*self.image.volumes, "/tmp"):
            outside = self.folder / f"volume{len(list(self.folder.iterdir()))}"
            outside.mkdir()
            subprocess.run(["chown", self.image.user, outside], check=True)
            volumes.append((outside, path))
        return contained(self.image, command, mounts=volumes)


CHECKS: list[Callable[[Shipped], None]] = []


def check(function: Callable[[Shipped], None]) -> Callable[[Shipped], None]:
    CHECKS.append(function)
    return function


@pytest.mark.timeout(600)
def test_what_is_shipped(shipped: Shipped, subtests: pytest.Subtests) -> None:
    for function in CHECKS:
        with subtests.test(function.__name__):
            function(shipped)


@pytest.fixture
def shipped(tmp_path: Path) -> Iterator[Shipped]:
    """The Dockerfile, carried out; all that pip installs comes from the wheelhouse."""
    need_what_it_takes()
    tmp_path.chmod(0o755)
    with debian(tmp_path / "bare") as finished:  # meanwhile:
        wheelhouse = tmp_path / "wheelhouse"
        subprocess.run(["make", "--no-print-directory", "wheelhouse", f"WHEELHOUSE={wheelhouse}"], cwd=ROOT, check=True)
        seen = context(tmp_path / "context", wheelhouse)
        bare = finished()
        roots = iter([tmp_path / "build", tmp_path / "image"])

        def fresh() -> Path:
            root = next(roots)
            subprocess.run(["cp", "--archive", "--reflink=auto", bare, root], check=True)
            return root

        offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "build/wheelhouse", "REVISION": "0123456789abcdef"}
        image = Builder(seen, fresh, _build, offline).build((seen / "Dockerfile").read_text())
        (tmp_path / "volumes").mkdir()
        yield Shipped(wheelhouse=wheelhouse, image=image, folder=tmp_path / "volumes")
        for root in ("bare", "build", "image"):
            subprocess.run(["rm", "--recursive", "--force", tmp_path / root], check=True)


def _build(image: Image, command: Sequence[str]) -> None:
    done = contained(image, command, unprivileged=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"


# --- the wheelhouse


@check
def wheelhouse_holds_wheels_alone_and_every_requirement(shipped: Shipped) -> None:
    locked = (ROOT / "requirements" / "runtime.txt").read_text()
    wanted = re.findall(r"^([a-z0-9-]+)(?:\[[a-z-]+\])?==", locked, re.MULTILINE)
    wheels = {path.name.partition("-")[0].lower().replace("_", "-") for path in shipped.wheelhouse.glob("*.whl")}

    assert {*wanted, "marsad", "setuptools"} == wheels
    assert {path.suffix for path in shipped.wheelhouse.iterdir()} == {".whl", ".txt"}


def documented(heading: str) -> str:
    """The commands of the first shell block below a heading of deploy/README.md."""
    block = re.search(rf"^## {heading}\n.*?^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert block, heading
    return block[1]


@check
def documented_commands_install_where_no_network_can_be_reached(shipped: Shipped) -> None:
    folder = shipped.folder.parent / "elsewhere"
    folder.mkdir()
    (folder / "wheelhouse").symlink_to(shipped.wheelhouse)
    (folder / "config").symlink_to(ROOT / "config")
    commands = documented("Without internet")
    commands = commands.replace("/opt/marsad", f"{folder}/marsad").replace("/etc/marsad", f"{folder}/etc")

    done = subprocess.run(
        ["unshare", "--net", "bash", "-euo", "pipefail", "-c", commands],
        cwd=folder,
        env={"PATH": f"{sys.base_prefix}/bin:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("ok: 6 platforms, ")


# --- the image


@check
def check_succeeds_as_the_unprivileged_user_on_a_read_only_root(shipped: Shipped) -> None:
    done = shipped.run(*shipped.image.entrypoint, "check", "--config.file=/etc/marsad/marsad.yaml")

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("ok: 6 platforms, ")


@check
def user_has_no_rights_and_can_write_to_the_volume_alone(shipped: Shipped) -> None:
    asked = 'id -u; id -G; grep -E "^(CapEff|CapBnd|NoNewPrivs)" /proc/self/status; touch /var/lib/marsad/ledger'

    done = shipped.run("/bin/sh", "-c", asked)

    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [
        *("65532", "65532"),
        *("CapEff:", "0000000000000000", "CapBnd:", "0000000000000000", "NoNewPrivs:", "1"),
    ]


@check
def root_is_read_only_even_for_its_owner(shipped: Shipped) -> None:
    paths = ["/opt/marsad/x", "/etc/marsad/x", "/usr/x", "/var/lib/x", "/x"]
    attempts = "; ".join(f"(echo > {path})" for path in paths)

    done = contained(
        Image(shipped.image.root, user="0:0", environment=shipped.image.environment), ["/bin/sh", "-c", attempts]
    )

    assert done.returncode != 0
    assert done.stderr.count("Read-only file system") == len(paths), done.stderr


@check
def what_the_image_starts_is_healthy_serves_and_drains(shipped: Shipped) -> None:
    read = "web.urlopen('http://127.0.0.1:10115' + sys.argv[1]).read().decode()"
    get = f"import sys, urllib.request as web; sys.stdout.write({read})"
    script = f"""
        "$@" & program=$!
        tries=0
        until {shlex.join(shipped.image.health)} 2>/dev/null; do
          tries=$((tries + 1)); [ $tries -lt 150 ] || exit 9; sleep 0.2
        done
        {PYTHON} -c {shlex.quote(get)} /metrics > /tmp/metrics
        {PYTHON} -c {shlex.quote(get)} / > /tmp/page
        grep -o '^marsad_build_info.*' /tmp/metrics
        grep -o absher/portal /tmp/page | head -1
        stat -c '%a %u' /var/lib/marsad/marsad.db
        kill -TERM $program
        wait $program
    """

    done = shipped.run("/bin/sh", "-c", script, "sh", *shipped.image.entrypoint, *shipped.image.command)

    assert done.returncode == 0, done.stdout + done.stderr
    said = done.stdout.splitlines()
    assert 'revision="0123456789abcdef"' in said[0]
    assert said[1] == "absher/portal"
    assert said[2].endswith(" 65532")
    assert "stopped" in done.stderr


@check
def health_check_fails_where_nothing_listens(shipped: Shipped) -> None:
    assert shipped.run(*shipped.image.health).returncode != 0


@check
def only_what_is_shipped_is_in_the_image(shipped: Shipped) -> None:
    installed = shipped.image.root / "opt" / "marsad"
    distributions = {path.name.partition("-")[0] for path in installed.glob("lib/python3*/site-packages/*.dist-info")}

    assert {"marsad", "httpx"} <= distributions
    assert distributions.isdisjoint({"pip", "setuptools", "wheel", "pytest"})
    assert sorted(path.name for path in (shipped.image.root / "etc" / "marsad").iterdir()) == [
        *("gazetteer.yaml", "marsad.yaml", "modules.yml", "platforms", "windows")
    ]
    assert not (shipped.image.root / "src").exists()
    assert not (shipped.image.root / "wheels").exists()


@check
def nothing_the_user_could_change_is_outside_of_the_volume(shipped: Shipped) -> None:
    ours = [shipped.image.root / "opt" / "marsad", shipped.image.root / "etc" / "marsad"]
    modes = {path: path.lstat() for top in ours for path in (top, *top.rglob("*")) if not path.is_symlink()}

    assert len(modes) > 1000
    assert [
        path for path, mode in modes.items() if mode.st_uid != 0 or mode.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    ] == []
    assert (shipped.image.root / "var/lib/marsad").stat().st_uid == 65532


@check
def labels_are_those_of_the_open_container_initiative(shipped: Shipped) -> None:
    wanted = {"title", "description", "url", "source", "documentation", "vendor", "licenses", "version", "revision"}

    assert {
        f"org.opencontainers.image.{name}" for name in (*wanted, "created", "base.name")
    } == shipped.image.labels.keys()
    assert all(shipped.image.labels.values())
    assert shipped.image.labels["org.opencontainers.image.revision"] == "0123456789abcdef"


@check
def ledger_and_settings_are_where_the_contract_has_them(shipped: Shipped) -> None:
    assert shipped.image.user == "65532:65532"
    assert shipped.image.ports == ["10115"]
    assert shipped.image.volumes == ["/var/lib/marsad"]
    assert shipped.image.entrypoint == [MARSAD]
    assert shipped.image.command == [
        "run",
        "--config.file=/etc/marsad/marsad.yaml",
        "--storage.url=sqlite:////var/lib/marsad/marsad.db",
        "--web.listen-address=:10115",
    ]
    assert json.dumps(shipped.image.health).count("/-/healthy") == 1
