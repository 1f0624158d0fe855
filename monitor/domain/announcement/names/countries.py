"""Which country a text is from.

The words are names, nationalities, capitals and currencies, folded.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from types import MappingProxyType

from monitor.domain.announcement.folding import Folded, fold
from monitor.domain.announcement.names.words import forms, key, words_of

_WORDS = MappingProxyType(
    {
        "SA": "السعودية السعودي السعوديين المملكة الرياض جدة مكة الدمام saudi ksa riyadh jeddah dammam sar",
        "AE": "الإمارات الإماراتي الإماراتية دبي أبوظبي الشارقة uae emirates emirati dubai sharjah aed dhabi",
        "KW": "الكويت الكويتي الكويتية kuwait kuwaiti kwd",
        "QA": "قطر القطري القطرية الدوحة qatar qatari doha qar",
        "BH": "البحرين البحريني البحرينية المنامة bahrain bahraini manama bhd",
        "OM": "عمان العماني العمانية مسقط oman omani muscat omr",
        "YE": "اليمن اليمني اليمنية صنعاء عدن yemen yemeni sanaa",
        "EG": "مصر المصري المصرية المصريين القاهرة الإسكندرية الجيزة egypt egyptian cairo egp",
        "JO": "الأردن الأردني الأردنية الأردنيين الزرقاء إربد jordan jordanian amman jod",
        "IQ": "العراق العراقي العراقية العراقيين بغداد البصرة أربيل كردستان iraq iraqi baghdad erbil iqd",
        "SY": "سوريا سورية السوري السورية السوريين دمشق حلب حمص اللاذقية طرطوس syria syrian damascus aleppo",
        "LB": "لبنان اللبناني اللبنانية اللبنانيين بيروت lebanon lebanese beirut lbp",
        "PS": "فلسطين الفلسطيني الفلسطينية غزة رام الخليل palestine palestinian ramallah gaza",
        "SD": "السودان السوداني السودانية الخرطوم بورتسودان sudan sudanese khartoum",
        "LY": "ليبيا الليبي الليبية طرابلس بنغازي libya libyan tripoli benghazi",
        "TN": "تونس التونسي التونسية التونسيين tunisia tunisian tunis",
        "DZ": "الجزائر الجزائري الجزائرية الجزائريين عنابة وهران algeria algerian algiers algerie",
        "MA": "المغرب المغربي المغربية المغاربة الرباط morocco moroccan rabat casablanca maroc",
        "MR": "موريتانيا الموريتاني الموريتانية نواكشوط mauritania",
        "US": "أمريكا الأمريكية الأميركية واشنطن usa federal irs california texas florida illinois michigan ohio "
        "pennsylvania oregon colorado arizona maryland massachusetts minnesota wisconsin connecticut nebraska",
        "CA": "كندا الكندية canada canadian ottawa ontario quebec alberta manitoba saskatchewan toronto cad",
        "GB": "بريطانيا البريطانية uk britain british england scotland wales scottish welsh london hmrc dvla gbp",
        "IE": "ireland irish dublin",
        "AU": "أستراليا australia australian canberra nsw queensland aest aedt awst acst sydney melbourne",
        "NZ": "zealand nzst nzdt wellington",
        "IN": "الهند الهندية india indian delhi mumbai kolkata chennai bengaluru crore lakh rupees",
        "SG": "سنغافورة singapore singaporean sgt singpass",
        "MY": "ماليزيا malaysia malaysian putrajaya ringgit",
        "PK": "باكستان pakistan pakistani islamabad karachi lahore nadra",
        "BD": "bangladesh bangladeshi dhaka", "LK": "lanka colombo",
        "PH": "الفلبين philippines philippine manila filipino", "HK": "hong",
        "ZA": "africa african pretoria johannesburg sast", "KE": "kenya kenyan nairobi",
        "NG": "nigeria nigerian abuja lagos naira", "GH": "ghana ghanaian accra", "UG": "uganda ugandan kampala",
        "TZ": "tanzania tanzanian", "ET": "ethiopia ethiopian", "TR": "turkish turkiye ankara istanbul",
        "IR": "iran iranian", "MT": "malta maltese", "CY": "cyprus", "DE": "germany german", "FR": "france french",
        "EE": "estonia estonian", "ID": "indonesia indonesian jakarta", "TH": "thailand thai", "JP": "japan japanese",
    }
)  # fmt: skip
_NEIGHBOURS = MappingProxyType(
    {"hong": "kong", "africa": "south", "african": "south", "zealand": "new", "lanka": "sri", "رام": "الله"}
)
"""Words that name a country only beside another word."""
_WEAK = frozenset(("مملكه", "federal", "cad", "sar", "قطر", "oman"))  # kingdoms, federations and words are many
_STRONG = 4


def is_place(word: str) -> bool:
    """Whether a folded word names a country, a nationality or a capital."""
    return any(form.key in _index() for form in forms(word))


def countries_in(folded: Folded) -> tuple[str, ...]:
    """The countries that a text speaks of, the most often named first; between equals the first named."""
    index, counted = _index(), Counter[str]()  # in quarters: a weak word is outdone by any other
    words = words_of(folded.text)
    for at, word in enumerate(words):
        for form in forms(word.text):
            country = index.get(form.key)
            if country is None:
                continue
            around = {words[at - 1].text if at else "", words[at + 1].text if at + 1 < len(words) else ""}
            if form.key not in _NEIGHBOURS or _NEIGHBOURS[form.key] in around:
                counted[country] += 1 if form.key in _WEAK else _STRONG
            break
    return tuple(country for country, _ in counted.most_common())


@cache
def _index() -> dict[str, str]:
    return {key(fold(word).text): country for country, words in _WORDS.items() for word in words.split()}
