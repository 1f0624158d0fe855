from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.maintenance_page import maintenance_wording, normalised


@pytest.mark.parametrize(
    ("page", "rule"),
    [
        ("<h1>نأسف، هذه الخدمة تحت الصيانة</h1>", "maintenance.ar.under"),
        ("الموقع حالياً قيد الصيانة", "maintenance.ar.under"),
        ("<p>عزيزي عميل أبشر، نعتذر عن عدم خدمتك الآن بسبب أعمال الصيانة</p>", "maintenance.ar.apology"),
        ("<title>Down</title>We are undergoing scheduled maintenance.", "maintenance.en"),
        ("The site is under planned system maintenance", "maintenance.en"),
    ],
)
def test_page_that_speaks_of_its_own_maintenance_is_recognised(page: str, rule: str) -> None:
    found = maintenance_wording(page)

    assert found is not None
    assert found[0] == rule


@pytest.mark.parametrize(
    "page",
    [
        "خدمة إيقاف الخدمات",  # a legal measure against a person
        "نعتذر، لا يمكن تنفيذ طلب صيانة",  # a repair request
        "<script>var t = 'under scheduled maintenance'</script>Service unavailable",
        "<style>/* undergoing maintenance */</style>",
        "Contract for maintenance of roads",
        "503 Service Unavailable",
        "",
    ],
)
def test_look_alike_is_left_alone(page: str) -> None:
    assert maintenance_wording(page) is None


def test_spellings_that_look_alike_become_one() -> None:
    assert normalised("الصِّيـانـةُ") == normalised("الصيانة") == "الصيانه"


@given(st.text())
def test_any_text_at_all_is_read(text: str) -> None:
    maintenance_wording(text)
