"""Career clusters: the 14 of the National Career Clusters Framework of 2024 and the 16 of 2002.

Source: Advance CTE, National Career Clusters Framework (2002; modernized October 2024). Names are facts.
"""

from typing import Final

from app.vocabulary.terms import Vocabulary

CLUSTERS: Final = Vocabulary(
    "career cluster",
    {
        "advanced-manufacturing": "Advanced Manufacturing",
        "agriculture": "Agriculture",
        "arts-entertainment-design": "Arts, Entertainment, & Design",
        "construction": "Construction",
        "digital-technology": "Digital Technology",
        "education": "Education",
        "energy-natural-resources": "Energy & Natural Resources",
        "financial-services": "Financial Services",
        "healthcare-human-services": "Healthcare & Human Services",
        "hospitality-events-tourism": "Hospitality, Events, & Tourism",
        "management-entrepreneurship": "Management & Entrepreneurship",
        "marketing-sales": "Marketing & Sales",
        "public-service-safety": "Public Service & Safety",
        "supply-chain-transportation": "Supply Chain & Transportation",
    },
)

CLUSTERS_2002: Final = Vocabulary(
    "career cluster of 2002",
    {
        "agriculture-food-natural-resources": "Agriculture, Food & Natural Resources",
        "architecture-construction": "Architecture & Construction",
        "arts-av-communications": "Arts, A/V Technology & Communications",
        "business-management-administration": "Business Management & Administration",
        "education-training": "Education & Training",
        "finance": "Finance",
        "government-public-administration": "Government & Public Administration",
        "health-science-cluster": "Health Science",
        "hospitality-tourism": "Hospitality & Tourism",
        "human-services": "Human Services",
        "information-technology": "Information Technology",
        "law-public-safety-corrections-security": "Law, Public Safety, Corrections & Security",
        "manufacturing-cluster": "Manufacturing",
        "marketing": "Marketing",
        "stem": "Science, Technology, Engineering & Mathematics",
        "transportation-distribution-logistics": "Transportation, Distribution & Logistics",
    },
)
