"""Vocabularies of an asset: kinds, subtypes, disciplines, cost, delivery, status and place.

Sources: Open Referral HSDS 3.1 (status, location), NCES CIP series (disciplines), Advance CTE (clusters are in
`careers`), the data model of this service for the rest.
"""

from typing import Final

from app.vocabulary.terms import Vocabulary

KINDS: Final = Vocabulary(
    "kind",
    {"institution": "Institution", "program": "Program", "opportunity": "Opportunity"},
    {
        "institution": (
            "institutions",
            "organization",
            "organisation",
            "site",
            "place",
            "provider",
            "school",
        ),
        "program": ("programs", "programme", "service", "activity", "club", "camp", "course"),
        "opportunity": ("opportunities", "event", "internship", "scholarship", "competition"),
    },
)

INSTITUTION_SUBTYPES: Final = Vocabulary(
    "institution subtype",
    {
        "school": "School",
        "district": "School district",
        "community-college": "Community or technical college",
        "university": "University or four-year college",
        "tribal-college": "Tribal college",
        "museum": "Museum",
        "science-center": "Science center",
        "library": "Library",
        "makerspace": "Makerspace",
        "afterschool-provider": "After-school provider",
        "community-organization": "Community organization",
        "extension-4h": "Extension office / 4-H",
        "national-lab": "National laboratory",
        "employer": "Employer",
        "workforce-board": "Workforce board",
        "state-agency": "State agency",
        "tribal-government": "Tribal government",
        "stem-hub": "STEM hub or network",
        "professional-association": "Professional association",
        "philanthropy": "Philanthropy",
    },
    {
        "school": (
            "k12 school",
            "k-12 school",
            "high school",
            "middle school",
            "elementary school",
            "charter school",
            "public school",
            "private school",
            "academy",
        ),
        "district": ("lea", "school system", "public schools"),
        "community-college": (
            "2-year college",
            "two year college",
            "technical college",
            "junior college",
            "cc",
            "branch campus",
        ),
        "university": (
            "college",
            "4-year college",
            "four year college",
            "university / college",
            "univ",
            "higher education",
            "postsecondary institution",
        ),
        "tribal-college": ("tribal college or university", "tcu"),
        "museum": ("museums", "planetarium", "zoo", "aquarium", "botanic garden", "children's museum"),
        "science-center": ("science centre", "discovery center", "nature center", "observatory"),
        "library": ("public library", "libraries"),
        "makerspace": ("maker space", "fab lab", "fablab", "hackerspace"),
        "afterschool-provider": (
            "after school",
            "afterschool",
            "after-school program",
            "oost provider",
            "boys and girls club",
            "ymca",
        ),
        "community-organization": (
            "nonprofit",
            "non-profit",
            "not for profit",
            "community based organization",
            "cbo",
            "community organisation",
            "501c3",
        ),
        "extension-4h": ("4-h", "4h", "extension", "cooperative extension", "extension office"),
        "national-lab": ("national lab", "federal lab", "research laboratory"),
        "employer": ("business", "company", "industry", "industry partner"),
        "workforce-board": ("workforce development board", "workforce"),
        "state-agency": ("government", "state government", "agency"),
        "tribal-government": ("tribe", "tribal nation", "pueblo", "nation"),
        "stem-hub": ("stem network", "stem ecosystem", "hub", "network"),
        "professional-association": ("association", "professional society"),
        "philanthropy": ("foundation", "funder"),
    },
)

PROGRAM_SUBTYPES: Final = Vocabulary(
    "program subtype",
    {
        "out-of-school": "Out-of-school program",
        "school-program": "In-school program",
        "cte-pathway": "CTE pathway",
        "dual-enrollment": "Dual enrollment",
        "camp": "Camp",
        "club": "Club",
        "mentoring": "Mentoring",
        "course": "Course",
        "degree-program": "Degree or certificate program",
        "mobile-outreach": "Mobile outreach",
        "exhibit": "Exhibit",
        "curriculum-kit": "Curriculum or kit",
        "professional-development": "Professional development",
        "work-based-learning": "Work-based learning",
        "online": "Online program",
    },
    {
        "out-of-school": (
            "afterschool program",
            "after school program",
            "after-school",
            "informal",
            "ost",
            "oost",
            "enrichment",
            "workshop",
            "weekend program",
        ),
        "school-program": ("in-school", "school day", "classroom program", "academy program"),
        "cte-pathway": (
            "cte",
            "career pathway",
            "pathway",
            "career and technical education",
            "program of study",
        ),
        "dual-enrollment": ("dual credit", "concurrent enrollment", "early college"),
        "camp": ("summer camp", "day camp", "camps"),
        "club": ("clubs", "team", "robotics team", "student organization"),
        "mentoring": ("mentorship", "tutoring", "mentor"),
        "course": ("class", "classes"),
        "degree-program": ("degree", "college program", "certificate program", "major", "field of study"),
        "mobile-outreach": ("mobile lab", "mobile", "traveling program", "outreach", "van program"),
        "exhibit": ("exhibition", "exhibits"),
        "curriculum-kit": ("kit", "curriculum", "lending kit"),
        "professional-development": (
            "pd",
            "teacher training",
            "teacher professional development",
            "educator training",
        ),
        "work-based-learning": ("wbl", "job shadow", "work based learning"),
        "online": ("virtual", "online course", "web-based"),
    },
)

