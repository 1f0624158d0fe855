from __future__ import annotations

from datetime import date

import pytest

from monitor.domain.calendars import gregorian, hijri, hijri_numbers, month


def test_day_is_written_in_both_calendars_and_languages() -> None:
    day = date(2025, 12, 5)

    assert gregorian(day, "en") == "Friday 5 December 2025"
    assert gregorian(day, "ar") == "الجمعة، 5 ديسمبر 2025"
    assert (month(day, "en"), month(day, "ar")) == ("December 2025", "ديسمبر 2025")
    assert hijri(day, "en") == "14 Jumada al-Akhirah 1447 AH"
    assert hijri(day, "ar") == "14 جمادى الآخرة 1447 هـ"
    assert (hijri_numbers(day, "en"), hijri_numbers(day, "ar")) == ("1447-06-14 AH", "1447-06-14 هـ")


@pytest.mark.parametrize("day", [date(1924, 7, 31), date(2077, 11, 17)])
def test_day_beyond_the_tables_has_no_hijri_date(day: date) -> None:
    assert hijri(day, "en") == hijri_numbers(day, "en") == ""


@pytest.mark.parametrize("day", [date(1924, 8, 1), date(2077, 11, 16)])
def test_first_and_last_day_of_the_tables_have_one(day: date) -> None:
    assert hijri(day, "en") != ""
