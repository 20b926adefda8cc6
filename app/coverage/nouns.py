"""One and many of each population group, inside a sentence. Data."""

from typing import Final

NOUNS: Final = {
    "total": ("person", "people"),
    "female": ("woman or girl", "women and girls"),
    "male": ("man or boy", "men and boys"),
    "age-5-17": ("person aged 5 to 17", "people aged 5 to 17"),
    "girls-5-17": ("girl aged 5 to 17", "girls aged 5 to 17"),
    "boys-5-17": ("boy aged 5 to 17", "boys aged 5 to 17"),
    "age-under-19": ("person under 19", "people under 19"),
    "hispanic": ("Hispanic person", "Hispanic people"),
    "black": ("Black person", "Black people"),
    "native-american": ("Native American person", "Native American people"),
    "asian": ("Asian person", "Asian people"),
    "pacific-islander": ("Pacific Islander person", "Pacific Islanders"),
    "multiracial": ("person of two or more races", "people of two or more races"),
    "white": ("White person", "White people"),
    "white-non-hispanic": ("White non-Hispanic person", "White non-Hispanic people"),
    "black-non-hispanic": ("Black non-Hispanic person", "Black non-Hispanic people"),
    "native-american-non-hispanic": (
        "Native American non-Hispanic person",
        "Native American non-Hispanic people",
    ),
    "asian-non-hispanic": ("Asian non-Hispanic person", "Asian non-Hispanic people"),
    "pacific-islander-non-hispanic": (
        "Pacific Islander non-Hispanic person",
        "Pacific Islander non-Hispanic people",
    ),
    "multiracial-non-hispanic": (
        "non-Hispanic person of two or more races",
        "non-Hispanic people of two or more races",
    ),
    "people-of-color": ("person of color", "people of color"),
    "hispanic-5-17": ("Hispanic child aged 5 to 17", "Hispanic children aged 5 to 17"),
    "black-5-17": ("Black child aged 5 to 17", "Black children aged 5 to 17"),
    "native-american-5-17": ("Native American child aged 5 to 17", "Native American children aged 5 to 17"),
    "asian-5-17": ("Asian child aged 5 to 17", "Asian children aged 5 to 17"),
    "white-non-hispanic-5-17": (
        "White non-Hispanic child aged 5 to 17",
        "White non-Hispanic children aged 5 to 17",
    ),
    "students-of-color": ("student of color", "students of color"),
    "disability-under-18": ("person under 18 with a disability", "people under 18 with a disability"),
    "disability-5-17": ("child aged 5 to 17 with a disability", "children aged 5 to 17 with a disability"),
    "poverty": ("person in poverty", "people in poverty"),
    "poverty-under-18": ("person under 18 in poverty", "people under 18 in poverty"),
    "poverty-5-17": ("child aged 5 to 17 in poverty", "children aged 5 to 17 in poverty"),
    "poverty-6-17": ("child aged 6 to 17 in poverty", "children aged 6 to 17 in poverty"),
    "english-learner-5-17": ("English learner aged 5 to 17", "English learners aged 5 to 17"),
    "no-broadband": ("person without broadband", "people without broadband"),
    "rural": ("rural person", "rural people"),
    "households": ("household", "households"),
    "no-vehicle-households": ("household without a vehicle", "households without a vehicle"),
    "no-internet-households": ("household without internet", "households without internet"),
}
"""One and many of each population group, inside a sentence."""
