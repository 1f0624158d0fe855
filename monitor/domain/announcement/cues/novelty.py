"""Updates and repairs that are no downtime: of data, fees and apps, and of houses, roads and mains."""

from __future__ import annotations

from monitor.domain.announcement.cues.wording import SOON, arabic, english, verb
from monitor.domain.announcement.pattern import pattern

RELEASE = (
    pattern(
        "release.records-ar",
        arabic(
            "تحديث (?:ال)?(?:بيانات|بياناتكم|بياناتك|معلومات|رسوم|أسعار|عنوان|رقم|سجل|حالة|تعرفة|شروط|"
            "سياسة|هوية|صورة|جواز|أرقام|وثائق|مستندات|عناوين|ملف|سجلات|بصمة)\\w{0,3}"
        )
        + "|"
        + verb("[تي]?حدث(?:وا|ت)? (?:\\w{2,12} ){0,2}(?:رسوم|بيانات|أسعار|شروط|تعرف)\\w{0,5}"),
        "an update of data, fees or terms",
    ),
    pattern(
        "release.launch-ar",
        arabic(
            "إطلاق",
            "تدشين",
            "إصدار جديد",
            "الإصدار الجديد",
            "(?:ب)?واجهة جديدة",
            "حلة جديدة",
            "مزايا جديدة",
            "ميزة جديدة",
            "خدمات جديدة",
            "خدمة جديدة",
            "نسخة جديدة",
            "النسخة الجديدة",
            "جاء به التحديث",
            "رسوم جديدة",
            "تفعيل خدمة",
            "انطلقت?",
            "افتتاح",
            "استحداث",
            "لأول مرة",
            "(?:بات|أصبح) بإمكان\\w{0,3}",
            "(?:منصة|بوابة|تطبيق) جديدة?",
            "بدء (?:ال)?(?:عمل|تشغيل|استقبال|تطبيق)",
            "[تي]بدأ (?:استقبال|تطبيق|العمل ب)\\w{0,8}",
        )
        + "|"
        + verb("أطلقت?", "دشنت?", "تطلق"),
        "something new",
    ),
    pattern(
        "release.records",
        english(
            "updat(?:e|es|ed|ing) (?:your|their|his|her|personal|contact|customer|account|the) "
            "(?:\\w{3,12} )?(?:data|details?|information|records?|address|profile|number|fees?|prices?|"
            "tariffs?|terms|policy|guidance|list)",
            "(?:documents?|address|details?|kyc|profile|biometrics?|contact|demographic|nominee|mobile number|"
            "photo|particulars) updat(?:e|es|ion|ing)",
            "free (?:\\w{3,12} ){0,2}updates?",
            "update the app",
            "(?:price|fee|tariff|terms|privacy policy|policy|guidance|firmware) updates?",
            "new fees?",
            "schedule of charges",
        ),
        "an update of data, fees or terms",
    ),
    pattern(
        "release.launch",
        english(
            "launch(?:es|ed|ing)?",
            "unveil(?:s|ed)?",
            "introduc(?:es|ed|ing)",
            "new (?:version|feature|features|release|look|design|interface|(?:[\\w’']{2,14} ){0,2}apps?)",
            "release notes",
            "(?:version|update|release) \\d{1,3}(?:\\.\\d{1,3}|(?= of\\b))",
            "version \\d{1,3}",
            "(?:app store|google play)",
            "bug fixes",
            "(?:old|older|previous|latest|new) versions?",
            "new (?:\\w{3,12} )?(?:design|home|look|dashboard|feature|features)",
            "re-?designed",
            "revamp(?:s|ed)?",
            "download the (?:latest|new)",
            "end of (?:support|life)",
            "(?:no longer|stops?) support(?:s|ed|ing)?",
            "what[’']?s new",
            "now available (?:in|on|for|to)",
            "can now be used",
        ),
        "something new",
    ),
    pattern(
        "release.old-ar",
        arabic(
            f"(?:إيقاف|توقف|إغلاق|تعطيل|س?[تي](?:وقف|توقف|غلق)) {SOON}{{0,30}}(?:القديمة?|السابقة?|الأقدم)",
            f"(?:(?:نسخة|إصدار|تطبيق|منصة|موقع|نظام|بوابة)\\w{{0,2}} |النسخ |الإصدارات )(?:القديمة?|السابقة?|الأقدم)"
            f"{SOON}{{0,40}} س?(?:[تي]توقف|[تي]وقف|[تي]غلق|غير متاحة?|عن العمل)",
            f"(?:إيقاف|توقف|س?[تي](?:وقف|توقف)|لن [تي]عمل){SOON}{{0,60}} على (?:ال)?(?:هواتف|أجهزة|إصدارات|أنظمة|نسخ) "
            "(?:ال)?(?:قديمة|أقدم|تي|عاملة)",
            f"(?:إيقاف|إغلاق|إطفاء|س?[تي](?:وقف|توقف|غلق)){SOON}{{0,30}}(?:ال)?جيل (?:ال)?(?:ثاني|ثالث)",
            "(?:إيقاف|وقف) (?:إصدار|إرسال|طباعة|صرف|بيع|العمل ب|التعامل ب)\\w{0,3} (?:ال)?\\w{0,12}"
            "(?: (?:ال)?(?:ورقي|قديم|بلاستيكي|نقدي)\\w{0,2})",
            "(?:إيقاف|توقف|إغلاق|س?[تي](?:توقف|وقف))\\w{0,2} (?:\\w{2,14} ){0,4}(?:نهائيا|بشكل نهائي|بصفة نهائية)",
        ),
        "the old one, or an old practice, makes way for good",
    ),
    pattern(
        "release.old",
        english(
            "(?:old|older|previous|legacy|outdated|former|existing) (?:(?:online|mobile|web|digital) )?"
            f"(?:ones?|apps?|versions?|services?|sites?|websites?|portals?|systems?|platforms?|models?|phones?|cards?|browsers?)\\b{SOON}{{0,40}}(?:stop(?:s|ped)?|"
            "clos(?:e|es|ed)|ceas(?:e|es)|shut(?:s)?(?: down)?|switch(?:ed)? off|turn(?:ed)? off|unavailable|offline|"
            "not (?:be )?available|not work)(?: work\\w{1,3}| function\\w{1,3})?",
            "(?:stop|stops|stopped|stopping|ceas(?:e|es|ed|ing)|end|ends|halt(?:s|ed)?|paus(?:e|es|ed)) (?:the )?"
            "(?:send|issu|print|mail|offer|sell|produc|us|support|charg|manufactur|recogni[sz])(?:ing|e of|ance of)",
            "(?:clos(?:e|es|ed|ing)|shut(?:s|ting)?(?: down)?|switch(?:es|ed|ing)? off|stop(?:s|ped)?) "
            "(?:(?:the|its|our|their) )?(?:old|older|previous|legacy|outdated|former) (?:\\w{2,12} ){0,2}"
            "(?:apps?|versions?|sites?|websites?|portals?|systems?|platforms?|services?)",
            "(?:stop(?:s|ped)?|ceas(?:e|es|ed)|no longer|not|cannot|unable to) "
            f"(?:work|run|function|support|be|use)\\w{{0,4}}{SOON}{{0,20}} on "
            "(?:\\w{2,12} ){0,3}(?:older|old|outdated|devices running|(?:android|ios|windows|iphone|ipad|macos) \\d)",
            f"[23]g\\b{SOON}{{0,40}}(?:shut|switch|clos|turn|end)\\w{{0,6}}(?: (?:down|off))?",
            "(?:shut|switch|clos|turn)\\w{0,4}(?: (?:down|off))?(?: (?:of|its|the)){0,2} [23]g",
            "(?:stop|stops|stopped|ceas(?:e|es|ed)) accepting (?:cash|che(?:que|ck)s?|paper|new customers|coins)",
            "(?:phas(?:e|es|ed|ing) out|discontinu(?:e|es|ed|ing)|retir(?:e|es|ed|ing)|decommission(?:ed|ing)?|"
            "sunset(?:ting)?|permanently (?:clos|shut|switch|suspend|stop)\\w{0,4}|"
            "(?:clos|shut|stop)\\w{0,4} (?:down )?permanently)",
        ),
        "the old one, or an old practice, makes way for good",
    ),
)

