from __future__ import annotations

import platform
import subprocess
import sys
from importlib.metadata import version

from monitor import __version__
from tests.cli.conftest import Marsad


def test_version_names_revision_python_and_zone_data(marsad: Marsad) -> None:
    answer = marsad("--version")

    assert answer.exit_code == 0
    expected = (
        f"marsad {__version__} (revision unknown, Python {platform.python_version()}, tzdata {version('tzdata')})"
    )
    assert answer.stdout == f"{expected}\n"


def test_module_is_the_program() -> None:
    answer = subprocess.run([sys.executable, "-m", "monitor", "--version"], capture_output=True, text=True, check=True)

    assert answer.stdout.startswith(f"marsad {__version__} (")


def test_without_a_verb_the_help_is_shown(marsad: Marsad) -> None:
    answer = marsad()

    assert answer.exit_code == 2
    assert all(verb in answer.output for verb in ("run", "check", "probe", "replay", "schema"))
