"""Who says so: a body that speaks of its own service, rather than its users."""

from __future__ import annotations

from monitor.domain.announcement.cues.wording import arabic, english, verb
from monitor.domain.announcement.pattern import pattern

STATEMENT = (
    pattern(
        "statement.ar",
        verb(
            "[تي]?علن(?:ت|وا)?",
            "أعلنت?",
            "[تي]علن",
            "أفادت?",
            "أوضحت?",
            "[تي]وضح",
            "قالت?",
            "[تي]قول",
            "ذكرت?",
            "أكدت?",
            "[تي]ؤكد",
            "نوهت?",
            "نبهت?",
            "[تي]نوه",
            "[تي]نبه",
            "[تي]ود",
            "[تي]عتذر",
            "اعتذرت?",
            "نعتذر",
            "نعلمكم",
            "نحيطكم",
            "نود",
            "ننوه",
            "بينت?",
            "أشارت?",
            "كشفت?",
            "أخطرت?",
            "أعلمت?",
            "[تي]علم",
        )
        + "|"
        + arabic(
            "بيان",
            "تنويه",
            "تنبيه",
            "إعلان",
            "تغريدة",
            "تغريدات",
            "بلاغ",
            "تعميم",
            "عزيزي (?:ال)?عميل",
            "عملاءنا",
            "عملائنا",
        ),
        "somebody in charge speaks",
    ),
    pattern(
        "statement.en",
        english(
            "announc(?:e|es|ed|ement|ing)",
            "said",
            "says",
            "confirm(?:s|ed)?",
            "stat(?:es|ed|ement)",
            "apologi[sz](?:e|es|ed)",
            "apolog(?:y|ies)",
            "inform(?:s|ed)?",
            "advis(?:e|es|ed)",
            "notice",
            "notif(?:y|ies|ied|ication)",
            "tweeted",
            "posted",
            "according to",
            "we (?:are|will|have|apologise|apologize|regret)",
            "dear (?:customers?|users?|members?|valued|clients?|colleagues)",
            "please (?:note|be advised)",
            "inconvenience",
        ),
        "somebody in charge speaks",
    ),
)
