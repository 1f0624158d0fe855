"""What became of the work: over, drawn out, moved or called off. ``attachment`` tells of what each is said."""

from __future__ import annotations

from monitor.domain.announcement.cues.wording import SOON, arabic, english, verb
from monitor.domain.announcement.pattern import pattern

_SERVICE = "(?:ال)?(?:خدم|عمل|منص|موقع|نظام|انظم|تطبيق|بواب|منظوم|شبك|انترنت|صراف|بطاق|اتصال|حرك|مراكز)"
_DONE = (
    "restored|resumed|resolved|fixed|rectified|completed|concluded|finished|"
    "recovered|repaired|reopened|reinstated|put right|re-?enabled"
)

_NO_COUNT = (
    r"(?!\s(?:(?:more|than|over|about|nearly|almost|some|around|up|to|a|total|of|record)\s){0,4}\d[\d.,]{0,12}\s?"
    r"(?:%|k\b|m\b|(?:\w{1,12}\s){0,2}(?:million|billion|thousand|percent|transactions|requests|complaints|applications|"
    r"cases|tickets|orders|operations|payments|calls|users|visits|projects)))"
)
"""Figures of a year: "has completed more than 100 million transactions" ends no work."""

FINISHED = (
    pattern(
        "finished.back-ar",
        verb(
            "عادت?",
            "رجعت?",
            "(?<!ما\\s)(?<!لا\\s)زالت?(?= (?:ال)?(?:خلل|عطل|مشكل|اضطراب|انقطاع))",
            "عاودت?",
            "استأنفت?",
            "استؤنفت?",
            "استعادت?",
            "باشرت?(?= (?:ال)?(?:عمل|استقبال|تقديم))",
            "استقرت?",
        ),
        "is back",
    ),
    pattern(
        "finished.return-ar",
        arabic(
            f"عودة {_SERVICE}\\w{{0,8}}{SOON}{{0,30}} (?:بنجاح|بعد|كالمعتاد|إلى|للعمل)",
            f"استئناف {_SERVICE}\\w{{0,8}}{SOON}{{0,30}} (?:بعد|كالمعتاد|بنجاح|بالكامل)",
        ),
        "its return, as headlines have it",
    ),
    pattern(
        "finished.after-ar",
        arabic(
            f"(?:استأنفت?|عادت?|عاودت?|استئناف|عودة|عوده)(?! \\w{{0,3}}(?:غد|لاحق)){SOON}{{1,120}} (?:بعد|عقب|إثر) "
            "(?:\\w{2,10} ){0,3}(?:انتهاء|الانتهاء|توقف|التوقف|تعطل|تعطلها|تعطله|انقطاع|إيقاف|عودة|إصلاح|حل|معالجة|"
            f"استكمال|اكتمال|إغلاق|تعليق|خلل|عطل|صيانة|تحديث)\\w{{0,3}}"
        ),
        "back after a stop, or after the work: the stop is named with its end",
    ),
    pattern(
        "finished.announced-ar",
        rf"(?<!\w)[وف]?(?:أعلنت?|[تي]علن|أكدت?|[تي]ؤكد|أفادت?|إعلان|تزف|[تي]سر\w{{0,3}})(?!\w)"
        rf"(?:(?!متوقع|مقرر|منتظر|موعد|حين|قبل|حتى|غدا|توقف){SOON}){{1,60}}?\s(?:عن\s)?(?:عودة|استئناف|استعادة|رجوع)\s"
        rf"{_SERVICE}\w{{0,8}}",
        "somebody in charge announces that it is back",
    ),
    pattern(
        "finished.headline-ar",
        r"(?:\A|\n|[:«]\s?)[ ]?(?:(?:انتهاء|اكتمال|الانتهاء\sمن|زوال)\s(?:\w{3,10}\s){0,2}?"
        r"(?:ال)?(?:صيانة|تحديث|عطل|خلل|توقف|انقطاع|أشغال|ترقية|إصلاح)"
        rf"|(?:عودة|استئناف|استعادة)\s(?:\w{{3,10}}\s)?{_SERVICE}\w{{0,8}})"
        rf"(?!{SOON}{{0,80}}(?:غدا|متوقع|المقبل|القادم|قريبا|لاحقا|تدريجيا))",
        "a headline of the end, or of the return",
    ),
    pattern(
        "finished.done-ar",
        verb(
            "انتهت?(?: من)?",
            "اكتملت?",
            "أنجزت?",
            "أنهت",
            "أنهى",
            "أعاد(?:ت)? (?:\\w{2,14} ){0,4}(?:ال)?(?:خدم|تشغيل|عمل)\\w{0,4}",
            "حله?ا? (?:بالكامل|نهائيا|بنجاح)",
            "عولج(?:ت)?",
            "استكملت?",
        )
        + "|"
        + verb(
            "تمت? (?:بنجاح )?(?:استعادة|إعادة|معالجة|حل|إصلاح|إنجاز|استكمال|الانتهاء|إنهاء|تجاوز|عودة)",
            "جرى (?:إصلاح|حل|معالجة|استعادة)",
        ),
        "finished, repaired",
    ),
    pattern(
        "finished.works-ar",
        arabic(
            "(?:باتت?|أصبحت?|صارت?) (?:متاحة?|تعمل|متوفرة?|الخدمة متاحة)",
            "تعمل (?:الآن|مجددا|من جديد)",
            "يعمل (?:الآن|مجددا|من جديد)",
            "متاحة? (?:الآن|مجددا|من جديد)",
        ),
        "works again",
    ),
    pattern(
        "finished.done",
        english(
            "(?:has|have|had|was|were|is|are|been|now) (?:now |since |been |fully |all |successfully |"
            f"largely ){{0,3}}(?:{_DONE}){_NO_COUNT}",
            f"(?:successfully|fully) (?:{_DONE})",
            "(?:maintenance|upgrade|work|migration|update|outage|issue|problem|incident)s? (?:is |are |"
            "now |has |have |been |was ){0,3}(?:over|complete|completed|ended|done|finished|resolved|"
            "closed)",
            "put right",
            "re-?opened(?= (?:today|yesterday|this|on|at|now|after))",
            "everything (?:is |now ){0,2}(?:works|working|running)",
            "since (?:been )?(?:replaced|fixed|repaired|restored)",
            "(?:is|are|was|were|now) over(?! (?:\\d|the|a|\\w+ (?:percent|million)))",
        ),
        "restored, completed",
    ),
    pattern(
        "finished.after",
        english(
            f"(?:resumed|restored|reopened|back|came back|returned){SOON}{{1,90}} (?:after|following) "
            "(?:[\\w-]{1,12} ){0,5}"
            "(?:outages?|downtimes?|maintenance|upgrades?|updates?|shut-?downs?|suspensions?|interruptions?|disruptions?|"
            "migration|faults?|glitch(?:es)?|down|offline|stoppages?|blackouts?)"
        ),
        "back after a stop, or after the work: the stop is named with its end",
    ),
    pattern(
        "finished.state",
        english("(?:state|status)\\s?:\\s?(?:completed?|resolved|closed|finished)"),
        "a field of a form, whatever the dates beside it",
    ),
    pattern(
        "finished.back",
        english(
            "(?:is|are|was|were|been|came|(?<!please\\s)(?<!kindly\\s)(?<!and\\s)(?<!can\\s)(?<!to\\s)come|comes|now) "
            "(?:now |all |fully |again )?(?:back|back (?:up|online|to normal)|up again|live again|running again|"
            "up and running|live)(?! (?:on|at|by|from|until|later|soon|tomorrow|in a|in \\d)\\b)",
            "back (?:online|to normal|up and running|in service|in operation|to business as usual)",
            "(?:portal|site|website|app|system|service|services|platform|network)s? (?:up|live|online) again",
            "(?:up|live|working|online|available|running|operational) again",
            "and the (?:portal|site|website|app|system|service|platform) live",
            "(?:services?|access|operations?) (?:has |have )?(?:resumed|restored)",
            "(?:is|are) (?:once again|again) (?:available|working|operational|accessible)",
            "returned to (?:normal|service)",
        ),
        "is back",
    ),
)

