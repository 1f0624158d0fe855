from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.cli.conftest import MARSAD, Marsad, Tree


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_wrong_configuration_is_refused_with_every_problem(marsad: Marsad, tree: Tree) -> None:
    tree.write("marsad.yaml", MARSAD + "grace: soon\nunheard: of\n")

    answer = marsad("run", "--config.file", tree.config)

    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert "grace" in answer.stderr
    assert "unheard" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_address_in_use_is_refused(marsad: Marsad, tree: Tree, taken: int) -> None:
    answer = marsad("run", "--config.file", tree.config, "--web.listen-address", f"127.0.0.1:{taken}")

    assert answer.exit_code == 2
    assert answer.stderr.startswith("marsad: ")
    assert str(taken) in answer.stderr


def test_wrong_web_configuration_is_refused(marsad: Marsad, tree: Tree) -> None:
    web = tree.write("web.yml", "nothing_known: 1\n")

    answer = marsad(
        "run", "--config.file", tree.config, "--web.config.file", web, "--web.listen-address", "127.0.0.1:0"
    )

    assert answer.exit_code == 2
    assert "nothing_known" in answer.stderr


def test_ledger_that_no_version_can_read_is_refused(marsad: Marsad, tree: Tree) -> None:
    answer = marsad(
        "run",
        *("--config.file", tree.config),
        *("--web.listen-address", "127.0.0.1:0"),
        *("--storage.url", "nonsense://nowhere"),
    )

    assert answer.exit_code == 2
    assert "Traceback" not in answer.output


@pytest.mark.parametrize("flag", [("--log.format", "xml"), ("--log.level", "loud"), ("--no.such.flag", "1")])
def test_unknown_flags_and_values_are_refused(marsad: Marsad, tree: Tree, flag: tuple[str, str]) -> None:
    answer = marsad("run", "--config.file", tree.config, *flag)

    assert answer.exit_code == 2
    assert answer.stdout == ""
