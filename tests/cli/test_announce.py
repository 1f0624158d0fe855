from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Marsad, Tree

ROOT = Path(__file__).parents[2]
ARTICLE = ROOT / "tests" / "announcements" / "article.txt"
NO_NEWS = "The Absher portal lets you update your address from Sunday."
TWO_NIGHTS = (
    "Maintenance of the Absher portal\n"
    "The Absher portal will be unavailable on Friday 5 December 2031 from 1 am to 5 am.\n"
    "The Absher portal will be unavailable on Friday 12 December 2031 from 2 am to 4 am.\n"
)


@pytest.fixture
def home(tree: Tree) -> Tree:
    tree.write("windows/w.yaml", "windows: []\n")
    return tree


def text(tree: Tree, words: str) -> Path:
    return tree.write("notice/text.txt", words)


# ---- the file


def test_article_becomes_a_file_of_windows_that_passes_the_check(tmp_path: Path) -> None:
    """As a shell does it: the file is there, and empty, before the command begins."""
    config = tmp_path / "config"
    shutil.copytree(ROOT / "config", config)
    marsad = Path(sys.executable).with_name("marsad")
    line = f"{marsad} announce {ARTICLE} --config.file {config}/marsad.yaml > {config}/windows/x.yaml"
    line += f" && {marsad} check --config.file {config}/marsad.yaml"

    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "ok: 6 platforms, 12 services, 7 checks, 2 windows" in done.stdout
    written = (config / "windows" / "x.yaml").read_text(encoding="utf-8")
    assert "starts: 2025-12-05T00:00  # يوم الجمعة المقبل، الموافق 5 ديسمبر 2025" in written
    assert "ends: 2025-12-05T12:00  # الساعة 12:00 ظهرًا" in written
    assert "window absher-2025-12-05 of your files has the same platform and time" in written


def test_each_window_is_an_entry_of_its_own(marsad: Marsad, home: Tree) -> None:
    result = marsad("announce", text(home, TWO_NIGHTS), f"--config.file={home.config}")
    home.write("windows/x.yaml", result.stdout)

    checked = marsad("check", f"--config.file={home.config}")

    assert result.exit_code == 0
    assert "- id: absher-2031-12-05 " in result.stdout
    assert "- id: absher-2031-12-12 " in result.stdout
    assert "1 checks, 2 windows" in checked.stdout


def test_draft_of_a_platform_that_is_not_watched_is_a_comment(marsad: Marsad, home: Tree) -> None:
    words = "Masar portal will be down on 5 December 2031 from 1 am to 5 am for maintenance."

    result = marsad("announce", text(home, words), f"--config.file={home.config}")
    home.write("windows/x.yaml", result.stdout)

    assert result.exit_code == 0
    assert "\nwindows: []\n" in result.stdout
    assert "  # missing: platform" in result.stdout
    assert marsad("check", f"--config.file={home.config}").exit_code == 0


def test_words_of_the_text_cannot_leave_their_comment_or_turn_the_line(marsad: Marsad, home: Tree) -> None:
    words = "Absher\u202e portal\x85 will be down on 5 December\u2028 2031 from 1 am to 5 am for \x1b[31mmaintenance."

    result = marsad("announce", text(home, words), f"--config.file={home.config}")
    home.write("windows/x.yaml", result.stdout)

    assert result.exit_code == 0
    assert not {"\u202e", "\u2028", "\x85", "\x1b"} & set(result.stdout)
    assert marsad("check", f"--config.file={home.config}").exit_code == 0


def test_nothing_announced_is_exit_1_and_said_on_stderr(marsad: Marsad, home: Tree) -> None:
    result = marsad("announce", text(home, NO_NEWS), f"--config.file={home.config}")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "no maintenance is announced" in result.stderr


# ---- published


@pytest.mark.parametrize(
    ("published", "starts"),
    [("2031-12-03", "2031-12-05T01:00"), ("2031-12-03T22:30", "2031-12-05T01:00"), (None, None)],
)
def test_day_of_publication_settles_the_year(
    marsad: Marsad, home: Tree, published: str | None, starts: str | None
) -> None:
    words = "The Absher portal will be down on 5 December from 1 am to 5 am for maintenance."
    flags = [f"--published={published}"] if published else []

    result = marsad("announce", text(home, words), f"--config.file={home.config}", "--json", *flags)

    (draft,) = json.loads(result.stdout)["drafts"]
    assert draft["starts"] == starts