OPPORTUNITY_SUBTYPES: Final = Vocabulary(
    "opportunity subtype",
    {
        "internship": "Internship",
        "apprenticeship": "Apprenticeship",
        "scholarship": "Scholarship",
        "competition": "Competition",
        "event": "Event",
        "field-trip": "Field trip",
        "grant": "Grant",
        "volunteering": "Volunteering",
        "externship": "Externship",
        "job": "Job",
    },
    {
        "internship": ("intern", "internships", "paid internship"),
        "apprenticeship": ("apprentice", "registered apprenticeship", "pre-apprenticeship"),
        "scholarship": ("scholarships", "bursary"),
        "competition": ("contest", "science fair", "challenge", "olympiad", "tournament"),
        "event": ("festival", "stem night", "expo", "fair"),
        "field-trip": ("field trips", "tour", "visit"),
        "grant": ("grants", "mini-grant", "funding"),
        "volunteering": ("volunteer",),
        "externship": ("teacher externship",),
        "job": ("employment", "jobs"),
    },
)

SUBTYPES: Final = {
    "institution": INSTITUTION_SUBTYPES,
    "program": PROGRAM_SUBTYPES,
    "opportunity": OPPORTUNITY_SUBTYPES,
}
"""The subtypes each kind may have."""

ALL_SUBTYPES: Final = Vocabulary(
    "subtype", {slug: label for each in SUBTYPES.values() for slug, label in each.labels.items()}
)

DISCIPLINES: Final = Vocabulary(
    "discipline",
    {
        "biology": "Biology",
        "chemistry": "Chemistry",
        "physics": "Physics",
        "earth-environment": "Earth and environment",
        "mathematics": "Mathematics",
        "computing": "Computing",
        "cybersecurity": "Cybersecurity",
        "data-ai": "Data and AI",
        "engineering": "Engineering",
        "technology": "Technology",
        "robotics": "Robotics",
        "aerospace": "Aerospace and astronomy",
        "manufacturing": "Manufacturing",
        "energy": "Energy",
        "agriculture": "Agriculture",
        "health-science": "Health science",
        "medicine": "Medicine",
        "social-science": "Social science",
        "general-science": "General science / STEM",
        "steam-arts": "STEAM and arts",
    },
    {
        "biology": (
            "bio",
            "life science",
            "life sciences",
            "biological sciences",
            "biotechnology",
            "biotech",
        ),
        "chemistry": ("chem",),
        "physics": ("physical science", "physical sciences"),
        "earth-environment": (
            "earth science",
            "environment",
            "environmental science",
            "geology",
            "ecology",
            "natural resources",
            "climate",
            "water",
            "conservation",
            "earth and space science",
        ),
        "mathematics": ("math", "maths", "statistics"),
        "computing": (
            "computer science",
            "cs",
            "coding",
            "programming",
            "software",
            "it",
            "information technology",
            "computers",
            "app development",
            "game design",
        ),
        "cybersecurity": ("cyber", "cyber security", "information security"),
        "data-ai": ("data science", "ai", "artificial intelligence", "machine learning", "data"),
        "engineering": ("engineer", "civil engineering", "mechanical engineering", "electrical engineering"),
        "technology": ("tech", "digital media", "electronics", "drones", "drone"),
        "robotics": ("robots", "robot", "first robotics", "vex", "lego robotics", "mechatronics"),
        "aerospace": ("aviation", "space", "astronomy", "rocketry", "aeronautics", "space science"),
        "manufacturing": ("advanced manufacturing", "welding", "machining", "3d printing", "fabrication"),
        "energy": ("renewable energy", "solar", "oil and gas", "power"),
        "agriculture": ("ag", "agriscience", "food science", "animal science", "plant science", "farming"),
        "health-science": (
            "health",
            "health sciences",
            "nursing",
            "healthcare",
            "allied health",
            "biomedical",
        ),
        "medicine": ("medical", "pre-med", "veterinary"),
        "social-science": (
            "social sciences",
            "psychology",
            "economics",
            "archaeology",
            "anthropology",
            "geography",
        ),
        "general-science": (
            "science",
            "stem",
            "general",
            "general stem",
            "all stem",
            "multidisciplinary",
            "general science",
        ),
        "steam-arts": ("steam", "arts", "art and design", "design"),
    },
)

