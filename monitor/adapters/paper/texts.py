"""The words that only the page has, in both languages; headings and method are ``domain.report.words``.

What is said of a ministry's service is what our probe could not reach, never that the service is down.
"""

from __future__ import annotations

from collections.abc import Mapping

from monitor.domain.observation import Reason
from monitor.domain.verdict import State

TEXTS: Mapping[str, tuple[str, str]] = {
    "brand": ("Marsad", "مرصد"),
    "until": ("{since} to {until}", "من {since} إلى {until}"),
    "zone": ("Times and days are those of {zone}.", "الأوقات والأيام بتوقيت {zone}."),
    "seen_from": (
        (
            "As seen from one prober in {location}. The report says what our probe could not reach, not that a "
            "ministry's service is down."
        ),
        "كما رصده مجس واحد في {location}. يذكر التقرير ما تعذر على مجسنا الوصول إليه، ولا يعني أن خدمة الجهة متوقفة.",
    ),
    "known": ("The ledger knows nothing after {at}.", "لا يعرف السجل شيئا بعد {at}."),
    "made": ("Made {at}.", "أعد في {at}."),
    "net": ("Net", "الصافي"),
    "gross": ("Gross", "الإجمالي"),
    "net_means": (
        "The contract figure: downtime inside announced maintenance is on neither side.",
        "رقم العقد: لا يدخل التوقف في أثناء صيانة معلنة في أي من الطرفين.",
    ),
    "gross_means": (
        "What people lived: downtime inside announced maintenance counts as lost.",
        "ما عاشه المستفيد: يعد التوقف في أثناء صيانة معلنة وقتا ضائعا.",
    ),
    "net_short": ("net, short notice lost", "الصافي مع عد الإشعار القصير"),
    "net_without": ("net, without exclusions", "الصافي دون المستبعد"),
    "percent": ("{figure} %", "{figure} ٪"),
    "totals": ("All services together", "جميع الخدمات معا"),
    "overview": ("At a glance", "نظرة عامة"),
    "each_service": ("Service by service", "كل خدمة على حدة"),
    "of_platform": ("{platform}, all services", "{platform}: جميع الخدمات"),
    "inferred": ("inferred", "مستنتجة"),
    "inferred_from": (
        "No probe of its own: inferred from {service}, and left out of sums.",
        "ليس لها مجس خاص: تستنتج من {service}، ولا تدخل في المجاميع.",
    ),
    "objective": ("objective {figure} %", "المستهدف {figure} ٪"),
    "excluded": ("excluded", "المستبعد"),
    "unrecorded": ("not in the ledger", "خارج السجل"),
    "excluded_of": ("of them excluded: {count}", "المستبعد منها: {count}"),
    "days_of": ("{service}, {month}", "{service}، {month}"),
    "legend": ("A day has the colour and sign of its worst state:", "لليوم لون أسوأ حالاته وعلامتها:"),
    "service_reason": ("service and reason", "الخدمة والسبب"),
    "relation": ("windows and notes", "النوافذ والملاحظات"),
    "began": ("start and end", "البداية والنهاية"),
    "lost_of": ("of it lost {length}", "الضائع منها {length}"),
    "declared": ("declared {length}", "المعلن {length}"),
    "extended": ("of it {length} added after the start", "أضيف منها {length} بعد البداية"),
    "revisions": ("revision {count}", "المراجعة {count}"),
    "by_why": ("{by}: {why}", "{by}: {why}"),
    "source": ("source: {url}", "المصدر: {url}"),
    "early_start": ("early start", "بداية مبكرة"),
    "not_seen": ("No downtime seen in it: {services}.", "لم يرصد فيها توقف: {services}."),
    "more": ("and {count} more", "و{count} غيرها"),
    "late": ("{length} late", "متأخر {length}"),
    "early": ("{length} early", "مبكر {length}"),
    "on_time": ("on time", "في موعده"),
    "impact_none": ("no effect expected", "لا أثر متوقع"),
    "impact_degraded": ("limited service expected", "خدمة محدودة متوقعة"),
    "impact_outage": ("no service expected", "لا خدمة متوقعة"),
    "no_latency": ("No maintenance with probes before and after it.", "لا صيانة ذات فحوص قبلها وبعدها."),
    "before": ("before", "قبلها"),
    "after": ("after", "بعدها"),
    "spans": (
        "{length} before {before} and {length} after {after}",
        "{length} قبل {before} و{length} بعد {after}",
    ),
    "sample": (
        "median {median}, p95 {p95}, {probes} probes",
        "الوسيط {median}، المئين 95 {p95}، الفحوص {probes}",
    ),
    "no_sample": ("no probe", "لا فحص"),
    "milliseconds": ("{number} ms", "{number} ملي ثانية"),
    "small": (
        "Small sample: fewer than {count} probes on a side. Such a p95 is a guess.",
        "عينة صغيرة: أقل من {count} فحصا في أحد الطرفين، والمئين فيها تخمين.",
    ),
    "plot": (
        "Thick to the median, thin to the 95th percentile; both on the scale of their plot.",
        "الغليظ إلى الوسيط، والدقيق إلى المئين 95، وهما بمقياس الرسم نفسه.",
    ),
    "limits": ("Method and limits", "المنهج وحدوده"),
    "limit_place": (
        (
            "One prober in one place: a fault of the networks between it and a service can look like an outage of that "
            "service. While our own reference sites fail too, failures are counted as unknown."
        ),
        (
            "مجس واحد في مكان واحد: قد يبدو عطل الشبكات بينه وبين الخدمة انقطاعا للخدمة. وما دامت مواقعنا المرجعية "
            "تخفق أيضا يعد الإخفاق مجهولا."
        ),
    ),
    "limit_page": (
        "A check opens one public page and never signs in: what lies behind a login is not seen.",
        "يفتح الفحص صفحة عامة واحدة ولا يسجل الدخول أبدا: لا يرى ما وراء تسجيل الدخول.",
    ),
    "limit_latency": (
        "Latencies are counted in steps of a tenth: medians and p95 are within 5 % of the true ones.",
        "أزمنة الاستجابة محسوبة بخطوات العشر: الوسيط والمئين ضمن 5 ٪ من القيمة الحقيقية.",
    ),
}

