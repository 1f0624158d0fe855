"""Names of the directory are met as texts write them, and words that only look like names are left alone."""

from __future__ import annotations

import pytest

from monitor.domain.announcement.folding import fold
from monitor.domain.announcement.names import Place, PlaceService, directory, find_names, timezone_of
from monitor.domain.announcement.names.directory import Directory
from monitor.domain.catalogue import Catalogue, Platform, Service, Text
from tests.domain.announcement.namebook import named, platforms, shipped

ABSHER = Platform(
    id="absher",
    name=Text(en="Absher", ar="أبشر"),
    operator=Text(en="Ministry of Interior", ar="وزارة الداخلية"),
    timezone="Asia/Riyadh",
    hosts=("absher.example",),
    services=(
        Service(id="absher/portal", name=Text(en="Portal", ar="البوابة"), tier=1, aliases=("بوابة الأفراد",)),
        Service(id="absher/passports", name=Text(en="Passports", ar="الجوازات"), tier=2, aliases=("جواز السفر",)),
    ),
)


def of(*places: Place) -> Directory:
    return directory(Catalogue(platforms=(ABSHER,)), places)


def place(identity: str, en: str, *aliases: str, country: str = "SA") -> Place:
    return Place(
        id=identity, name=Text(en=en, ar=en), country=country, timezone=timezone_of(country) or "", aliases=aliases
    )


def test_catalogue_has_the_word_where_the_gazetteer_lists_the_same_platform() -> None:
    found = of(place("absher", "Somebody else's name", "منصة أبشر للخدمات", country="SA"))

    assert found.name("absher") == ABSHER.name
    assert found.timezone("absher") == "Asia/Riyadh"
    assert "منصة أبشر للخدمات" in found.texts("absher")
    assert "Somebody else's name" not in found.texts("absher")


def test_country_of_a_platform_is_that_of_its_zone() -> None:
    assert of().country("absher") == "SA"


def test_only_platforms_of_the_catalogue_are_monitored() -> None:
    found = of(place("najiz", "Najiz"))

    assert found.is_monitored("absher")
    assert not found.is_monitored("najiz")


def test_unlisted_platform_has_an_empty_name_and_no_country() -> None:
    found = of()

    assert found.name("nobody") == Text(en="", ar="")
    assert found.country("nobody") is None
    assert found.timezone("nobody") is None
    assert found.within("nobody") is None
    assert found.texts("nobody") == ("nobody",)


def test_aliases_of_the_front_door_are_names_of_the_platform() -> None:
    [mention] = find_names(fold("تتوقف بوابة الأفراد"), of())

    assert (mention.platform, mention.service) == ("absher", None)


def test_service_is_found_where_its_platform_is_named_and_nowhere_else() -> None:
    beside, alone = find_names(fold("في منصة أبشر تتوقف الجوازات"), of()), find_names(fold("تتوقف الجوازات"), of())

    assert [(one.platform, one.service) for one in beside] == [("absher", None), ("absher", "passports")]
    assert alone == ()


def test_services_of_the_gazetteer_are_found_as_well() -> None:
    post = Place(
        id="post",
        name=Text(en="Desert Post", ar="بريد الصحراء"),
        country="EG",
        timezone="Africa/Cairo",
        services=(PlaceService(id="savings", name=Text(en="Savings", ar="حسابات التوفير")),),
    )

    found = find_names(fold("بريد الصحراء: تعود حسابات التوفير"), of(post))

    assert [(one.platform, one.service) for one in found] == [("post", None), ("post", "savings")]


@pytest.mark.parametrize("glued", ["{}", "و{}", "ف{}", "ب{}", "ل{}", "ك{}", "وب{}", "ول{}", "فب{}"])
def test_what_arabic_glues_to_a_name_is_no_part_of_it(glued: str) -> None:
    [(platform, _, written)] = named(f"الدخول {glued.format('مصرف الرافدين')} متوقف")

    assert (platform, written) == ("rafidain", "مصرف الرافدين")


@pytest.mark.parametrize(
    "text", ["للبريد المصري", "والبريد المصري", "بالبريد المصري", "البريد المصرى", "الـبـريد المِصريّ"]
)
def test_article_vowels_and_spellings_do_not_hide_a_name(text: str) -> None:
    assert platforms(f"وفقا {text} تتوقف") == {"egypt-post"}


def test_longest_name_wins() -> None:
    assert named("National Bank of Egypt and National Bank of Kuwait") == [
        ("nbe", None, "National Bank of Egypt"),
        ("nbk", None, "National Bank of Kuwait"),
    ]