def test_instant_of_publication_is_when_the_window_was_declared(marsad: Marsad, home: Tree) -> None:
    result = marsad("announce", text(home, TWO_NIGHTS), f"--config.file={home.config}", "--published=2031-12-03T21:50")

    assert "declared_at: 2031-12-03T18:50:00Z" in result.stdout


def test_publication_that_is_no_day_is_refused(marsad: Marsad, home: Tree) -> None:
    result = marsad("announce", ARTICLE, f"--config.file={home.config}", "--published=yesterday")

    assert result.exit_code == 2
    assert "--published: yesterday: must be" in result.stderr


# ---- json


def test_json_has_the_keys_of_the_contract(marsad: Marsad, home: Tree) -> None:
    result = marsad("announce", ARTICLE, f"--config.file={home.config}", "--json")

    (draft,) = json.loads(result.stdout)["drafts"]
    wanted = "kind platform platform_name services starts ends duration timezone impact recovery confidence warnings"
    assert {*wanted.split(), "evidence"} <= set(draft)
    assert (draft["platform"], draft["starts"], draft["ends"]) == ("absher", "2025-12-05T00:00", "2025-12-05T12:00")
    start, end, words = draft["evidence"]["starts"]
    assert ARTICLE.read_text(encoding="utf-8")[start:end] == words


def test_json_of_nothing_announced_is_an_empty_list_and_exit_1(marsad: Marsad, home: Tree) -> None:
    result = marsad("announce", text(home, NO_NEWS), f"--config.file={home.config}", "--json")

    assert (result.exit_code, result.stdout) == (1, '{"drafts": []}\n')


# ---- explain


def test_explanation_marks_the_text_and_names_the_rules(marsad: Marsad, home: Tree) -> None:
    result = marsad("announce", ARTICLE, f"--config.file={home.config}", "--explain")

    assert "[starts: يوم الجمعة المقبل، الموافق 5 ديسمبر 2025، من الساعة 12:00 منتصف الليل]" in result.stdout
    assert "draft 1: scheduled" in result.stdout
    assert "rules: down." in result.stdout


# ---- input


def test_text_is_read_from_standard_input(home: Tree) -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("marsad"), "announce", "-", f"--config.file={home.config}", "--json"],
        input=ARTICLE.read_bytes(),
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 0
    assert json.loads(done.stdout)["drafts"][0]["platform"] == "absher"


def test_file_that_is_not_there_or_no_text_is_refused(marsad: Marsad, home: Tree) -> None:
    picture = home.root / "picture.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")

    missing = marsad("announce", home.root / "none.txt", f"--config.file={home.config}")
    binary = marsad("announce", picture, f"--config.file={home.config}")

    assert missing.exit_code == binary.exit_code == 2
    assert "No such file" in missing.stderr
    assert "byte 0 is not UTF-8" in binary.stderr


# ---- declare


def test_draft_that_says_what_a_window_says_already_does_not_wait(marsad: Marsad, home: Tree) -> None:
    places = (f"--config.file={home.config}", f"--storage.url=sqlite:///{home.root / 'marsad.db'}")
    notice = text(home, TWO_NIGHTS)
    home.write("windows/x.yaml", marsad("announce", notice, f"--config.file={home.config}").stdout)

    declared = marsad("announce", notice, "--declare", "--by=noura", *places)

    assert (declared.exit_code, declared.stdout.split(":")[0]) == (0, "nothing waits")
    assert "no drafts" in marsad("windows", "drafts", *places).stderr


def test_declared_draft_waits_and_is_no_window(marsad: Marsad, home: Tree) -> None:
    places = (f"--config.file={home.config}", f"--storage.url=sqlite:///{home.root / 'marsad.db'}")

    declared = marsad("announce", text(home, TWO_NIGHTS), "--declare", "--by=noura", *places)
    waiting = json.loads(marsad("windows", "drafts", "--json", *places).stdout)["drafts"]
    windows = marsad("windows", "list", *places)

    assert declared.exit_code == 0
    assert declared.stdout.count("covers nothing until `marsad windows confirm") == 2
    assert {one["read"]["starts"] for one in waiting} == {"2031-12-05T01:00", "2031-12-12T02:00"}
    assert "absher-2031" not in windows.stdout
