"""The words of a report in both languages: its method, headings, and names of closed sets. Texts as data, no format.

What is said of a ministry's service is what our probe could not reach, never that the service is down.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Literal

from monitor.domain.report.model import Report

Language = Literal["ar", "en"]

_METHOD_EN = (
    (
        "Seen from {location} by our own probes: the report says what our probe could not reach, not that the ministry "
        "is down."
    ),
    (
        "Net, the contract figure: time up or degraded as a share of that time plus unplanned outage plus overrun. "
        "Downtime inside announced maintenance is on neither side."
    ),
    "Gross, what people lived: the same, with planned downtime counted as lost.",
    "Blocked (our prober was refused) and unknown (nobody saw the service) are on neither side of either figure.",
    "Net, short notice lost: downtime in maintenance announced less than {minimum} ahead, or late, counts as lost.",
    "Net, without exclusions: incidents marked as our own false positives are on neither side. The record stays.",
    (
        "An outage confirmed before a maintenance stays unplanned to its end; its time inside the window is listed as "
        "carried. Downtime beyond the announced end is overrun."
    ),
    "Maintenance declared after its end changes no figure; outage time inside it is listed as reclassified.",
    (
        "MTTR: mean time from first failure (of an overrun: from the announced end) to recovery. MTBF: time working "
        "per outage."
    ),
    "Services marked * have no probe of their own; they are inferred from another one and left out of sums.",
    "Days are those of {timezone}. A span without any countable second has no figure.",
)
_METHOD_AR = (
    "الرصد من {location} بمجساتنا الخاصة: يذكر التقرير ما تعذر على مجسنا الوصول إليه، ولا يعني أن خدمة الجهة متوقفة.",
    (
        "الصافي، وهو رقم العقد: وقت العمل، ومنه العمل البطيء، منسوبا إلى مجموعه مع الانقطاع غير المخطط وتجاوز الصيانة. "
        "ولا يدخل التوقف في أثناء صيانة معلنة في أي من الطرفين."
    ),
    "الإجمالي، وهو ما عاشه المستفيد: النسبة نفسها مع عد التوقف المخطط وقتا ضائعا.",
    "وقت الحجب (رفض مجسنا) والوقت المجهول (لم يره أحد) خارج طرفي النسبتين.",
    "الصافي مع عد الإشعار القصير: يعد ضائعا كل توقف في صيانة أعلنت قبل بدئها بأقل من {minimum} أو بعد بدئها.",
    "الصافي دون المستبعد: الحوادث المعلمة إنذارا خاطئا منا خارج الطرفين، ويبقى السجل كما هو.",
    (
        "الانقطاع المؤكد قبل الصيانة يبقى غير مخطط إلى نهايته، ويذكر وقته داخل النافذة على أنه مرحل. وما زاد على "
        "النهاية المعلنة فهو تجاوز."
    ),
    "الصيانة المعلنة بعد نهايتها لا تغير أي رقم، ويذكر وقت الانقطاع داخلها على أنه معاد تصنيفه.",
    (
        "متوسط زمن الاستعادة: من أول إخفاق (وفي التجاوز من النهاية المعلنة) إلى التعافي. متوسط الزمن بين الانقطاعات: "
        "وقت العمل مقسوما على عددها."
    ),
    "الخدمات المعلمة بالعلامة * ليس لها مجس خاص، بل تستنتج من خدمة أخرى، ولا تدخل في المجاميع.",
    "الأيام بتوقيت {timezone}. ولا رقم لمدة ليس فيها ثانية محسوبة.",
)
_METHODS: Mapping[Language, tuple[str, ...]] = {"en": _METHOD_EN, "ar": _METHOD_AR}

_WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Availability report", "تقرير التوافر"),
    "span": ("Span", "المدة"),
    "known_until": ("The ledger knows nothing after", "لا يعرف السجل شيئا بعد"),
    "made_at": ("Made", "أعد في"),
    "services": ("Services", "الخدمات"),
    "service": ("service", "الخدمة"),
    "all": ("all services", "جميع الخدمات"),
    "net": ("net %", "الصافي ٪"),
    "gross": ("gross %", "الإجمالي ٪"),
    "net_short": ("short notice lost %", "مع عد الإشعار القصير ٪"),
    "net_without": ("without exclusions %", "دون المستبعد ٪"),
    "up": ("up", "تعمل"),
    "degraded": ("degraded", "بطيئة"),
    "planned_downtime": ("planned", "توقف مخطط"),
    "unplanned_outage": ("unplanned", "انقطاع غير مخطط"),
    "overrun": ("overrun", "تجاوز"),
    "blocked": ("blocked", "حجب"),
    "unknown": ("unknown", "مجهول"),
    "unrecorded": ("no record", "بلا سجل"),
    "carried": ("carried", "مرحل"),
    "reclassified": ("reclassified", "معاد تصنيفه"),
    "outages": ("outages", "الانقطاعات"),
    "mttr": ("MTTR", "متوسط الاستعادة"),
    "mtbf": ("MTBF", "متوسط ما بينها"),
    "none": ("no service time", "لا وقت خدمة"),
    "incidents": ("Incidents", "الحوادث"),
    "no_incidents": ("None.", "لا شيء."),
    "starts": ("start", "البداية"),
    "ends": ("end", "النهاية"),
    "open": ("goes on", "مستمر"),
    "duration": ("duration", "المدة"),
    "lost": ("lost", "الضائع"),
    "kind": ("kind", "النوع"),
    "reason": ("reason", "السبب"),
    "windows_of": ("windows", "النوافذ"),
    "notes": ("notes", "ملاحظات"),
    "explained_by": ("explained by {root}", "يفسره توقف {root}"),
    "exclusion": ("excluded by {by}: {why}", "استبعده {by}: {why}"),
    "annotation": ("{by}: {why}", "{by}: {why}"),
    "without_exclusions": ("Without excluded incidents: net {net} %", "دون الحوادث المستبعدة: الصافي {net} ٪"),
    "reclassified_by": (
        "{window}, declared by {by} at {at}, after its end: {length} of {service} reclassified, in no figure",
        "{window}، أعلنها {by} في {at} بعد نهايتها: أعيد تصنيف {length} من {service} دون أثر في الأرقام",
    ),
    "windows": ("Announced maintenance", "الصيانة المعلنة"),
    "window": ("window", "النافذة"),
    "stage": ("outcome", "المآل"),
    "notice": ("notice", "الإشعار"),
    "declared": ("declared", "المعلن"),
    "used": ("planned used", "المستعمل"),
    "start_slip": ("start slip", "انحراف البداية"),
    "end_slip": ("end slip", "انحراف النهاية"),
    "extended_late": ("extended late", "تمديد متأخر"),
    "latency": ("Latency before and after maintenance", "زمن الاستجابة قبل الصيانة وبعدها"),
    "check": ("check", "الفحص"),
    "each": ("over", "على مدى"),
    "median": ("median", "الوسيط"),
    "p95": ("p95", "المئين 95"),
    "small": ("small sample", "عينة صغيرة"),
    "method": ("Method", "المنهج"),
    "kind_planned": ("planned", "مخطط"),
    "kind_unplanned": ("unplanned", "غير مخطط"),
    "kind_overrun": ("overrun", "تجاوز"),
    "relation_inside": ("inside", "داخل"),
    "relation_outlived": ("outlived", "تجاوز"),
    "relation_carried": ("carried into", "مرحل إلى"),
    "relation_early": ("before its time", "قبل موعد"),
    "relation_followed": ("soon after", "عقب"),
    "stage_upcoming": ("upcoming", "قادمة"),
    "stage_early": ("early", "مبكرة"),
    "stage_active": ("active", "جارية"),
    "stage_recovery": ("recovery", "تعاف"),
    "stage_ended": ("ended", "انتهت"),
    "stage_unused": ("unused", "لم تستعمل"),
    "stage_overrun": ("overrun", "متجاوزة"),
    "stage_cancelled": ("cancelled", "ألغيت"),
    "stage_void": ("void", "باطلة"),
    "notice_announced": ("announced", "معلنة"),
    "notice_short notice": ("short notice", "إشعار قصير"),
    "notice_late": ("late", "متأخرة"),
    "notice_retroactive": ("retroactive", "بأثر رجعي"),
}


def word(key: str, language: Language) -> str:
    """One heading or name."""
    english, arabic = _WORDS[key]
    return arabic if language == "ar" else english


def method(report: Report, language: Language) -> tuple[str, ...]:
    """How the figures came about, in sentences."""
    filled = {"location": report.location, "timezone": report.timezone, "minimum": length(report.notice_minimum)}
    return tuple(sentence.format_map(filled) for sentence in sentences(language))


def sentences(language: Language) -> tuple[str, ...]:
    """The same before ``{location}``, ``{timezone}`` and ``{minimum}`` are put in, for pages that mark them up."""
    return _METHODS[language]


def length(span: timedelta | float) -> str:
    """A span as durations are written in the configuration, to the second: ``1d 2h 3m 4s``, ``-5m``."""
    seconds = round(span.total_seconds() if isinstance(span, timedelta) else span)
    if seconds == 0:
        return "0s"
    days, rest = divmod(abs(seconds), 86400)
    parts = ((days, "d"), (rest // 3600, "h"), (rest // 60 % 60, "m"), (rest % 60, "s"))
    return ("-" if seconds < 0 else "") + " ".join(f"{count}{unit}" for count, unit in parts if count)
