"""The words that only the page of a replay has, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    "page": ("A history, replayed", "إعادة تشغيل حادثة"),
    "caveat": (
        (
            "A replay: the monitor's own engine judges observations that a file scripts. It shows what the rules make "
            "of such a course, not what anybody measured."
        ),
        (
            "إعادة تشغيل: يحكم محرك المرصد نفسه على مشاهدات مكتوبة في ملف. فهي تبين ما تؤول إليه القواعد في مثل هذا "
            "المسار، لا ما قاسه أحد."
        ),
    ),
    "span": ("{since} to {until}", "من {since} إلى {until}"),
    "zone": ("Times are those of {zone}.", "الأوقات بتوقيت {zone}."),
    "source": ("Source: {text}", "المصدر: {text}"),
    "contents": ("In this page", "في هذه الصفحة"),
    "held": ("{held} of {all} expectations hold", "تحقق {held} من {all} من المتوقع"),
    "legend": ("How to read it", "دليل القراءة"),
    "window": ("announced maintenance", "صيانة معلنة"),
    "outage": ("incident", "حادثة"),
    "sent": ("page sent", "أرسل تنبيه"),
    "resolved": ("page resolved", "انتهى التنبيه"),
    "state_span": ("{state}: {since} to {until}", "{state}: من {since} إلى {until}"),
    "window_span": ("{window} ({impact}): {since} to {until}", "{window} ({impact}): من {since} إلى {until}"),
    "figures": ("net {net}, gross {gross}", "الصافي {net}، الإجمالي {gross}"),
    "expectations": ("What had to come of it", "المتوقع"),
    "nothing_expected": ("The file expects nothing.", "لا يتوقع الملف شيئا."),
    "ok": ("holds", "تحقق"),
    "fail": ("does not hold", "لم يتحقق"),
    "refused": ("Windows that were refused", "نوافذ مرفوضة"),
    "happenings": ("Incidents and pages", "الحوادث والتنبيهات"),
    "none": ("None.", "لا شيء."),
    "service": ("service", "الخدمة"),
    "kind": ("kind", "النوع"),
    "starts": ("from", "من"),
    "ends": ("to", "إلى"),
    "paged": ("page", "التنبيه"),
    "open": ("still open", "ما زالت مفتوحة"),
    "no_page": ("none", "لا تنبيه"),
    "explained": ("explained by {root}", "تفسرها {root}"),
    "alerts": ("Alerts of the rules that were tried", "تنبيهات القواعد المجربة"),
    "alert": ("alert", "التنبيه"),
    "labels": ("labels", "الوسوم"),
    "firing": ("still firing", "ما زال قائما"),
    "window_list": ("Windows", "النوافذ"),
    "impact": ("impact", "الأثر"),
    "declared": ("announced", "أعلنت"),
}
