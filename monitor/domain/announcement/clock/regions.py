"""The zones that abbreviations, places and offsets of an announcement stand for: tables only."""

from __future__ import annotations

_NEW_YORK, _CHICAGO, _DENVER, _PACIFIC = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
)
_SYDNEY, _ADELAIDE, _LONDON, _PARIS = "Australia/Sydney", "Australia/Adelaide", "Europe/London", "Europe/Paris"

ABBREVIATIONS: dict[str, tuple[str, bool | None]] = {
    "et": (_NEW_YORK, None),
    "est": (_NEW_YORK, True),
    "edt": (_NEW_YORK, False),
    "ct": (_CHICAGO, None),
    "cst": (_CHICAGO, True),
    "cdt": (_CHICAGO, False),
    "mt": (_DENVER, None),
    "mst": (_DENVER, True),
    "mdt": (_DENVER, False),
    "pt": (_PACIFIC, None),
    "pst": (_PACIFIC, True),
    "pdt": (_PACIFIC, False),
    "akst": ("America/Anchorage", True),
    "akdt": ("America/Anchorage", False),
    "hst": ("Pacific/Honolulu", None),
    "ast": ("America/Halifax", True),
    "adt": ("America/Halifax", False),
    "nst": ("America/St_Johns", True),
    "ndt": ("America/St_Johns", False),
    "aet": (_SYDNEY, None),
    "aest": (_SYDNEY, True),
    "aedt": (_SYDNEY, False),
    "acst": (_ADELAIDE, True),
    "acdt": (_ADELAIDE, False),
    "awst": ("Australia/Perth", None),
    "nzst": ("Pacific/Auckland", True),
    "nzdt": ("Pacific/Auckland", False),
    "ist": ("Asia/Kolkata", None),
    "pkt": ("Asia/Karachi", None),
    "npt": ("Asia/Kathmandu", None),
    "sgt": ("Asia/Singapore", None),
    "myt": ("Asia/Kuala_Lumpur", None),
    "pht": ("Asia/Manila", None),
    "phst": ("Asia/Manila", None),
    "hkt": ("Asia/Hong_Kong", None),
    "jst": ("Asia/Tokyo", None),
    "kst": ("Asia/Seoul", None),
    "wib": ("Asia/Jakarta", None),
    "ict": ("Asia/Bangkok", None),
    "gst": ("Asia/Dubai", None),
    "ksa": ("Asia/Riyadh", None),
    "gmt": ("UTC", None),
    "utc": ("UTC", None),
    "bst": (_LONDON, False),
    "wet": ("Europe/Lisbon", True),
    "west": ("Europe/Lisbon", False),
    "cet": (_PARIS, True),
    "cest": (_PARIS, False),
    "eet": ("Europe/Athens", True),
    "eest": ("Europe/Athens", False),
    "msk": ("Europe/Moscow", None),
    "trt": ("Europe/Istanbul", None),
    "sast": ("Africa/Johannesburg", None),
    "eat": ("Africa/Nairobi", None),
    "cat": ("Africa/Maputo", None),
    "wat": ("Africa/Lagos", None),
}
"""Zone, and whether the abbreviation is of winter; Adelaide, Sydney and the like keep the daylight saving there is."""

ELSEWHERE: dict[str, tuple[tuple[str, str, bool | None], ...]] = {
    "ast": ((r"saudi|riyadh|ksa|سعود|الرياض", "Asia/Riyadh", None), (r"kuwait|الكويت", "Asia/Kuwait", None)),
    "ist": ((r"ireland|irish|dublin", "Europe/Dublin", False), (r"israel|jerusalem", "Asia/Jerusalem", True)),
    "bst": ((r"bangladesh|dhaka", "Asia/Dhaka", None),),
    "cst": ((r"china|beijing|shanghai", "Asia/Shanghai", None),),
    "est": ((r"sydney|melbourne|canberra|australia", _SYDNEY, True),),
    "aest": ((r"queensland|brisbane", "Australia/Brisbane", None),),
    "acst": ((r"northern territory|darwin", "Australia/Darwin", None),),
    "pst": ((r"pakistan|karachi|islamabad", "Asia/Karachi", None), (r"philippine|manila", "Asia/Manila", None)),
    "gst": ((r"\boman|muscat", "Asia/Muscat", None),),
    "eet": ((r"egypt|cairo", "Africa/Cairo", True), (r"leban|beirut", "Asia/Beirut", True)),
    "eest": ((r"egypt|cairo", "Africa/Cairo", False), (r"leban|beirut", "Asia/Beirut", False)),
    "cet": ((r"tunis", "Africa/Tunis", None), (r"algeri|algiers", "Africa/Algiers", None)),
}
"""The same letters in another country, which a word of the text gives away."""