LIMITS = ("limit_place", "limit_page", "limit_latency")

REASONS: Mapping[str, tuple[str, str]] = {
    Reason.DNS: ("name not resolved", "لم يترجم الاسم"),
    Reason.CONNECT: ("no connection", "لا اتصال"),
    Reason.RESET: ("connection reset", "انقطع الاتصال"),
    Reason.TLS: ("TLS handshake failed", "أخفقت مصافحة TLS"),
    Reason.CERTIFICATE: ("certificate not valid", "الشهادة غير صالحة"),
    Reason.TIMEOUT: ("no answer in time", "لا رد في المهلة"),
    Reason.PROTOCOL: ("answer not understood", "رد غير مفهوم"),
    Reason.REDIRECT: ("redirected elsewhere", "إحالة إلى غير موضعها"),
    Reason.STATUS: ("unexpected status", "رمز حالة غير متوقع"),
    Reason.CONTENT: ("unexpected content", "محتوى غير متوقع"),
    Reason.EXPECT: ("expectation not met", "لم يتحقق المتوقع"),
    Reason.MAINTENANCE_PAGE: ("maintenance page", "صفحة صيانة"),
    Reason.BLOCKED: ("our prober was refused", "رفض مجسنا"),
    Reason.CHALLENGED: ("our prober was challenged", "طولب مجسنا بالتحقق"),
    Reason.RATE_LIMITED: ("too many requests", "تجاوز حد الطلبات"),
    Reason.SELF: ("fault of our own", "عطل عندنا"),
}

# A sign beside the colour, the same in both languages: for grey paper and for eyes that see fewer colours.
SIGNS: Mapping[State, str] = {
    State.UP: "",
    State.DEGRADED: "~",
    State.PLANNED_DOWNTIME: "=",
    State.UNPLANNED_OUTAGE: "×",
    State.OVERRUN: "+",
    State.BLOCKED: "#",
    State.UNKNOWN: "?",
}

# Units of a length, from days to seconds.
UNITS = {"en": ("d", "h", "m", "s"), "ar": ("ي", "س", "د", "ث")}

CITIES: Mapping[str, tuple[str, str]] = {"Asia/Riyadh": ("Riyadh", "الرياض")}
