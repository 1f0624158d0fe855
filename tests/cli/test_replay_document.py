"""The transcripts of ``docs/replay.md`` are what the program really says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Marsad, Tree
from tests.cli.test_replay_ledger import kept

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "replay.md").read_text()
BLOCKS = dict(re.findall(r"^```\n\$ (marsad replay .*)\n((?:.*\n)*?)```$", PAGE, re.MULTILINE))


def command(word: str) -> tuple[list[str], str]:
    [(line, answer)] = [(line, answer) for line, answer in BLOCKS.items() if word in line]
    return shlex.split(line)[1:], answer


def test_every_transcript_is_run_below() -> None:
    assert len(BLOCKS) == 3
    assert len(re.findall(r"^\$ ", PAGE, re.MULTILINE)) == 3


async def test_ledger_judged_once_more(marsad: Marsad, tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    await kept(tree, "o06-down-at-the-end")
    [windows] = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    tree.write("what-if.yaml", windows)
    monkeypatch.chdir(tree.root)
    arguments, answer = command("--from-ledger")

    assert marsad(*arguments).output == answer


@pytest.mark.parametrize("word", ["--against", "--html"])
def test_scenario_with_what_is_made_of_it(
    marsad: Marsad, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").symlink_to(ROOT / "config")
    arguments, answer = command(word)

    assert marsad(*arguments).output == answer
    assert (tmp_path / "r01.html").exists() == (word == "--html")
