"""Why it is down, where that was planned: work; and words for little or no harm (degraded).

``SOFT`` names the rules whose words alone announce nothing: an update is mostly one of an app, of fees or of data.
"""

from __future__ import annotations

from monitor.domain.announcement.cues.wording import OWN, arabic, english, verb
from monitor.domain.announcement.pattern import pattern

WORK = (
    pattern("work.maintenance-ar", arabic(f"صيانة{OWN}", f"صيانت{OWN}"), "صيانة"),
    pattern(
        "work.update-ar",
        arabic(
            f"تحديث{OWN}",
            "تحديثات",
            f"ترقية{OWN}",
            f"ترقيت{OWN}",
            f"تطوير{OWN}",
            "تحسينات",
            "تجديد (?:و\\w{3,8} )?(?:تجهيزات|أنظمة|الأنظمة|البنية|خوادم|معدات|المعدات|الشبكة|شبكة)",
            "إعادة هيكلة",
        ),
        "update, upgrade, development: the reason given most often, and of apps and fees too",
    ),
    pattern(
        "work.move-ar",
        arabic(
            "نقل (?:ال)?(?:كابل|كوابل|بيانات|خوادم|أنظمة|مركز|قواعد|قاعدة|مراكز|سيرفر)\\w{0,4}",
            "ترحيل (?:ال)?(?:بيانات|أنظمة|خوادم|قواعد|حسابات)",
            "دمج (?:ال)?(?:أنظمة|أنظمت|قواعد|بيانات)\\w{0,4}",
            "استبدال (?:ال)?(?:خوادم|أنظمة|أجهزة|معدات|نظام)",
            "الانتقال إلى (?:ال)?(?:نظام|منصة|مركز|منظومة)",
            "إصلاح (?:ال)?(?:كابل|كوابل|كيبل)",
        ),
        "systems, data or cables are moved",
    ),
    pattern(
        "work.closing-ar",
        arabic(
            "جرد",
            "الجرد السنوي",
            "تقفيل",
            "إقفال (?:ال)?(?:حسابات|سنة|ميزانية|موازنة|عام)",
            "إغلاق (?:مالي|سنوي|الحسابات|السنة المالية)",
            "أعمال نهاية (?:ال)?(?:عام|سنة|شهر)",
            "نهاية السنة المالية",
        ),
        "annual closing and stock-taking stop systems as maintenance does",
    ),
    pattern(
        "work.technical-ar",
        arabic(
            "أعمال (?:فنية|تقنية|تطويرية|برمجية|الصيانة)",
            "أشغال(?: (?:ال)?(?:صيانة|تقنية|فنية))?",
            "إجراءات (?:فنية|تقنية)",
            "أسباب (?:فنية|تقنية)",
            "تدخل تقني",
            "اختبار (?:ال)?(?:تعافي|جاهزية|طوارئ)",
        ),
        "technical work, as the Maghreb (أشغال) and the Levant put it",
    ),
    pattern(
        "work.maintenance",
        english(
            "maintenance",
            "servicing",
            "serviced",
            "planned (?:it )?work",
            "(?:scheduled|essential|urgent|emergency|routine|technical|improvement|improvements) works?",
            "works? on (?:the|our|its) (?:\\w{2,12} ){0,2}(?:portal|site|website|system|systems|app|"
            "platform|network|servers)",
            "engineering works?",
            "planned activity",
            "planned events?",
        ),
        "maintenance and its paraphrases",
    ),
    pattern(
        "work.update",
        english(
            "upgrad(?:e|es|ed|ing)",
            "updat(?:e|es|ed|ing)",
            "patch(?:es|ing)?",
            "enhancements?",
            "improvement works?",
            "system improvements?",
            "refresh",
            "roll-?out",
        ),
        "upgrade, update, patching: of apps and fees too",
    ),
    pattern(
        "work.move",
        english(
            "(?:data |system |cloud |platform |database |server )?migrat(?:ion|ions|e|es|ed|ing)",
            "cut-?over",
            "systems? switch",
            "data cent(?:re|er) (?:move|relocation|works?|migration)",
            "year-end (?:closing|processing|activities)",
            "core banking (?:system )?(?:upgrade|replacement)",
            "(?:it|systems?)\\b[^.\\n]{0,40}\\b(?:is|are|being) merged",
            "system (?:transition|integration|conversion)",
            "(?:conversion|transition|switch|changeover) to (?:(?:the|a|our|its|new) ){0,2}(?:[\\w/-]{2,14} ){0,2}"
            "(?:system|platform|portal|software|database|version|cm/ecf|nextgen|cloud)",
        ),
        "systems and data are moved, or put together",
    ),
    pattern(
        "work.launch",
        english(
            "(?:to|for the) (?:launch|go-live|introduction|deployment|implementation)(?: of)? (?:(?:the|"
            "a|our|its|new) ){0,3}"
            "(?:core )?(?:system|platform|portal|software|database|version)"
        )
        + "|"
        + arabic(
            "(?:إطلاق|تدشين|تشغيل|تطبيق) (?:ال)?(?:نظام|منصة|منظومة|نسخة|أنظمة)\\w{0,2} (?:ال)?جديد\\w{0,2}",
            "(?:إطلاق|تدشين|تشغيل) (?:ال)?(?:نظام|منصة|منظومة)\\w{0,2} (?:ال\\w{3,10} ){1,2}(?:ال)?جديد\\w{0,2}",
        ),
        'the old system stops so that a new one can start; without a word for "down" it says nothing',
    ),
    pattern(
        "work.drill",
        english(
            "fail-?overs?(?: tests?)?",
            "(?:disaster recovery|dr) (?:drills?|tests?|exercises?|activit(?:y|ies)|switch-?over)",
            "switch-?over",
        ),
        "banks and exchanges move to their second site and back",
    ),
)
SOFT = frozenset(
    {
        "work.update-ar",
        "work.update",
        "work.technical-ar",
        "work.closing-ar",
        "work.move-ar",
        "work.move",
        "work.launch",
    }
)

