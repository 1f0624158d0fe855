"""The words for "down": stops, is unavailable, cannot be reached.

``WEAK`` names the rules whose words are used of anything at all (closed, suspended, stopped): they tell of a digital
service only where one, or work on it, is named too.
"""

from __future__ import annotations

from monitor.domain.announcement.cues.wording import CASED, SOON, arabic, english, verb
from monitor.domain.announcement.pattern import pattern

_ACTS = (
    "(?:ال)?(?:دخول|وصول|ولوج|نفاذ|اتصال|سحب|دفع|سداد|شحن|تحويل|حجز|تسجيل|اطلاع|اجراء|تصفح)"
    "|استخدام|استعمال|الاستفادة|الاستعلام|تنفيذ|إجراء|تقديم|إتمام|إصدار|إنجاز|معالجة|دخول|الوصول|الإيداع|فتح"
)
_VERBS = (
    "made|filed|e-filed|submitted|accessed|used|processed|reached|accepted|verified|paid|completed|viewed|issued|"
    "downloaded|uploaded|opened|booked|created|sent|contacted|performed|carried out|retrieved"
)
_DENIED = "log-?ins?|logins?|new accounts?|sign-?ins?|submissions?|payments?|filings?|transactions?|uploads?"
_BE = "(?:is|are|was|were|be|been|being|remains?|remained|stays?|stayed|goes|go|going|gone|went)"
_HOW = "(?:(?:currently|now|still|also|completely|temporarily|briefly|all|fully|partially|intermittently) )?"

