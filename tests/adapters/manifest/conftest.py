"""A small right configuration, into which a test puts the one file that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

MARSAD = """\
location: {id: riyadh-1, country: SA}
canaries: [https://one.example/, https://two.example/]
contact: https://marsad.example/
own_hosts: [mine.example]
"""
PLATFORM = """\
platform: absher
name: {en: Absher, ar: أبشر}
hosts: [absher.example]
services:
  - id: portal
    name: {en: Portal, ar: البوابة}
    labels: {kind: front}
    checks: [{id: landing, http: {url: "https://absher.example/"}}]
"""


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the configuration; tests run in it, so that files are named as a user would name them."""
    (tmp_path / "platforms").mkdir()
    (tmp_path / "windows").mkdir()
    (tmp_path / "marsad.yaml").write_text(MARSAD, "utf-8")
    (tmp_path / "platforms" / "absher.yaml").write_text(PLATFORM, "utf-8")
    (tmp_path / "windows" / "calendar.yaml").write_text("windows: []\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