DEGRADED = (
    pattern(
        "degraded.affected-ar",
        verb("[تي]تأثر(?:ون)?", "تأثرت?", "[تي]طال", "[تي]ؤثر", "أثرت", "أثر(?= (?:على|في|سلبا|جزئيا))")
        + "|"
        + arabic(f"تأثر{OWN}", "متأثرة?", "تأثير"),
        "تتأثر: affected, not down",
    ),
    pattern(
        "degraded.slow-ar",
        arabic(
            "بطء",
            "بطئ",
            "بطيئة?",
            "تباطؤ",
            "تذبذب",
            "اضطراب(?:ا)?",
            "اضطرابات",
            "تأخر في (?:ال)?\\w{3,12}",
            "تأخير في (?:ال)?\\w{3,12}",
            "ضعف(?:ا)?",
            "تراجع(?:ا)? في",
            "رداءة",
            "تدهور(?:ا)?",
            "صعوبات?",
            "صعوبة في",
            "صعوبات في",
            "متقطعة?",
            "تقطع",
        ),
        "slowness, fluctuation, اضطراب of the Maghreb",
    ),
    pattern(
        "degraded.partial-ar",
        arabic("جزئيا?", "جزئية", "محدودية", "إتاحة محدودة", "بشكل محدود", "محدودة الإتاحة", "بعض (?:ال)?خدمات"),
        "in part",
    ),
    pattern(
        "degraded.affected",
        english(
            "(?:may|might|could|will|would|be|been|is|are|was|were) (?:be )?(?:also )?(?:affected|impacted|disrupted)",
            "(?:may|might|could|will) (?:be slow|take longer|fail)",
            "affect(?:s|ing)",
            "impact(?:s|ing)",
            "disrupt(?:s|ed|ion|ions|ive)?",
            "suffer(?:s|ed)?(?: too)?",
        ),
        "may experience, will be affected",
    ),
    pattern(
        "degraded.may",
        english("(?:may|might|could|will) (?:experience|encounter|suffer|notice|see|face)(?: [\\w-]{2,14}){0,4}")
        + "|"
        + verb("قد [تي](?:واجه|لاحظ|شهد|عاني|حدث)(?:ون|وا)?(?: \\w{2,14}){0,3}"),
        "may experience: the trouble that follows is one that may come",
    ),
    pattern(
        "degraded.slow",
        english(
            "(?:may|might|could|will) be (?:delayed|slow|slower|limited|interrupted)",
            "return(?:s|ed|ing)? errors?",
            "error messages?",
            "intermittent(?:ly)?",
            "slow(?:er|ness|ly)?",
            "degraded",
            "degradation",
            "delays?",
            "latency",
            "time-?outs?",
            "now and then",
            "come and go",
            "(?:some|brief|short|minor) (?:disruptions?|interruptions?)",
        ),
        "slow, intermittent",
    ),
    pattern(
        "degraded.partial",
        english(
            "limited (?:availability|access|service|functionality)",
            "partial(?:ly)?",
            "reduced (?:service|availability|functionality|capacity)",
            "read-?only",
        ),
        "in part",
    ),
)
