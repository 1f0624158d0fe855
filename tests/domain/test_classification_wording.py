"""Wording of maintenance, on short pages that have nothing else: which rule, and what only sounds like it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.classification import Answer, judge_answer
from monitor.domain.classification.rule import raw
from monitor.domain.classification.spelling import composed, folded
from monitor.domain.observation import Reason
from monitor.domain.target import Expect

AT = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def rule(page: str, *, status: int = 200, expect: Expect | None = None, headers: dict[str, str] | None = None) -> str:
    """The maintenance rule that ``page`` is known by, or ``""``."""
    answer = Answer(status=status, headers=headers or {}, text=page, duration=timedelta(0), at=AT)
    found = judge_answer(answer, expect or Expect(identity=("خدماتي",)), slow=timedelta(seconds=3))
    return found.evidence[0].rule if found.reason is Reason.MAINTENANCE_PAGE else ""


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ("<h1>نأسف، هذه الخدمة تحت الصيانة</h1>", "maintenance.ar.under"),
        ("الموقع حالياً قيد الصيانة", "maintenance.ar.under"),
        ("ﺍﻟﻤﻮﻗﻊ ﺗﺤﺖ ﺍﻟﺼﻴﺎﻧﺔ", "maintenance.ar.under"),  # presentation forms
        ("الموقِع تَحت الصِّيـــانة", "maintenance.ar.under"),  # vowel signs and tatweel
        ("&#1575;&#1604;&#1605;&#1608;&#1602;&#1593; تحت الصيانة", "maintenance.ar.under"),
        ("\u202bالنظام\u202c قيد\u200f الصيانة", "maintenance.ar.under"),
        ("منصتنا: المنصه تحت الصیانه", "maintenance.ar.under"),  # Persian ya
        ("<p>عزيزي عميل أبشر، نعتذر عن عدم خدمتك الآن بسبب أعمال الصيانة</p>", "maintenance.ar.apology"),
        ("<p>عذرا، نجري تحديثاً على الأنظمة</p>", "maintenance.ar.apology"),
        ("<p>البوابة مغلقة مؤقتا للصيانة</p>", "maintenance.ar.closed"),
        ("<body style='display:none'><p>الموقع تحت الصيانة</p>", "maintenance.ar.under"),  # until its script has run
        ("<input hidden name='t'><p>الموقع تحت الصيانة</p>", "maintenance.ar.under"),
        ("<title>Down</title>We are undergoing scheduled maintenance.", "maintenance.en.under"),
        ("The site is under planned system maintenance", "maintenance.en.under"),
        ("The portal is unavailable due to essential maintenance", "maintenance.en.under"),
        ("We are currently carrying out maintenance", "maintenance.en.under"),
        ("<title>Sorry, the service is unavailable</title>", "maintenance.en.govuk"),
        ("<title>Maintenance mode</title>", "maintenance.title"),
        ("<p>الخدمة غير متاحة</p>", "maintenance.ar.unavailable"),
        ("<p>النظام متوقف.</p>", "maintenance.ar.stopped"),
        ("<p>صيانة دورية</p>", "maintenance.ar.scheduled"),
        ("<p>سنعود قريباً</p>", "maintenance.ar.back_soon"),
        ("<p>نعمل حالياً على ترقية الخوادم</p>", "maintenance.ar.working"),
        ("<p>Emergency database maintenance</p>", "maintenance.en.scheduled"),
        ("<p>The portal is currently unavailable</p>", "maintenance.en.unavailable"),
        ("<p>We’ll be right back</p>", "maintenance.en.back_soon"),
    ],
)
def test_page_that_speaks_of_its_own_maintenance_is_recognised(page: str, wanted: str) -> None:
    assert rule(page) == wanted


@pytest.mark.parametrize("status", [200, 503])
@pytest.mark.parametrize(
    "page",
    [
        "خدمة إيقاف الخدمات",  # a legal measure against a person
        "نعتذر، لا يمكن تنفيذ طلب صيانة",  # a repair request
        "<p>عقود الصيانة</p>",
        "<p>نعتذر عن الازدحام بسبب صيانة الطريق</p>",
        "<p>سيكون الموقع يوم الجمعة تحت الصيانة</p>",
        "<p>كان النظام أمس تحت الصيانة</p>",
        "The service will be down on Friday for maintenance",
        "The site was under maintenance yesterday",
        "Book your vehicle maintenance: planned vehicle maintenance",
        "<script>var t = 'under scheduled maintenance'</script>Welcome",
        "<script>var t = 'under scheduled maintenance'",
        "<style>/* undergoing maintenance */</style>",
        "<!-- the site is under maintenance --><p>Welcome</p>",
        "<!-- the site is under maintenance",
        "<div class='m' style='display: none'><div>under maintenance</div></div><p>Welcome</p>",
        "<section hidden><p>الموقع تحت الصيانة</p></section>",
        "<template><p>الموقع تحت الصيانة</p></template>",
        "<table><td>الموقع</td><td>تحت الصيانة</td></table>",
        "Contract for maintenance of roads",
        "503 Service Unavailable",
        "<title>503 Service Temporarily Unavailable</title>The service is temporarily unavailable",
        "<h2>Service Unavailable</h2><p>HTTP Error 503. The service is unavailable.</p>",
        "<p>الخدمة غير متاحة بسبب خلل فني</p>",
        "<p>The portal is unavailable. An error has occurred.</p>",
        "",
    ],
)
def test_look_alike_is_left_alone(page: str, status: int) -> None:
    assert rule(page, status=status) == ""


def test_weak_words_need_a_page_that_is_not_meant() -> None:
    page = "<p>The portal is currently unavailable</p>"

    assert rule(page, expect=Expect()) == ""
    assert rule(page, expect=Expect(), status=503) == "maintenance.en.unavailable"
    assert rule(page, expect=Expect(), status=500) == "maintenance.en.unavailable"
    assert rule(page, status=404) == ""


@pytest.mark.parametrize(("length", "status", "wanted"), [(1_900, 200, True), (2_000, 200, False), (2_000, 503, True)])
def test_weak_words_need_a_short_page_or_503(length: int, status: int, wanted: bool) -> None:
    page = "<p>سنعود قريباً</p>" + "و" * (length - len("سنعود قريبا و") + 1)

    assert bool(rule(page, status=status)) is wanted


@pytest.mark.parametrize(("length", "wanted"), [(599, True), (600, False)])
def test_strong_words_need_a_brief_page_where_no_marker_is_known(length: int, wanted: bool) -> None:
    words = "الموقع تحت الصيانة "

    assert bool(rule(words + "و" * (length - len(words)), expect=Expect())) is wanted


def test_title_says_what_a_long_page_is() -> None:
    page = f"<title>الموقع تحت الصيانة</title><p>{'و' * 1_500}</p>"

    assert rule(page, expect=Expect()) == "maintenance.title"


def test_words_of_a_json_document_are_values() -> None:
    page = '{"mode": {"enabled": false, "message": "Service is under maintenance"}}'

    assert rule(page, expect=Expect()) == ""
    assert rule(page, expect=Expect(), status=503) == "maintenance.en.under"


def test_only_the_first_64_kib_are_read() -> None:
    words = "<p>الموقع تحت الصيانة</p>"

    assert rule("و" * (65_536 - len(words)) + words) == "maintenance.ar.under"
    assert rule("و" * 65_536 + words) == ""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("الصِّيـانـةُ", "الصيانه"),
        ("أإآٱ ى ؤ ئ ة", "اااا ي و ي ه"),
        ("یک", "يك"),
        ("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹", "0123456789 0123456789"),
        ("ﻼ", "لا"),
        ("A\u200bB\u202eC\u00adD", "abcd"),
        ("can’t", "can't"),
        ("  a \n\t b ", "a b"),
    ],
)
def test_spellings_that_look_alike_become_one(text: str, wanted: str) -> None:
    assert folded(text, 1000) == wanted


def test_long_text_is_composed_like_a_short_one() -> None:
    assert composed("ا\u0654بشر " * 1_000) == "أبشر " * 1_000


def test_ligatures_that_stand_for_a_phrase_are_written_out_no_further_than_wanted() -> None:
    phrase = "صلي الله عليه وسلم"

    assert folded("\ufdfa", 1000) == phrase
    assert folded("\ufdfa" * 80_000, 1000) == (phrase * 80)[:1000]


@pytest.mark.parametrize(
    ("pattern", "content", "found"),
    [
        (r"\bback\b", "we are back.", "back"),
        (r"\bback\b", "a setback", None),
        (r"\bback\b", "backs", None),
        (r"\ba?b\b", "b", "b"),
        (r"\b(?:on|off) line\b|\bgone\b", "it is gone", "gone"),
        (r"\b(?:on|off) line\b|\bgone\b", "begone", None),
    ],
)
def test_words_are_found_as_their_pattern_says_however_it_is_compiled(
    pattern: str, content: str, found: str | None
) -> None:
    match = raw(pattern).pattern.search(content)

    assert (match[0] if match else None) == found
    assert (match is None) == (re.search(pattern, content) is None)