def test_name_is_not_found_inside_a_longer_word() -> None:
    assert platforms("Tawakkalnawi and pacers, GOSIP; مصرفالراجحيين") == set()


@pytest.mark.parametrize(
    "text", ["mada payments fail", "MADA payments fail", "IRS systems", "the IRS", "STC و stc", 'via "mada"']
)
def test_short_latin_name_is_met_as_it_is_printed(text: str) -> None:
    assert platforms(text) <= {"mada", "irs", "stc"}
    assert platforms(text)


@pytest.mark.parametrize("text", ["no benefit for you", "cut it here: irs", "we sat and fab", "a touch of rain", "ica"])
def test_small_letters_are_no_abbreviation(text: str) -> None:
    assert platforms(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "منصة سهل", "تطبيق «سهل»", "عبر تطبيق سهل", "نظامي سداد وسهل", "سهل: توقف الخدمة", "سهل تتوقف غداً",
        "«سهل» يتوقف", "#سهل", "قال إن سهل متوقف. تطبيق سهل",
    ],
)  # fmt: skip
def test_common_word_is_a_name_where_something_says_so(text: str) -> None:
    assert "sahel-kw" in platforms(text)


@pytest.mark.parametrize(
    "text",
    [
        "الأمر سهل ولا توقف", "نور الشمس", "دخل القرار حيز النفاذ", "قوى الأمن", "في مسار العمل", "تم التحديث بنجاح",
        "اعتماد الميزانية", "على مدى ثلاث ساعات", "إيجار الشقق", "سند القبض", "مجلس بلدي",
    ],
)  # fmt: skip
def test_common_word_is_no_name_by_itself(text: str) -> None:
    assert platforms(text) == set()


@pytest.mark.parametrize("rule", ["names.head-word", "names.quoted", "names.headline-colon", "names.headline-verb"])
def test_rule_that_is_switched_off_supports_no_name(rule: str) -> None:
    texts = {
        "names.head-word": "يتوقف نظام سهل",
        "names.quoted": "يتوقف «سهل»",
        "names.headline-colon": "سهل: صيانة",
        "names.headline-verb": "سهل يتوقف",
    }

    assert named(texts[rule])
    assert named(texts[rule], frozenset({rule})) == []


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        ("وزارة الداخلية في الكويت", "moi-kw"),
        ("وزارة الداخلية المصرية", "moi-eg"),
        ("وزارة الداخلية، بغداد", "moi-iq"),
        ("وزارة الداخلية ومنصة أبشر", "moi-sa"),
        ("The Department of Home Affairs in Pretoria", "home-affairs-za"),
        ("The Department of Home Affairs in Canberra", "home-affairs-au"),
    ],
)
def test_office_that_many_countries_have_is_that_of_the_text(text: str, platform: str) -> None:
    assert platform in platforms(text)


def test_office_that_many_countries_have_is_nobody_s_where_the_text_names_no_country() -> None:
    assert platforms("أعلنت وزارة الداخلية توقف الخدمات") == set()


def test_office_of_another_country_is_not_taken_for_ours() -> None:
    assert platforms("منظومة الضمان الاجتماعي في ليبيا") == set()


@pytest.mark.parametrize("text", ["مقر العمل في «رافدين» جديد", "يتوقف «السهل» المنبسط"])
def test_name_of_one_word_is_met_with_its_own_article_only(text: str) -> None:
    assert platforms(text) == set()


COUNTRIES = {
    "SA": "السعودية", "AE": "الإمارات", "KW": "الكويت", "QA": "قطر", "BH": "البحرين", "OM": "عمان", "EG": "مصر",
    "JO": "الأردن", "IQ": "العراق", "SY": "سوريا", "LB": "لبنان", "PS": "فلسطين", "YE": "اليمن", "SD": "السودان",
    "LY": "ليبيا", "TN": "تونس", "DZ": "الجزائر", "MA": "المغرب", "AU": "Australia", "IE": "Ireland", "MY": "Malaysia",
    "ZA": "South Africa", "PH": "Philippines", "PK": "Pakistan", "IN": "India", "NG": "Nigeria", "KE": "Kenya",
}  # fmt: skip


def test_every_shipped_name_is_met_in_a_text_of_its_own_country() -> None:
    missed = [
        (identity, name)
        for identity, one in shipped().places.items()
        for name in shipped().texts(identity)[1:]
        if identity not in platforms(f"منصة «{name}» app {COUNTRIES.get(one.country, '')}")
    ]

    assert missed == []