EXTENDED = (
    pattern(
        "extended.ar",
        arabic("تمديد", "التمديد")
        + "|"
        + verb(
            "لم [تي](?:كتمل|نته)",
            "مدد(?:ت)?",
            "[تي]?مدد",
            "[تي]مد(?:د)?",
            "تم تمديد",
            "تقرر تمديد",
            "[تي]ستمر حتى(?! إشعار)" + f"{SOON}{{0,60}} (?:بدلا?(?: من| عن)?|عوضا عن)",
            "تأخر(?:ت)? (?:ال)?(?:انتهاء|إنجاز|عودة|استئناف|اكتمال)",
            "[تي]تأخر (?:ال)?(?:انتهاء|إنجاز|عودة|استئناف)",
            "استغرقت? (?:وقتا )?أطول",
            "[تي]ستغرق (?:وقتا )?أطول",
            "تجاوزت? (?:ال)?(?:مدة|موعد|وقت)",
        ),
        "drawn out",
    ),
    pattern(
        "extended.late-ar",
        arabic(
            "(?:وقت|وقتا|مدة|ساعات|ساعة) إضافية?ا?",
            "استمرار (?:ال)?(?:عمل|أعمال|تحديث|صيانة|توقف|اشغال)[^.;\\n]{0,60} (?:بدلا?(?: من| عن)?|عوضا عن)",
            "س?[تي]ستمر[^.;\\n]{0,60} (?:إلى|حتى|لغاية)[^.;\\n]{0,40} (?:بدلا?(?: من| عن)?|عوضا عن)",
            "بعد (?:أن|ما) كان(?:ت)? (?:من )?(?:ال)?(?:مقرر|متوقع|منتظر|مفترض)\\w{0,2} (?:\\w{2,12} ){0,3}(?:انته|عود|"
            "استئناف|استكمال|اكتمال|انتهاء|الانتهاء)\\w{0,4}",
            "أطول من المتوقع",
            "أطول مما كان متوقعا",
        ),
        "needs more time",
    ),
    pattern(
        "extended.en",
        english(
            "extend(?:s|ed|ing)?",
            "extension",
            "prolonged",
            "overr[ua]n(?:s|ning)?",
            "longer than (?:\\w{2,12} ){0,2}(?:expected|planned|anticipated|scheduled|thought)",
            "(?:will |is |are )?now (?:to )?(?:continue|last|run|go on|expected to (?:finish|end|be|"
            "last)|due to (?:finish|end|be))",
            "(?:additional|more|extra|further) time (?:is |was |will be )?(?:needed|required|to complete)",
            "(?:need|require|take|taking)s? (?:some )?(?:more|additional|extra) time",
            "(?:is|are|was|were) not (?:yet )?(?:finished|complete|completed|done)",
            "running (?:late|behind)",
            "taking longer",
            "taken longer",
            "took longer",
            "(?:is|are|was|been) delayed beyond",
        ),
        "drawn out",
    ),
)

