"""Sentences of made-up announcements: what is said around a window.

{platform} {services} {reason} and either {window}, or {begin} and {finish}. Lures are times that are not the window's.
"""

from __future__ import annotations

from tests.announcements.vocabulary import Language

SENTENCES: dict[Language, dict[str, str]] = {
    "ar": {
        "will-stop": "ستتوقف خدمات {platform} {window} {reason}.",
        "declares": "تعلن {owner} عن توقف مؤقت للخدمات الإلكترونية في {platform} {window} {reason}.",
        "reason-first": "{reason_first}، لن تكون {services} في {platform} متاحة {window}.",
        "window-first": "{window} تتوقف {services} عبر {platform} مؤقتاً {reason}.",
        "customers": "عملاءنا الكرام، نود إشعاركم بأنه سيتم إيقاف {platform} {window} {reason}. نشكر لكم تفهمكم.",
        "maintenance-on": "تخضع {platform} لأعمال صيانة مجدولة {window}، ولن تتوفر خلالها {services}.",
        "suspends": "تقرر تعليق العمل في {platform} {window}، ويشمل ذلك {services}.",
        "begins-ends": "يبدأ توقف {platform} {begin} وينتهي {finish} {reason}.",
        "from-return": "تتوقف {services} في {platform} اعتباراً من {begin}، وتستمر أعمال التحديث حتى {finish}.",
        "unable": "لن يتمكن المستفيدون من استخدام {services} في {platform} {window} {reason}.",
        "unavailable": "ستكون {services} في {platform} غير متاحة مؤقتاً {window}.",
        "outage-noun": "تشهد {platform} انقطاعاً مبرمجاً في {services} {window}.",
        "noted": "ننوه إلى توقف {services} بشكل مؤقت {window} {reason}، وذلك في {platform}.",
        "closing": "سيجري إغلاق {platform} {window} لتنفيذ أعمال الترقية، وتتأثر بذلك {services}.",
        "spokesman": "قال المتحدث الرسمي إن {platform} ستتوقف عن العمل {window} {reason}.",
    },
    "en": {
        "will-be-unavailable": "{platform} will be unavailable {window} {reason}.",
        "reason-first": "{reason_first}, {services} on {platform} will not be available {window}.",
        "window-comma": "Please note that {window} {platform} will be offline {reason}.",
        "customers": "Dear customers, we will suspend {services} on {platform} {window}. We apologise.",
        "maintenance-on": "Scheduled maintenance on {platform} takes place {window}; {services} will be down.",
        "outage": "There will be a planned outage of {platform} {window}, affecting {services}.",
        "begins-ends": "The maintenance of {platform} begins at {begin} and ends at {finish}.",
        "goes-down": "{platform} goes down at {begin} {reason} and is expected back by {finish}.",
        "unable": "You will be unable to use {services} on {platform} {window} {reason}.",
        "shut": "{platform} is to be shut down {window} {reason}, its operator said.",
        "plans": "The operator plans to upgrade {platform} {window}. Users cannot reach {services} in that time.",
        "downtime": "Downtime of {platform} is scheduled {window} {reason}.",
        "inaccessible": "{services} through {platform} will be inaccessible {window}.",
        "closure": "We are closing {platform} {window} {reason}; {services} will not work.",
    },
}

SERVICES: dict[Language, tuple[str, ...]] = {
    "ar": ("جميع الخدمات", "الخدمات الإلكترونية", "خدمات توثيق العقود", "خدمات تسجيل الدخول", "بعض الخدمات"),
    "en": ("all services", "some services", "contract services", "sign-in", "online services"),
}
REASONS: dict[Language, tuple[str, ...]] = {
    "ar": ("بسبب أعمال صيانة", "لتحديث الأنظمة", "بهدف تطوير البنية التقنية", "لأعمال صيانة دورية"),
    "en": ("due to scheduled maintenance", "for a system upgrade", "for essential maintenance", "because of an update"),
}
REASONS_FIRST: dict[Language, tuple[str, ...]] = {
    "ar": ("نظراً لإجراء أعمال صيانة", "في إطار تحديث الأنظمة", "بسبب أعمال تطوير"),
    "en": ("Due to scheduled maintenance", "As part of a system upgrade", "Because of essential work"),
}
OWNERS = ("الجهة المشغلة", "الإدارة العامة لتقنية المعلومات", "الهيئة")
HEADLINES: dict[Language, tuple[str, ...]] = {
    "ar": ("", "تنويه: {platform}", "توقف مؤقت لخدمات {platform}", "صيانة مجدولة", "إشعار للمستفيدين"),
    "en": ("", "Notice: {platform}", "Maintenance of {platform}", "Planned maintenance", "Service notice"),
}
FILLERS: dict[Language, tuple[str, ...]] = {
    "ar": (
        "",
        "ونعتذر عن أي إزعاج.",
        "وتعود الخدمات فور الانتهاء من الأعمال.",
        "ويأتي ذلك ضمن جهود رفع جودة الخدمات.",
        "وللاستفسار يمكن التواصل مع مركز العناية بالعملاء.",
    ),
    "en": (
        "",
        "We apologise for any inconvenience.",
        "Service returns once the work is finished.",
        "The work will make the service faster.",
        "Please contact customer care with any questions.",
    ),
}
# Another time of another thing: {later} a day after the window, {earlier} one before it.
LURES: dict[Language, tuple[str, ...]] = {
    "ar": (
        "وآخر موعد لتقديم الطلبات الساعة 2:00 ظهراً {later}.",
        "ويعمل مركز الاتصال من الساعة 8 صباحاً حتى الساعة 4 مساءً.",
        "وكانت آخر صيانة قد انتهت {earlier} عند الساعة 7:30 صباحاً.",
        "وتنتهي صلاحية رمز التحقق بعد 5 دقائق.",
        "ويبلغ عدد المستخدمين أكثر من 28 مليوناً.",
    ),
    "en": (
        "The deadline for applications is still 2:00 PM on {later}.",
        "Our call centre is open from 8 am to 4 pm.",
        "The last maintenance ended on {earlier} at 7:30 AM.",
        "Verification codes expire after 5 minutes.",
        "The service has more than 28 million users.",
    ),
}
BYLINES: dict[Language, str] = {"ar": "نُشر {published} 10:15 صباحاً", "en": "Published {published} 10:15 AM"}
