# A bare Debian in a folder, and commands in it as in a container: network of its own with loopback alone, no process
# but theirs in sight; and, where an image runs, its user, no rights, and a root that nobody can write to.
from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.deploy.dockerfile import Image
from tests.e2e.program import ROOT

_SOURCES = ("/etc/apt/sources.list", "/etc/apt/sources.list.d/debian.sources")
_LEFT_OUT = ("doc", "info", "locale", "man")

# $1: the root; $2: `rw` or `ro`; then pairs of a folder outside and where it is seen inside, and what runs after `--`.
_CONTAIN = """
set -eu
root=$1 mode=$2
shift 2
ip link set lo up
mount --make-rprivate /
mount --bind "$root" "$root"
while [ "$1" != -- ]; do
  mount --bind "$1" "$root$2"
  shift 2
done
shift
[ "$mode" = rw ] || mount -o remount,bind,ro "$root"
mount -t proc proc "$root/proc"
exec chroot "$root" "$@"
"""


def need_what_it_takes() -> None:
    """CI has all of it; elsewhere the tests say what they miss."""
    if os.geteuid() != 0:
        pytest.skip("a root of its own needs root")
    if shutil.which("mmdebstrap") is None or shutil.which("ip") is None:
        pytest.skip("needs mmdebstrap and iproute2: .ci/system installs them")


@contextmanager
def debian(where: Path) -> Iterator[Callable[[], Path]]:
    """Begin a Debian with Python and certificates, as BASE is one; what is given waits for its end.

    It comes from the sources of the machine's own apt.
    """
    release = dict(line.split("=", 1) for line in Path("/etc/os-release").read_text().splitlines() if "=" in line)
    command = [
        "mmdebstrap",
        "--quiet",
        "--mode=root",
        "--variant=essential",
        "--format=directory",
        "--include=python3,python3-venv,ca-certificates,libstdc++6",  # the last comes with apt, which is left out here
        '--aptopt=Acquire::Languages "none"',
        "--dpkgopt=force-unsafe-io",
        *(f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in _LEFT_OUT),
        release["VERSION_CODENAME"],
        str(where),
        *(source for source in _SOURCES if Path(source).is_file() and Path(source).stat().st_size),
    ]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL) as work:

        def finished() -> Path:
            assert work.wait() == 0, "mmdebstrap failed; it says why above"
            return where

        try:
            yield finished
        finally:
            work.kill()


def context(where: Path, wheelhouse: Path) -> Path:
    """What a build is given of this repository: a wheelhouse in it, and a ledger that must not get into the image."""
    shutil.copytree(ROOT / "config", where / "config")
    shutil.copytree(ROOT / "monitor", where / "monitor")
    shutil.copytree(ROOT / "requirements", where / "requirements")
    shutil.copytree(wheelhouse, where / "build" / "wheelhouse")
    for name in ("Dockerfile", ".dockerignore", "LICENSE", "README.md", "pyproject.toml"):
        shutil.copy2(ROOT / name, where)
    (where / "var").mkdir()
    (where / "var" / "marsad.db").touch()
    return where


def contained(
    image: Image, command: Sequence[str], *, mounts: Sequence[tuple[Path, str]] = (), unprivileged: bool = True
) -> subprocess.CompletedProcess[str]:
    """``command`` in the image. Unprivileged is how it runs, else it is being built."""
    user, _, group = image.user.partition(":")
    dropped = ["--clear-groups", "--no-new-privs", "--inh-caps=-all", "--bounding-set=-all"]
    variables = image.environment if unprivileged else image.environment | image.arguments
    return subprocess.run(
        [
            *("unshare", "--mount", "--net", "--ipc", "--uts", "--pid", "--fork", "--kill-child"),
            *("sh", "-c", _CONTAIN, "sh", str(image.root), "ro" if unprivileged else "rw"),
            *(str(part) for mount in mounts for part in mount),
            "--",
            *(("setpriv", f"--reuid={user}", f"--regid={group}", *dropped) if unprivileged else ()),
            *("env", "-i", f"--chdir={image.workdir}", *(f"{name}={value}" for name, value in variables.items())),
            *command,
        ],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
