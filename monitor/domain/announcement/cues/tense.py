"""When it happens as the verbs have it: ahead, now, or over. Dates, where they are given, have the last word."""

from __future__ import annotations

from monitor.domain.announcement.cues.down import PARTICIPLES
from monitor.domain.announcement.cues.wording import SOON, arabic, english, verb
from monitor.domain.announcement.pattern import pattern

# Words that begin like a verb of the future and are none: سيارة, سياسة, سيد, سينما, سنة, ستة, ستون, ستار, سنوي.
_NO_VERB = (
    "(?:يار|ياس|ياد|ياح|ياق|يدا?ت?|يده|يره|يرفر|ين[امو]|يول|يناريو|يطر|يبر|"
    "نه|نو|نت|نن|ند|ناب|ته|تون|تين|تار|تاير|تاندر|تاد)"
)

FUTURE = (
    pattern("future.verb-ar", rf"(?<!\w)[وف]?س(?!{_NO_VERB})[يتن]\w{{2,12}}(?!\w)", "س before a verb"),
    pattern("future.particle-ar", verb("سوف", "لن"), "سوف, and لن which denies the future"),
    pattern("future.from-ar", arabic("اعتبارا من", "ابتداء من", "بدءا من", "انطلاقا من", "بداية من"), "from ... on"),
    pattern(
        "future.planned-ar",
        arabic(
            "من المقرر",
            "المقررة?",
            "المزمع",
            "من المتوقع",
            "(?:مجدول|مبرمج|مقرر)(?:ا|ة|ين|ات)?",
            "مخطط لها",
            "المرتقبة?",
            "تعتزم",
            "يعتزم",
            "القادمة?",
            "المقبلة?",
        ),
        "planned, expected, next",
    ),
    pattern(
        "future.be-ar",
        verb(f"(?<!لا\\s)[تي]كون(?:ون)?{SOON}{{0,40}} (?:متوقف|مغلق|غير|خارج|معطل|مقطوع)\\w{{0,2}}"),
        "تكون متوقفة من ... إلى: the plain verb of a plan",
    ),
    pattern("future.begins-ar", verb("[تي]بدأ", "[تي]نطلق"), "begins at"),
    pattern(
        "future.will",
        english("will", "shall", "won[’']?t", "going to", "(?:is|are) to (?:be|go|shut|close|undergo)", "[’']ll"),
        "will",
    ),
    pattern(
        "future.planned",
        english(
            "(?:is|are|been|being|has) (?:planned|scheduled)",
            "(?:planned|scheduled|upcoming|forthcoming|routine|essential) "
            "(?:\\w{2,14} ){0,2}(?:maintenance|work|outage|downtime|upgrade|migration|update|event|"
            "activity|interruption)",
            "(?:plans|intends) to",
            "due to (?:take place|go|start|begin|be)",
        ),
        "planned, scheduled",
    ),
    pattern(
        "future.from",
        english(
            "(?:starting|beginning|effective|commencing)(?: from| at| on)?",
            "as of",
            "from tonight",
            "tonight",
            "tomorrow",
            "this weekend",
            "in advance",
            "advance notice",
        ),
        "from ... on, tonight, tomorrow",
    ),
)

