"""Facts of areas that are no counts of people: rates, incomes and classes that explain a gap. Pure."""

from typing import Final

from app.vocabulary.terms import Vocabulary

FACTS: Final = Vocabulary(
    "fact of an area",
    {
        "rucc": "Rural-Urban Continuum Code (1–9; 4 and over is nonmetropolitan)",
        "ruca": "Primary Rural-Urban Commuting Area code (1–10; 99 is not coded)",
        "ruca-secondary": "Secondary Rural-Urban Commuting Area code",
        "locale": "NCES locale (11–13 city, 21–23 suburb, 31–33 town, 41–43 rural)",
        "poverty-rate": "People in poverty, percent",
        "poverty-rate-under-18": "People under 18 in poverty, percent",
        "poverty-rate-5-17": "Related children 5–17 in families in poverty, percent",
        "median-household-income": "Median household income, US dollars of the vintage's year",
        "broadband-share": "Households with a broadband subscription of any type, percent",
        "no-vehicle-share": "Households without a vehicle, percent",
        "cs-school-share": "High schools with a class of computer science, percent",
    },
)
"""Facts an area may have; which there are depends on what is loaded. Percents are of 100."""