BUILDING = (
    pattern(
        "building.ar",
        arabic(
            "(?:ال)?(?:مسجد|مساجد|جامع|طريق|طرق|جسر|جسور|شارع|شوارع|مبنى|مباني|مدرسة|مدارس|حديقة|حدائق|"
            "ملعب|نفق|أنفاق|مصعد|مصاعد|محطة (?:ال)?(?:كهرباء|مياه|تحويل|وقود)|محطات (?:ال)?(?:كهرباء|"
            "مياه|تحويل|وقود)|محول|محولات|صرف صحي|صرف الصحي|شبكة (?:ال)?(?:مياه|كهرباء|صرف)|رصف|مياه|"
            "كهرباء|خط النقل|الخط الرئيسي|تيار|"
            "تيار الكهربائي|التيار الكهربائي|ضخ (?:ال)?مياه|طائرات|حافلات|قطار|قطارات|مترو|"
            "مستشفى|مول)"
        ),
        "what masons, electricians and garages repair",
    ),
    pattern(
        "building.en",
        english(
            "mosques?",
            "motorways?",
            "exits?(?= (?:to|from|at|no|\\d))",
            "(?:slip|access|service|ring) roads?",
            "roundabouts?",
            "intersections?",
            "junctions?",
            "interchanges?",
            "flyovers?",
            "pavements?",
            "(?:power|treatment|nuclear|desalination) plants?",
            "turbines?",
            "pipelines?",
            "cable cars?",
            "restaurants?",
            "hotels?",
            "motorways?",
            "carriageways?",
            "junctions?",
            "flyovers?",
            "underpass(?:es)?",
            "expressways?",
            "motorists",
            "diversions?",
            "detours?",
            "car parks?",
            "ferr(?:y|ies)",
            "metro",
            "trams?",
            "bus(?:es)?",
            "airports?",
            "gas",
            "water",
            "hospitals?",
            "clinics?",
            "gyms?",
            "beach(?:es)?",
            "roads?",
            "bridges?",
            "tunnels?",
            "lanes?",
            "buildings?",
            "substations?",
            "elevators?",
            "escalators?",
            "lifts?(?= (?:at|in|to))",
            "schools?",
            "playgrounds?",
            "stadium",
            "parks?(?! and)",
            "pools?",
            "water (?:supply|main|pipes?)",
            "power lines?",
            "power (?:outages?|cuts?|blackouts?)",
            "electric(?:ity|al|al power)? (?:supply|cuts?|outages?|interruptions?|blackouts?|disconnections?)",
            "railway",
            "rail (?:line|service)s?",
            "trains?",
            "tracks?",
            "runways?",
            "aircraft",
            "vehicles?",
            "highways?",
            "streets?",
            "museum",
            "library building",
            "sewers?",
            "boilers?",
        ),
        "the same in English",
    ),
    pattern("building.fees", english("maintenance fees?"), "a fee that only has the word in its name"),
    pattern(
        "building.jobs",
        arabic(
            "وظائف",
            "وظيفة",
            "توظيف (?:فني|مهندس)\\w{0,3}",
            "فني صيانة",
            "مهندس صيانة",
            "دورة تدريبية",
            "دورات تدريبية",
            "ورشة (?:عمل|تدريبية)?",
            "(?:دور(?:ة|ات)|محاضر(?:ة|ات)|ندوة|ندوات|دبلوم) (?:في|عن|حول)",
            "برنامج تدريبي",
            "مناقصة",
            "عقد صيانة",
            "عقود صيانة",
            "عقود الصيانة",
        )
        + "|"
        + english(
            "vacanc(?:y|ies)",
            "job (?:opening|advert|offer)s?",
            "(?:is|are) hiring",
            "recruit(?:s|ing|ment)?",
            "maintenance (?:technician|engineer|worker|contract|staff|crew|course)s?",
            "tender",
            "training (?:course|programme|program|session)",
            "apprentice(?:s|ship)?",
        ),
        "maintenance as a trade",
    ),
)