PRESENT = (
    pattern(
        "present.now-ar",
        arabic(
            "من (?:الصبح|امبارح|البارح)",
            "حاليا",
            "حالي(?:ا)?",
            "الآن",
            "(?:في )?الوقت (?:الحالي|الراهن)",
            "حتى (?:الآن|اللحظة)",
            "في هذه الأثناء",
            "اللحظة",
        ),
        "now",
    ),
    pattern(
        "present.still-ar", verb("ما زالت?", "مازالت?", "لا [تي]زال(?:ون)?", "لم [تي]زل", "لم [تي]عد بعد"), "still"
    ),
    pattern(
        "present.since-ar",
        arabic(
            "منذ (?:الساعة|الصباح|المساء|الفجر|الظهر|العصر|الليل|"
            "ساعات|صباح|مساء|فجر|ظهر|عصر|ليل|ليلة|أمس|اليوم|يوم|يومين|أيام|البارحة|الأمس|"
            "مساء|منتصف|قليل|دقائق)"
        ),
        "since",
    ),
    pattern(
        "present.at-work-ar",
        arabic(
            "جار(?:ي|ية)? (?:ال)?(?:عمل|إصلاح|معالجة|حل|تحديث|متابعة|تنفيذ)\\w{0,4}",
            "جار(?:ي|يا)?",
            "قيد (?:ال)?(?:إصلاح|معالجة|المتابعة|تحديث|صيانة|التحديث|الصيانة)",
            "[تي]عمل (?:ال)?(?:فرق|فريق|فنيون|مهندسون|مختصون|طواقم)\\w{0,4}",
            "(?:ال)?(?:فرق|فريق|فنيي|فنيون|مهندس|طواقم)\\w{0,4} (?:ال\\w{3,8} )?[تي]عمل(?:ون)?",
            "[تي]جري (?:ال)?(?:عمل|إصلاح|معالجة)",
        ),
        "work on it goes on",
    ),
    pattern(
        "present.undergoes-ar",
        r"(?<!\w)(?<!قد\s)[وف]?[تي](?:واجه|عاني|شهد)(?:ون|ان)?(?!\w)",
        "تشهد انقطاعاً: without the mark of the future; where a planned stop follows it is said of that",
    ),
    pattern(
        "present.notice-ar",
        arabic("حتى إشعار آخر", "لحين إشعار آخر", "إلى إشعار آخر", "حتى إشعار لاحق"),
        "until further notice",
    ),
    pattern(
        "present.now",
        english(
            "currently",
            "right now",
            "(?:is|are) now",
            "at (?:this|the) (?:time|moment)",
            "at present",
            "presently",
            "ongoing",
            "under ?way",
        ),
        "now",
    ),
    pattern(
        "present.still",
        english(
            "still",
            "remains? (?:\\w{2,12} )?(?:unavailable|down|offline|out|closed|affected|suspended)",
            "continues? to (?:be|experience|work|investigate)",
            "yet to be (?:restored|resolved|fixed)",
            "has not (?:yet )?been (?:restored|resolved|fixed)",
            "until further notice",
        ),
        "still, until further notice",
    ),
    pattern(
        "present.since",
        english(
            f"(?:been|down|offline|unavailable|out|out of \\w{{4,8}}){SOON}{{0,20}} since",
            "since (?:yesterday|this (?:morning|afternoon|evening)|early|about|around|\\d)",
            "for closed now",
        ),
        "since",
    ),
    pattern(
        "present.at-work",
        english(
            "(?:is|are|was|were|[’']re) (?:aware|investigating|working (?:on|to|with|hard|quickly))",
            "(?:is|are|[’']re) (?:currently )?experiencing",
            "(?:is|are) (?:facing|having) (?:technical|problems|issues|difficulties)",
            "we are aware",
            "(?:sent|deployed|dispatched) engineers",
            "working on (?:a fix|it|this|the (?:issue|problem|fault))",
            "looking into",
            "(?:fix|repairs?|recovery) (?:is |are )?in progress",
            "(?:is|are) fixing",
            "(?:technicians|engineers|crews) are",
            "engineers are",
            "teams? (?:is|are) working",
            "(?:is|are) being (?:fixed|repaired|resolved|investigated|worked on|serviced|looked (?:into|at))",
        ),
        "work on it goes on",
    ),
    pattern(
        "present.state",
        english(
            "(?:is|are) (?:temporarily|undergoing)",
            "(?:is|are) (?:in|under|down for) maintenance",
            "(?:sorry|apologi[sz]e)",
            "(?:is|are) (?:down|offline|unavailable|inaccessible|not working|not available)(?! (?:on|from|between))",
        )
        + "|"
        + arabic("نأسف", "نعتذر", "يؤسفنا"),
        "a state that is told without a time: now, unless a verb of the future says otherwise",
    ),
    *PARTICIPLES,
)

STATES = frozenset({"present.state", "present.stopped"})
"""Rules whose words tell a state without a time: any verb of the future, or of the past, says more."""

PAST = (
    pattern(
        "past.was-ar",
        verb(f"كان(?:ت|وا)?{SOON}{{0,40}}?(?:توقف|متوقف|غير متاح|خارج الخدمة|تعطل|معطل|مقطوع|مغلق|انقطع)\\w{{0,4}}")
        + "|"
        + verb("لم [تي](?:عمل|كن|تمكن|ستطع)"),
        "كان متوقفاً",
    ),
    pattern(
        "past.suffered-ar",
        verb("شهد(?:ت)?", "تعرض(?:ت)? ل\\w{2,12}", "استمر(?:ت)? (?:ال)?(?:توقف|انقطاع|عطل|خلل)\\w{0,3}", "دام(?:ت)?")
        + "|"
        + arabic(
            "الفارطة?",
            "المنصرمة?",
            "الذي (?:حدث|وقع|طرأ|أصاب|شهد|حصل)\\w{0,3}",
            "التي (?:حدثت|وقعت|طرأت|أصابت|شهدت|حصلت)\\w{0,3}",
        ),
        "it happened",
    ),
    pattern(
        "past.before-ar",
        arabic(
            "بعد (?:ال)?(?:توقف|انقطاع|تعطل|إيقاف|تعليق|إغلاق)\\w{0,2}",
            "(?:ال)?(?:أسبوع|شهر|سبت|أحد|اثنين|ثلاثاء|أربعاء|خميس|جمعة|ليلة) الماضية?",
            "(?:ليلة |مساء |صباح )?أمس",
            "كان(?:ت)? قد \\w{3,8}",
            "سابقا",
        ),
        "yesterday, after a stop of so long",
    ),
    pattern(
        "past.before",
        english(
            "yesterday",
            "last (?:night|week|month|weekend|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?",
            "earlier (?:today|this (?:week|morning|afternoon|month))",
            "over the weekend",
        ),
        "yesterday, last week",
    ),
    pattern(
        "past.was",
        english(
            "(?:was|were|had been|had) (?:\\w{2,14} )?(?:unavailable|down|offline|inaccessible|out|"
            "out of (?:service|reach|action)|unable|affected|disrupted|interrupted|suspended|closed|"
            "not available|impacted|experiencing)",
            "could not (?:access|log|be|use|pay|file)",
        ),
        "was, had been",
    ),
    pattern(
        "past.suffered",
        english(
            "(?:suffered|experienced|occurred|lasted|happened|ran from|took place)",
            "brought out",
            "post-?incident",
            "root cause",
            "the cause was",
            "following (?:the|an) outage",
            "(?:earlier|yesterday[’']?s|last night[’']?s|this morning[’']?s|last week[’']?s) (?:outage|"
            "problem|issue|disruption|interruption|incident|maintenance)",
        ),
        "it happened",
    ),
)
