from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from bench.evaluate.labels import Label, samples, sets_below
from bench.evaluate.matching import Likeness, same_names, same_platform, same_service, same_zone
from monitor.domain.announcement.draft import Draft
from tests.bench.readings import DIRECTORY, draft, label

# ---- labels


def write_set(folder: Path, truth: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "truth.yaml").write_text(dedent(truth), encoding="utf-8")
    for name in ("007", "012"):
        (folder / f"{name}.txt").write_bytes("يتوقف\r\n".encode())
    return folder


TRUTH = """
    '007':
      language: ar
      published: null
      published_inferred: 2024-08
      kind: scheduled
      platform: Absher
      platforms: [Absher, Najiz]
      country: SA
      event_group: one
      start: 2025-12-05T00:00
      end: '2025-12-06'
      end_alternatives: ['2025-12-07']
      start_part: morning
      windows: [{scope: x, start: 2025-12-05T00:00, end: null}]
      timezone: Asia/Riyadh
      services: [{tag: a, as_written: الموقع}]
    '012':
      language: en
      published: 2017-03-11T18:45
      kind: not_an_announcement
      platform: Najiz
      country: SA
"""


def test_labels_are_read_as_the_sets_write_them(tmp_path: Path) -> None:
    first, second = samples(write_set(tmp_path / "a", TRUTH))

    assert (first.id, first.event, first.published) == ("007", "one", date(2024, 8, 1))
    assert first.text == "يتوقف\r\n"
    assert first.label == Label(
        kinds=("scheduled",),
        platforms=("Absher", "Najiz"),
        country="SA",
        starts=("2025-12-05T00:00",),
        ends=("2025-12-06", "2025-12-07"),
        start_part="morning",
        windows=((("2025-12-05T00:00",), ()),),
        timezones=("Asia/Riyadh",),
        services=("الموقع",),
    )
    assert (second.id, second.event, second.published) == ("012", "012", date(2017, 3, 11))
    assert second.label.kinds == ()


def test_sets_are_the_directories_that_have_labels(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "deep" / "a", TRUTH)
    (tmp_path / "b").mkdir()

    assert sets_below(tmp_path) == [folder]


def test_a_directory_without_labels_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"truth\.yaml: no such file"):
        samples(tmp_path)


def test_the_sets_of_the_project_can_be_read() -> None:
    for folder in sets_below(Path(__file__).parents[1] / "announcements"):
        assert len(samples(folder)) >= 40


# ---- names


@pytest.mark.parametrize(
    ("ours", "wanted", "likeness"),
    [
        (["absher", "أبشر"], ["Absher platform"], Likeness.SAME),
        (["USPTO"], ["USPTO online systems"], Likeness.SAME),
        (["مصرف الرافدين"], ["Rafidain Bank"], Likeness.SAME),
        (["مديرية نقل ريف دمشق"], ["Transport Directorate, Rif Dimashq"], Likeness.SAME),
        (["شبكات الاتصالات بالقاهرة"], ["Telecom networks, Greater Cairo"], Likeness.SAME),
        (["Council payments"], ["Adur and Worthing Councils payments"], Likeness.SAME),
        (["البنوك"], ["Egyptian banks (ATM and branches)"], Likeness.SAME),
        (["البنك"], ["Rafidain Bank"], Likeness.OTHER),
        (["الأحوال المدنية"], ["Syrian Civil Affairs"], Likeness.SAME),
        (["Muqeem"], ["Absher", "Muqeem"], Likeness.SAME),
        (["Al Ahli Bank"], ["Al Rajhi Bank"], Likeness.OTHER),
        (["Ministry of Health"], ["Ministry of Interior"], Likeness.OTHER),
        (["Service Canada"], ["Canada Revenue Agency"], Likeness.OTHER),
        (["Vehicle Licences"], ["Vehicle Insurance"], Likeness.OTHER),
        (["Department"], ["Department of Motor Vehicles"], Likeness.OTHER),
        ([], ["Absher"], Likeness.OTHER),
        (["فرجت"], ["Najiz"], Likeness.UNCLEAR),
    ],
)
def test_names_mean_the_same_by_the_words_that_tell_platforms_apart(
    ours: list[str], wanted: list[str], likeness: Likeness
) -> None:
    assert same_names(ours, wanted) is likeness


@pytest.mark.parametrize(
    ("one", "wanted", "likeness"),
    [
        (draft(platform_name=""), label(), Likeness.SAME),
        (draft(), label(platforms=("Ministry of Interior",)), Likeness.SAME),  # it runs the platform
        (draft(platform="najiz", platform_name="ناجز", platforms=("najiz", "absher")), label(), Likeness.SAME),
        (draft(platform="moi-sa"), label(platforms=("Ministry of Interior",), country="EG"), Likeness.OTHER),
        (draft(platform="najiz", platform_name="ناجز"), label(), Likeness.OTHER),
        (draft(platform=None, platform_name="Absher"), label(), Likeness.SAME),
    ],
)
def test_a_platform_is_known_by_any_name_of_its_own_country(one: Draft, wanted: Label, likeness: Likeness) -> None:
    assert same_platform(one, wanted, DIRECTORY) is likeness


@pytest.mark.parametrize(
    ("written", "wanted", "same"),
    [
        ("ماكينات الصراف الآلي", "ماكينات الصراف الآلي (ATM)", True),
        ("والموقع", "موقعها الرسمي", False),
        ("الموقع الإلكتروني", "الموقع", True),
        ("online payments", "online e-payments", True),
        ("branches", "", False),
        ("branches", "mobile app", False),
    ],
)
def test_services_overlap_in_half_of_their_words(written: str, wanted: str, same: bool) -> None:
    assert same_service(written, wanted) is same


@pytest.mark.parametrize(
    ("name", "wanted", "same"),
    [
        ("Asia/Riyadh", "Asia/Kuwait", True),
        ("America/New_York", "US/Eastern", True),
        ("Etc/GMT+5", "America/New_York", False),
        ("Africa/Cairo", "Asia/Riyadh", False),
    ],
)
def test_zones_are_the_same_that_keep_the_same_time_all_year(name: str, wanted: str, same: bool) -> None:
    assert same_zone(name, wanted, "2025-01-01") is same