DOWN = (
    pattern(
        "down.stops",
        verb("[تين]توقفا?ن?", "توقف(?:ت|ا|وا)?", "نتوقف") + "|" + arabic(f"توقف{CASED}", "متوقف(?:ة|ا|ون|ين|ات)?"),
        "توقف in all its forms: the commonest word of the Arabic press",
    ),
    pattern(
        "down.is-stopped",
        arabic(f"إيقاف{CASED}", f"وقف{CASED}", "موقوفة?") + "|" + verb("أوقف(?:ت|وا)?", "[تين]وقف(?:ون)?"),
        "somebody stops it: إيقاف, أوقفت, يوقف; also of contracts, cards and people",
    ),
    pattern(
        "down.suspended-ar",
        arabic(
            f"تعليق{CASED} (?:مؤقت|جزئي|كامل|ال?عمل|ال?خدم|تقديم|استقبال|نشاط|كافة|جميع|بعض|كل|منصة|موقع|"
            f"نظام|أنظمة)\\w{{0,6}}"
        )
        + "|"
        + arabic("معلقة?")
        + "|"
        + verb("علق(?:ت|وا)?(?! (?:\\w{2,12} ){0,3}على)", "[تي]علق", "[تي]تعلق مؤقت(?:ا)?"),
        "تعليق العمل; the noun alone also means a comment, so it needs what is suspended",
    ),
    pattern(
        "down.breaks",
        verb("[تي]تعطل", "تعطل(?:ت)?") + "|" + arabic(f"تعطل{CASED}", "متعطلة?", "معطلة?"),
        "تعطل: out of order, mostly unplanned",
    ),
    pattern(
        "down.disabled-ar", arabic(f"تعطيل{CASED}"), "تعطيل: put out of order; also of settings and of school days"
    ),
    pattern(
        "down.closed-ar",
        arabic(f"إغلاق{CASED}", "مغلقة?", "مقفلة?", f"إقفال{CASED}") + "|" + verb("[تين]غلق", "أغلقت?", "[تي]قفل"),
        "إغلاق: closing of branches, crossings and books, but of shops and roads too",
    ),
    pattern(
        "down.cut",
        arabic(f"انقطاع{CASED}", "انقطاعات", "مقطوعة?", "منقطعة?", "قطع (?:ال)?(?:خدم|انترنت|اتصال)\\w{0,4}")
        + "|"
        + verb("[تي]نقطع", "انقطعت?"),
        "انقطاع: internet, connections, services",
    ),
    pattern(
        "down.out-of-service-ar",
        arabic(
            "خارج الخدمة",
            "خارج نطاق الخدمة",
            "خارج التغطية",
            "(?:[تي])?خر(?:ج|جت|وج)\\w{0,2} (?:\\w{2,14} ){0,5}(?:عن|من) (?:الخدمة|العمل)",
            "فقد(?:ت|وا|ان)? (?:\\w{2,14} ){0,4}(?:ال)?(?:خدمة|خدمات|اتصال|إنترنت)",
            "بلا (?:إنترنت|خدمة|خدمات|اتصال)",
            "شللا?",
            "فقدان (?:ال)?(?:خدمة|اتصال)",
            "(?:سيستم|السيستم|النظام|الموقع|التطبيق|الشبكة) (?:واقع|وقع|طايح|طاح|فاصل|معلق|مطفي|مهنج)\\w{0,2}",
            "سقوطا?",
        ),
        "out of service, as a state",
    ),
    pattern(
        "down.unavailable-ar",
        arabic(
            "غير متاح(?:ة|ين|ا|تين|ات)?",
            "غير متوفر(?:ة|ا|ات)?",
            "غير ممكن(?:ة|ا)?",
            "غير عامل(?:ة)?",
            "عدم (?:توفر|توافر|إتاحة|تمكن|القدرة|إمكانية|إمكان)",
        )
        + "|"
        + verb("(?:لن|لا|لم) [تي]ت(?:وفر|وافر|اح)", "(?:لن|لا|لم) [تي]كون(?:ون)? (?:متاح|متوفر|ممكن)(?:ة|ا|ات)?"),
        "غير متاحة and its relations: the Gulf's word",
    ),
    pattern(
        "down.cannot-ar",
        verb(
            f"[تي]?(?:ت)?عذر (?:على \\w{{3,14}} )?(?:{_ACTS})\\w{{0,4}}",
            "(?:لن|لا|لم) [تي](?:مكن|ستطيع|تمكن|تسنى|تيسر)(?:ون|كم|ه|ها|هم|وا)? "
            f"(?:\\w{{3,14}} ){{0,2}}(?:من )?(?:{_ACTS})\\w{{0,4}}",
        )
        + "|"
        + arabic(f"تعذر(?:ت)? (?:{_ACTS})\\w{{0,4}}", f"استحالة (?:{_ACTS})\\w{{0,4}}"),
        "what a user cannot do: log in, pay, query",
    ),
    pattern(
        "down.no-way-ar",
        verb(
            "(?:لن|لا|لم) [تي]كون (?:من )?(?:بالإمكان|بإمكان\\w{0,4}|بمقدور\\w{0,4}|بوسع\\w{0,4}|باستطاعة|"
            "باستطاعت\\w{1,3}|الممكن)"
        ),
        "will be in nobody's power: log in, pay, query",
    ),
    pattern(
        "down.works-not-ar",
        verb("(?:لن|لا|لم) [تي](?:عمل|قبل|سمح|نفذ|عالج|صدر|ستقبل|قدم|ستجيب|فتح|شتغل)(?:ون|وا)?"),
        "will not work, receives nobody, does not answer",
    ),
    pattern(
        "down.under-work",
        english("(?:under|in|down for) (?:\\w{3,12} ){0,2}maintenance(?! (?:contract|of|fee)\\w{0,2})")
        + "|"
        + arabic("(?:تحت|قيد) (?:ال)?صيانة"),
        "under maintenance: the notice a site shows in place of itself",
    ),
    pattern(
        "down.blocked-ar", arabic(f"حجب{CASED}"), "حجب المنظومة: taken off the net, also of sites blocked by order"
    ),
    pattern(
        "down.unavailable",
        english(
            "unavailable",
            "unavailability",
            "not (?:be )?(?:currently |yet )?available",
            "(?:won|isn|aren|wasn|weren)[’']?t (?:be )?(?:currently )?(?:available|accessible|reachable)",
            "inaccessible",
            "unreachable",
            "out of reach",
            "not (?:be )?(?:accessible|operational|functional|functioning|reachable|usable|possible)",
        ),
        "unavailable: the commonest English word",
    ),
    pattern(
        "down.outage",
        english(
            "outages?",
            "down-?times?",
            "black-?outs?",
        ),
        "the noun of it",
    ),
    pattern(
        "down.interrupted",
        english("(?:service |system |network )?interruptions?", "(?:be|been|was|were|is|are|and) interrupted"),
        "of a service, and of talks and water",
    ),
    pattern(
        "down.offline",
        english(
            "off-?line",
            "(?:knocked|wiped) out",
            "(?:go|goes|gone|went) dark",
            "paraly[sz]ed",
            "disconnected",
            "non-?operational",
            "inoperative",
            "out of (?:service|action|order|commission)",
            f"{_BE} {_HOW}down(?! to)",
            "(?:took|takes?|taking|taken|brings?|bringing|brought|knock(?:s|ed)) (?:\\w{1,12} ){0,3}down",
        ),
        'offline, is down, takes down; not "comes down to"',
    ),
    pattern(
        "down.out",
        english(
            f"{_BE} {_HOW}off(?= (?:until|from|for|between|this|on)\\b)",
            f"{_BE} {_HOW}out(?= (?:from|on|for|this|between|until|over)\\b)",
            "out(?= from (?:\\d|noon|midnight|mon|tue|wed|thu|fri|sat|sun))",
            "still off",
            "(?:still|also|again|all) down",
            "down (?:for (?:\\w{2,12} )?(?:maintenance|upgrades?|updates?|hours|days)|"
            "since|until|again|due to|worldwide|nationwide)",
            "off until",
            "out (?:this|over the) weekend",
        ),
        '"out from 8 p.m.", "off until": notes of system offices',
    ),
    pattern(
        "down.cannot",
        english(
            f"(?:can ?not|can[’']?t|could not|will not|won[’']?t) be (?:{_VERBS})",
            f"can no longer be (?:{_VERBS})",
            "(?:will|would|may|might) not be able to",
            "won[’']?t be able to",
            "not able to",
            "unable to",
            "(?:cannot|can ?not|can[’']?t|could not) (?:access|log|sign|reach|file|submit|pay|use|see|"
            "open|view|update|book|renew|send|"
            "receive|check|buy|transfer|top|"
            "connect|make|withdraw|view|process|get)",
            "impossible to (?:access|log|sign|reach|file|submit|pay|use)",
        ),
        "what a user cannot do",
    ),
    pattern(
        "down.works-not",
        english(
            "(?:will|do|does|did|is|are|was|were) not (?:work|working|function|operate|respond|"
            "responding|load|loading)",
            "(?:won|don|doesn|didn|isn|aren|wasn|weren)[’']?t (?:work|working|function|respond|load|loading)",
            "not (?:loading|responding|working)",
            "stop(?:s|ped)? working",
            "crash(?:ed|es)?",
        ),
        "does not work",
    ),
    pattern(
        "down.takes-none",
        english(
            f"(?:takes?|taking|accepts?|accepting|allows?|allowing) no (?:{_DENIED})",
            f"no (?:online |e-?|electronic |automated |card |mobile ){{0,2}}(?:{_DENIED}|access|"
            f"service)(?= [^.\\n]{{0,60}}(?:between|from|until|during|on|while|will)\\b)",
            "(?:no|without|los(?:e|es|t|ing)) access",
            "los(?:t|e|es|ing) (?:service|signal|connection|connectivity|internet)",
            "without (?:service|services|internet|broadband|signal|mobile)",
        ),
        '"takes no log-ins", "no online payments between"',
    ),
    pattern(
        "down.shut",
        english("shut ?-?downs?", "shut(?:s|ting)?(?: down)?", "clos(?:es|ed|ing|ure|ures)", "will close"),
        "shut, closed: of systems and branches, and of shops, roads and markets",
    ),
    pattern(
        "down.suspended",
        english(
            "suspend(?:s|ed|ing)?",
            "suspensions?",
            "stop(?:s|ped)?(?! (?:at|by|in|over) (?:the|a|an|his|her|our)\\b)",
            "halt(?:s|ed|ing)?",
            "paus(?:e|es|ed|ing)",
            "ceas(?:e|es|ed)",
            "on hold",
            "switch(?:es|ed|ing)? off",
            "turn(?:s|ed)? off",
        ),
        "suspended, stopped, paused: of anything",
    ),
)

WEAK = frozenset(
    {
        "down.interrupted",
        "down.is-stopped",
        "down.suspended-ar",
        "down.disabled-ar",
        "down.closed-ar",
        "down.blocked-ar",
        "down.shut",
        "down.suspended",
        "down.stops",
        "down.works-not-ar",
        "down.cannot",
        "down.takes-none",
        "down.cannot-ar",
        "down.no-way-ar",
        "down.out",
        "down.works-not",
        "down.under-work",
    }
)

PLAIN = frozenset({"down.outage"})
"""Rules whose words need nothing beside them: a downtime is always one of a system."""

PARTICIPLES = (
    pattern(
        "present.stopped",
        arabic("متوقفة?", "مقطوعة?", "منقطعة?", "متعطلة?", "معطلة?") + "|" + arabic(f"خارج الخدمة{SOON}{{0,20}} منذ"),
        'a participle without "was" before it is a state that lasts',
    ),
)