STATUSES: Final = Vocabulary(
    "status",
    {
        "active": "Active",
        "inactive": "Inactive",
        "defunct": "Closed for good",
        "temporarily_closed": "Temporarily closed",
    },
    {
        "active": ("open", "current", "running", "yes", "y"),
        "inactive": ("paused", "not active", "no", "n"),
        "defunct": ("closed", "ended", "discontinued", "permanently closed"),
        "temporarily_closed": ("temporarily closed", "temp closed", "suspended"),
    },
)

VISIBILITIES: Final = Vocabulary(
    "visibility", {"public": "Public", "partner": "Partners only", "internal": "Internal"}
)

PRECISIONS: Final = Vocabulary(
    "location precision",
    {
        "exact": "Exact point",
        "street": "Street address",
        "postal_code": "Center of its ZIP area",
        "city": "Center of its town",
        "county": "Center of its county",
        "state": "Center of its state",
        "none": "No place",
    },
)

REACHES: Final = Vocabulary(
    "reach",
    {
        "site": "People come to one place",
        "radius": "Serves a radius",
        "areas": "Serves named areas",
        "statewide": "Serves the whole state",
        "national": "Serves the whole country",
        "virtual": "Online",
        "mobile": "Travels to people",
    },
    {
        "site": ("on site", "onsite", "local", "in person"),
        "statewide": ("state", "state wide", "entire state"),
        "national": ("nationwide",),
        "virtual": ("online", "remote"),
        "mobile": ("travels", "traveling", "mobile outreach"),
    },
)

COST_BANDS: Final = Vocabulary(
    "cost",
    {
        "free": "Free",
        "under-25": "Under $25",
        "under-50": "Under $50",
        "under-100": "Under $100",
        "under-200": "Under $200",
        "200-plus": "$200 or more",
        "sliding-scale": "Sliding scale",
        "paid-to-participant": "Participants are paid",
    },
    {
        "free": ("no cost", "none", "0", "$0", "free of charge", "no charge"),
        "under-25": ("<25", "less than $25", "$1-$25", "$25 or less"),
        "under-50": ("<50", "less than $50", "$26-$50"),
        "under-100": ("<100", "less than $100"),
        "under-200": ("<200", "less than $200"),
        "200-plus": ("$200+", "200+", "over $200", "more than $200"),
        "sliding-scale": ("sliding", "sliding scale fee", "income based"),
        "paid-to-participant": ("paid", "stipend", "wage", "paid position"),
    },
)

DELIVERY_MODES: Final = Vocabulary(
    "delivery mode",
    {
        "in-person": "In person",
        "mobile": "Comes to you",
        "virtual-live": "Online, live",
        "virtual-self-paced": "Online, self-paced",
        "hybrid": "In person and online",
        "kit-by-mail": "Kit by mail",
    },
    {
        "in-person": ("face to face", "onsite", "on-site", "f2f", "inperson"),
        "mobile": ("travels to you", "outreach"),
        "virtual-live": ("virtual", "online", "remote", "zoom", "synchronous"),
        "virtual-self-paced": ("self-paced", "asynchronous", "online self paced"),
        "hybrid": ("blended", "both", "mixed", "in-person and virtual"),
        "kit-by-mail": ("kit", "mail", "take-home kit"),
    },
)

SEASONS: Final = Vocabulary(
    "season",
    {
        "school-year": "School year",
        "school-break": "School breaks",
        "summer": "Summer",
        "year-round": "All year",
    },
    {
        "school-year": ("academic year", "fall", "spring", "winter", "fall/spring", "semester"),
        "school-break": ("spring break", "winter break", "breaks", "fall break"),
        "summer": ("summers", "june-august", "summer only"),
        "year-round": ("all year", "ongoing", "year around", "annual", "always"),
    },
)

TIMES_OF_DAY: Final = Vocabulary(
    "time of day",
    {
        "before-school": "Before school",
        "school-day": "During the school day",
        "after-school": "After school",
        "evening": "Evening",
        "weekend": "Weekend",
        "overnight": "Overnight",
    },
    {
        "before-school": ("morning before school", "am"),
        "school-day": ("in school", "daytime", "during school", "day"),
        "after-school": ("afterschool", "pm", "afternoon"),
        "evening": ("evenings", "night", "nights"),
        "weekend": ("weekends", "saturday", "sunday", "saturdays"),
        "overnight": ("residential", "sleepaway"),
    },
)

VERIFICATION_METHODS: Final = Vocabulary(
    "verification method",
    {
        "website": "Website",
        "phone": "Phone call",
        "email": "E-mail",
        "visit": "Visit",
        "steward": "State steward",
    },
)

FRESHNESS: Final = Vocabulary(
    "freshness",
    {
        "fresh": "Verified within a year",
        "aging": "Verified one to two years ago",
        "stale": "Verified over two years ago",
        "unverified": "Not verified",
    },
)
FRESH_DAYS: Final = 365
AGING_DAYS: Final = 730