PLACES: dict[str, str] = {
    "السعودية|المملكة|المملكة العربية السعودية|الرياض|مكة|مكة المكرمة|جدة|السعودي"
    "|saudi|saudi arabia|saudi arabian|ksa|riyadh|makkah|mecca|jeddah|arabia|arabian|arab": "Asia/Riyadh",
    "الكويت|دولة الكويت|الكويتي|kuwait": "Asia/Kuwait",
    "الإمارات|دولة الإمارات|الإمارات العربية المتحدة|أبوظبي|أبو ظبي|دبي|الإماراتي"
    "|uae|dubai|abu dhabi|gulf": "Asia/Dubai",
    "قطر|الدوحة|دولة قطر|القطري|qatar|doha": "Asia/Qatar",
    "البحرين|المنامة|مملكة البحرين|البحريني|bahrain|manama": "Asia/Bahrain",
    "مسقط|سلطنة عمان|السلطنة|العماني|oman|muscat": "Asia/Muscat",
    "اليمن|صنعاء|عدن|اليمني|yemen|aden": "Asia/Aden",
    "العراق|بغداد|أربيل|العراقي|iraq|baghdad|erbil": "Asia/Baghdad",
    "عمان|الأردن|المملكة الأردنية الهاشمية|الأردني|jordan|amman": "Asia/Amman",
    "سوريا|سورية|دمشق|السوري|syria|damascus": "Asia/Damascus",
    "لبنان|بيروت|اللبناني|lebanon|beirut": "Asia/Beirut",
    "فلسطين|القدس|القدس المحتلة|غزة|رام الله|الفلسطيني|palestine|jerusalem": "Asia/Hebron",
    "القاهرة|مصر|جمهورية مصر العربية|المصري|cairo|egypt": "Africa/Cairo",
    "الخرطوم|السودان|السوداني|khartoum|sudan": "Africa/Khartoum",
    "ليبيا|طرابلس|الليبي|libya|tripoli": "Africa/Tripoli",
    "تونس|التونسي|tunis|tunisia|tunisian": "Africa/Tunis",
    "الجزائر|الجزائري|algiers|algeria|algerian": "Africa/Algiers",
    "المغرب|الرباط|الدار البيضاء|المغربي|morocco|rabat|moroccan": "Africa/Casablanca",
    "نواكشوط|موريتانيا|nouakchott|mauritania": "Africa/Nouakchott",
    "تركيا|إسطنبول|أنقرة|اسطنبول|turkey|istanbul|turkish|türkiye": "Europe/Istanbul",
    "غرينتش|جرينتش|غرينيتش|جرينيتش|جرينتش الموحد|العالمي|العالمي الموحد|العالمي المنسق|greenwich|greenwich mean"
    "|coordinated universal|universal|zulu": "UTC",
    "لندن|بريطانيا|london|uk|british": _LONDON,
    "باريس|فرنسا|paris|central european": _PARIS,
    "نيويورك|واشنطن|الساحل الشرقي|شرق الولايات المتحدة"
    "|new york|washington|eastern|us eastern|toronto|ottawa": _NEW_YORK,
    "شيكاغو|central|us central|chicago": _CHICAGO,
    "mountain|us mountain|denver": _DENVER,
    "كاليفورنيا|الساحل الغربي|pacific|us pacific": _PACIFIC,
    "atlantic": "America/Halifax",
    "newfoundland": "America/St_Johns",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "australian eastern|sydney|melbourne|canberra": _SYDNEY,
    "queensland|brisbane": "Australia/Brisbane",
    "australian central|adelaide": _ADELAIDE,
    "australian western|western australian|perth": "Australia/Perth",
    "new zealand|auckland|wellington": "Pacific/Auckland",
    "الهند|نيودلهي|india|indian|delhi|new delhi": "Asia/Kolkata",
    "باكستان|pakistan|karachi|islamabad": "Asia/Karachi",
    "سنغافورة|singapore": "Asia/Singapore",
    "ماليزيا|malaysia|malaysian|kuala lumpur": "Asia/Kuala_Lumpur",
    "philippine|philippines|manila": "Asia/Manila",
    "hong kong": "Asia/Hong_Kong",
    "japan|tokyo": "Asia/Tokyo",
    "south african|south africa": "Africa/Johannesburg",
    "east africa|east african|nairobi|kenya|kenyan": "Africa/Nairobi",
    "west africa|west african|lagos|nigeria|nigerian": "Africa/Lagos",
}
"""Cities, countries and the adjectives of both, as they stand beside "time" and توقيت."""

BROKEN_OFFSETS = {
    (3, 30): "Asia/Tehran",
    (4, 30): "Asia/Kabul",
    (5, 30): "Asia/Kolkata",
    (5, 45): "Asia/Kathmandu",
    (6, 30): "Asia/Yangon",
    (9, 30): "Australia/Darwin",
    (-3, 30): "America/St_Johns",
}
"""Offsets with half hours, which ``Etc/GMT`` does not have."""


_WESTMOST, _EASTMOST = -12, 14


def at_offset(hours: int, minutes: int) -> str | None:
    """The zone of a bare offset; its sign is turned, since POSIX counts westwards. ``None`` for one nobody keeps."""
    if minutes:
        return BROKEN_OFFSETS.get((hours, minutes))
    if not _WESTMOST <= hours <= _EASTMOST:
        return None
    return f"Etc/GMT{-hours:+d}" if hours else "UTC"
