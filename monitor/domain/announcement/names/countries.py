"""Which country a text is from.

The words are names, nationalities, capitals and currencies, folded.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from types import MappingProxyType

from monitor.domain.announcement.folding import Folded, fold
from monitor.domain.announcement.names.words import Word, forms, key, words_of
from monitor.domain.announcement.pattern import pattern

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
        "pennsylvania oregon colorado arizona maryland massachusetts minnesota wisconsin connecticut nebraska "
        "utah nevada "
        "wyoming montana idaho tennessee alabama oklahoma missouri louisiana arkansas kansas iowa kentucky indiana "
        "delaware vermont alaska hawaii seattle chicago houston dallas denver phoenix philadelphia boston atlanta",
        "CA": "كندا الكندية canada canadian ottawa ontario quebec alberta manitoba saskatchewan toronto cad "
        "vancouver calgary montreal",
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
_CLUES = MappingProxyType(
    {
        "TN": "جانفي فيفري أفريل جوان جويلية أوت الأداءات الأداء منظوريه منظوريها الباتيندا الجباية الجبائية عطب بلاغ",
        "DZ": "جانفي فيفري أفريل جوان جويلية أوت أرضية مكتتبي المكتتبين البيومتري الجباية الجبائية عطب ولائية",
        "MA": "يوليوز غشت شتنبر نونبر دجنبر المرتفقين المرتفق زبنائه زبنائها الزبناء عطب بلاغ البيومتري",
        "EG": "السيستم المميكنة مميكنة جنيه_مصري الشهر_العقاري الرقم_القومي التوقيت_الصيفي التوقيت_الشتوي "
        "ماكينات_الصراف المحافظ_الإلكترونية",
        "SD": "السجل_المدني الرقم_الوطني الجنيه_السوداني", "LY": "السجل_المدني الرقم_الوطني",
        "JO": "الرقم_الوطني تموز نيسان آذار شباط حزيران أيلول كانون", "SA": "الهجري هجرية ه",
        "IQ": "تموز نيسان آذار شباط حزيران أيلول كانون البطاقة_الموحدة",
        "PS": "تموز نيسان آذار شباط حزيران أيلول كانون شيكل",
        "SY": "تموز نيسان آذار شباط حزيران أيلول كانون مخدم مخدمات المخدمات السجل_المدني أمانات_السجل الشؤون_المدنية",
        "LB": "تموز نيسان آذار شباط حزيران أيلول كانون خليوي الخليوي",
        "KW": "البطاقة_المدنية", "AE": "الهوية_الإماراتية", "OM": "البطاقة_الشخصية",
        "US": "labor claimants unemployment zip_code weekly_benefits superior_court circuit_court district_court "
        "eastern_time central_time pacific_time mountain_time thanksgiving fiscal_year business_license",
        "GB": "council councils postcode webchat bank_holiday state_pension self_assessment broadband leeds bradford "
        "manchester birmingham glasgow edinburgh cardiff belfast bristol liverpool sheffield national_insurance gov.uk "
        "vat universal_credit nhs",
        "IN": "neft rtgs imps upi kindly taxpayers rupee rs ifsc pan aadhaar challan dear_taxpayers dear_customer ist "
        "hrs pincode lakhs hyderabad pune ahmedabad lucknow",
        "CA": "gst_hst vancouver calgary edmonton winnipeg montreal service_canada interac e-transfer",
        "AU": "perth brisbane adelaide hobart darwin tasmania victoria_police medicare_card rego osko payid tfn",
        "SG": "mrt cpf hdb paynow", "NZ": "auckland christchurch", "ZA": "eskom rand",
    }
)  # fmt: skip
"""Months, moneys and ways to put things that are more one country's than another's; with _ between two words."""
_NEIGHBOURS = MappingProxyType(
    {"hong": "kong", "africa": "south", "african": "south", "zealand": "new", "lanka": "sri", "رام": "الله"}
)
"""Words that name a country only beside another word."""
_WEAK = frozenset(("مملكه", "federal", "cad", "sar", "قطر", "oman"))  # kingdoms, federations and words are many
_STRONG = 4
_MANY = 3  # countries that share the first place: none of them is told
AMERICAN = pattern(
    "names.american-date",
    r"(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?[ ]"
    r"[0-9]{1,2}(?:st|nd|rd|th)?,[ ]20[0-9]{2}",
    "the month before the day and a comma before the year: so the American ones write",
)
RULES = (AMERICAN,)


def is_place(word: str) -> bool:
    """Whether a folded word names a country, a nationality or a capital."""
    return any(form.key in _index() for form in forms(word))


def countries_in(folded: Folded) -> tuple[str, ...]:
    """The countries that a text speaks of, the most often named first; between equals the first named.

    Where none is named, its months and ways to put things tell; no country that shares them with many.
    """
    named = _named(folded)
    if named:
        return named
    counted = _hinted(folded)
    if not counted:
        return ("US",) if AMERICAN.regex.search(folded.text) else ()
    most = max(counted.values())
    leading = [country for country, points in counted.items() if points == most]
    return tuple(leading) if len(leading) < _MANY else ()


def _named(folded: Folded) -> tuple[str, ...]:
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


def _hinted(folded: Folded) -> Counter[str]:
    """What clues speak for each country, each clue once."""
    clues, counted = _clues(), Counter[str]()
    words = words_of(folded.text)
    after: list[Word | None] = [*words[1:], None]
    seen: set[str] = set()
    for word, following in zip(words, after, strict=False):
        for form in forms(word.text):
            for clue in (form.key, f"{form.key}_{key(following.text)}" if following else ""):
                if clue in clues and clue not in seen:
                    seen.add(clue)
                    counted.update(clues[clue])
    return counted


@cache
def _clues() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for country, words in _CLUES.items():
        for word in words.split():
            clue = "_".join(key(fold(part).text) for part in word.split("_"))
            found[clue] = (*found.get(clue, ()), country)
    return found


@cache
def _index() -> dict[str, str]:
    return {key(fold(word).text): country for country, words in _WORDS.items() for word in words.split()}