POSTPONED = (
    pattern(
        "postponed.ar",
        arabic("تأجيل(?:ها|ه)?", "إرجاء(?:ها|ه)?", "مؤجلة?", "نقل موعد", "ترحيل موعد", "تغيير موعد", "تعديل موعد")
        + "|"
        + verb("تأجلت?", "(?<!من\\s)أجلت?", "أرجأت?", "أرجئت?", "[تي]ؤجل", "تقرر تأجيل", "[تي]تأجل"),
        "moved to later",
    ),
    pattern(
        "postponed.en",
        english(
            "postpon(?:e|es|ed|ing|ement)",
            "re-?schedul(?:e|es|ed|ing)",
            "(?:has|have|been|was|is) (?:been )?(?:moved|pushed|shifted|brought forward|pushed back|"
            "put back|put off|deferred|delayed) (?:back )?(?:to|until|till|by|from)",
            "originally (?:set|planned|scheduled|due|announced) ",
            "will now (?:happen|take place|be (?:held|done|performed|carried out))",
            "moved (?:[\\w’']{2,14} ){1,5}(?:to|until) (?:the )?"
            "(?:following|next|later|another|a later|mon|tue|wed|thu|fri|sat|sun)\\w{0,8}",
            "moved (?:back |forward )?(?:to|from) (?:\\d|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|"
            "jun|jul|aug|sep|oct|nov|dec|a later|next)\\w{0,10}",
            "new date (?:will|follows)",
            "put off",
            "delayed (?:until|to) ",
            "defer(?:s|red|ring|ment)?",
            "(?:delay|delays|delayed|delaying) (?:the|its|our) (?:\\w{2,12} ){0,4}(?:maintenance|"
            "upgrade|migration|outage|work)",
        ),
        "moved to another time",
    ),
)

CANCELLED = (
    pattern(
        "cancelled.ar",
        arabic(
            "إلغاء",
            "ملغاة",
            "ملغي",
            "العدول عن",
            "صرف النظر عن",
            "عدم (?:إجراء|تنفيذ|القيام ب\\w{0,3}|إقامة) ?(?:\\w{2,10} )?"
            "(?:ال)?(?:صيانة|أعمال|تحديث|توقف|إيقاف|ترقية)\\w{0,2}",
        )
        + "|"
        + verb("ألغيت?", "ألغت", "ألغى", "[تي]لغ[يى]", "لن [تي]تم", "لن [تي]جرى", "تراجعت? (?:\\w{2,14} ){0,4}عن"),
        "called off",
    ),
    pattern(
        "cancelled.en",
        english(
            "cancel(?:s|led|ed|ling|ing|lation|ation)?",
            "called off",
            "will no longer be \\w{3,12}ing",
            "(?:will|would) no longer (?:take place|go ahead|be (?:needed|required|performed|carried out|necessary))",
            "will not (?:take place|go ahead|proceed|happen|be going ahead|be carried out)",
            "not (?:to )?go(?:ing)? ahead",
            "not to proceed",
            "dropp?(?:s|ed) plans",
            "withdrawn",
            "abandoned",
            "scrapped",
        ),
        "called off",
    ),
)
