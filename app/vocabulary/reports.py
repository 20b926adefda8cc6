"""What the public can report about the inventory, and what becomes of it."""

from typing import Final

from app.language import N_
from app.vocabulary.terms import Vocabulary

REPORT_KINDS: Final = Vocabulary(
    "report",
    {
        "correction": N_("Something is wrong"),
        "closed": N_("It has closed"),
        "new": N_("A program is missing"),
    },
)
REPORT_STATUSES: Final = Vocabulary(
    "status of a report",
    {"waiting": N_("Waiting for review"), "accepted": N_("Accepted"), "declined": N_("Declined")},
)
OTHER: Final = "other"
"""What is wrong is said in the comment alone; accepting it changes nothing by itself."""
POINT: Final = "point"
REPORT_FIELDS: Final = Vocabulary(
    "field of a report",
    {
        "name": N_("Name"),
        "description": N_("Description"),
        "url": N_("Website"),
        "phone": N_("Phone"),
        "email": N_("E-mail"),
        "address": N_("Street address"),
        POINT: N_("Place on the map"),
        "cost": N_("Cost"),
        "financial_aid": N_("Financial aid"),
        "grades": N_("Grades"),
        "ages": N_("Ages"),
        "audiences": N_("Who it is designed for"),
        "languages": N_("Languages"),
        "start_date": N_("First day"),
        "end_date": N_("Last day"),
        "application_deadline": N_("Apply by"),
        "seasons": N_("Seasons"),
        "times_of_day": N_("Times of day"),
        "delivery_mode": N_("How it is held"),
        "transport_provided": N_("Transport"),
        "accessibility": N_("Accessibility"),
        "disciplines": N_("Subjects"),
        "seats": N_("Seats a year"),
        OTHER: N_("Something else"),
    },
)
"""What can be corrected. All but the point and what is said in words are fields of an inventory file."""
CLOSED_AS: Final = Vocabulary(
    "closed",
    {
        "defunct": N_("Closed for good"),
        "temporarily_closed": N_("Closed for now, will open again"),
        "inactive": N_("Not offered at present"),
    },
)
"""Statuses that a report of something closed can ask for."""
REFERENCE_LETTERS: Final = "23456789abcdefghjkmnpqrstvwxyz"
"""What references are made of: nothing that is read as something else (0 o, 1 i l, u v)."""
REFERENCE_LENGTH: Final = 8
REFERENCE_PATTERN: Final = rf"^rep-[{REFERENCE_LETTERS}]{{{REFERENCE_LENGTH}}}$"
