"""Which field a whole question asks for (“What grades does your program serve?”), as online forms export it. Pure.

The first rule that finds its words in the folded header wins, so narrow rules stand before wide ones. Questions
about a person, about feelings or about two fields at once mean no field.
"""

import re
from typing import Final

_NOT_OURS: Final = re.compile(
    r"\b(how did you hear|anything else|comments|feedback|do you agree|consent|would you like|may we contact"
    r"|percent|percentage|how many staff|how many volunteers|how many years|partners|partnerships|funding|funded"
    r"|barriers|challenges|evaluat|data do you collect|counties|county|score|rating|likely|satisf|curriculum used"
    r"|linkedin|facebook|twitter|instagram|social media|logo|upload|fax)\b"
)
_RULES: Final = {
    name: re.compile(rf"\b(?:{words})\b")
    for name, words in {
        "application_deadline": r"deadline|apply by|applications? (?:due|close)|register by|registration close",
        "financial_aid": (
            r"financial aid|scholarships?(?: or financial aid)? (?:available|offered)|fee waivers?"
            r"|sliding scale|offer (?:any )?scholarships?"
        ),
        "stipend": (
            r"stipend|paid (?:position|internship|opportunity)"
            r"|are (?:students|participants|interns) paid"
        ),
        "transport_provided": r"transportation|busing|rides|bus",
        "broadband_needed": (
            r"need (?:the )?internet|internet (?:access )?(?:needed|required)"
            r"|require(?:s)? (?:the )?(?:internet|broadband)|broadband"
        ),
        "accessibility": r"accommodations?|accessib\w+|wheelchair",
        "languages": r"languages?",
        "min_age": r"(?:youngest|minimum|lowest) age",
        "max_age": r"(?:oldest|maximum|highest) age",
        "email": r"e ?mail",
        "phone": r"(?:tele)?phone(?: number)?|call",
        "url": r"web ?site|web ?page|url|web address|link|online at",
        "postal_code": r"zip(?: ?code)?|postal code",
        "lat": r"latitude",
        "lon": r"longitude",
        "address": r"(?:street|mailing|physical) address|address",
        "city": r"(?:city|town)",
        "state": r"(?:which|what|in what|in which) state|state is",
        "seats": (
            r"how many (?:students|youth|participants|kids|children|people|learners|seats|slots|spots|young people)"
            r"|number of (?:students|youth|participants|learners|seats)|capacity"
        ),
        "grades": r"grades?(?: levels?| bands?)?|grade ?levels?",
        "ages": r"ages?|how old|age range|age groups?",
        "cost": r"costs?|fees?|price|tuition|charge|how much",
        "delivery_mode": (
            r"(?:in ?person|virtual|online|remote)(?: \w+){0,3}? (?:in ?person|virtual|online|hybrid|both)"
            r"|delivered|delivery|modality|format"
        ),
        "disciplines": (
            r"stem (?:areas?|fields?|disciplines?|subjects?|topics?|content|focus|categor\w+)"
            r"|disciplines?|subjects?|content areas?|topics?|fields? of (?:study|stem)"
            r"|areas? of stem"
        ),
        "career_clusters": r"career clusters?|clusters?",
        "audiences": (
            r"(?:which|what|target|specific)? ?(?:populations?|audiences?|groups?|demographics?)"
            r"|who (?:is|does|do|can|may)|designed for|intended for|underserved|underrepresented"
        ),
        "seasons": r"(?:what|which)? ?seasons?|time of (?:the )?year|what months",
        "times_of_day": r"time of day|times of day|what times?|what hours?",
        "start_date": r"(?:start|begin)s?(?: date)?",
        "end_date": r"(?:end|finish)(?:es|s)?(?: date)?",
        "subtype": (
            r"(?:what|which) (?:type|kind|category)"
            r"|type of (?:program|organization|opportunity|activity|provider)|best describes"
        ),
        "alternate_name": r"also known as|acronym|short name|other names?",
        "parent": (
            r"(?:what|which) organization (?:runs|offers|hosts|sponsors|operates|provides)"
            r"|who (?:runs|offers|hosts)"
            r"|(?:name of )?(?:the )?(?:host|parent|sponsoring|lead) (?:organization|agency|institution)"
        ),
        "name": (
            r"name of (?:the |your )?(?:\w+ )?(?:program|organization|opportunity|event|activity|camp|club|school"
            r"|site|institution|museum|library|business|company)"
            r"|(?:program|organization|opportunity|event|activity|camp|club|site)(?: s)? name"
            r"|called"
        ),
        "description": (
            r"describe|description|tell us about|summary|summarize|overview"
            r"|what does (?:your|the) \w+ do"
        ),
        "status": (
            r"still active|currently (?:active|operating|running|offered)"
            r"|is (?:the|your|this) \w+ active"
        ),
    }.items()
}


def asked(folded: str) -> str | None:
    """The field that the folded header asks for, or None."""
    if _NOT_OURS.search(folded):
        return None
    return next((name for name, rule in _RULES.items() if rule.search(folded)), None)
