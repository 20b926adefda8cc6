"""The presets P1 to P19, each with its source, its published numbers and what is adapted here. Data."""

from typing import Final

from app.coverage.presets import composites, containers, distances
from app.coverage.presets.model import Need, Parameter, Preset
from app.settings import MILE_M

_MAX_M = 500_000.0


def _miles(name: str, label: str, miles: float, published: str) -> Parameter:
    return Parameter(name, label, "m", miles * MILE_M, 1.0, _MAX_M, published)


def _share(name: str, label: str, default: float, published: str) -> Parameter:
    return Parameter(name, label, "share", default, 0.0, 1.0, published)


def _number(name: str, label: str, default: float, published: str, most: float = 1e6) -> Parameter:
    return Parameter(name, label, "", default, 0.0, most, published)


_OURS: Final = "no cut-off published: ours"
_PRESETS: Final = (
    Preset(
        "P1", "cap-tract", "Child care desert, by tract", "child care",
        "A census tract with more than 50 children under 5 and no child care provider, or more than 3 children for "
        "each licensed slot (about a third of under-fives are in care by non-relatives).",
        "Areas with more than 50 people of the group and no program, or more than 3 of them for each seat.",
        "Center for American Progress, childcaredeserts.org, 2017 and 2018",
        containers.youth_per_seat,
        (_number("youth_min", "More young people than", 50, "more than 50 children"),
         _number("youth_per_seat", "More young people per seat than", 3, "more than 3 children per slot")),
        frozenset({Need.container}),
    ),
    Preset(
        "P2", "cap-zip", "Child care desert, by ZIP code", "child care",
        "A ZIP code with at least 30 children under 5 and no child care center, or more than three times as many "
        "children as spaces.",
        "ZIP areas with at least 30 people of the group and no program, or more than 3 of them for each seat.",
        "Center for American Progress, 2016-10-27",
        containers.youth_per_seat_or_more,
        (_number("youth_min", "At least so many young people", 30, "at least 30 children"),
         _number("youth_per_seat", "More young people per seat than", 3, "more than three times as many as spaces")),
        frozenset({Need.container}),
        ("zip", "tract", "county"),
    ),
    Preset(
        "P3", "education-desert", "Education desert", "college access",
        "A commuting zone with no or a single public broad-access college (one that admits at least 80 % of those who "
        "apply): 392 of 709 zones.",
        "Commuting zones, loaded as custom areas, with at most one of the chosen institutions.",
        "Hillman and Weichman, American Council on Education, 2016; Third Way, Place Matters",
        containers.at_most,
        (_number("most", "At most so many institutions", 1, "no or a single college"),),
        frozenset({Need.commuting_zones, Need.container}),
        ("custom",),
    ),
    Preset(
        "P4", "urban-25-miles", "Nothing, or one only, within 25 miles", "college access",
        "No broad-access public college (75 % admitted or more) within 25 miles, or a single community college as the "
        "only one there; a complete desert has no high-speed internet either.",
        "Most people of an area have no or a single asset within the distance; complete where few have broadband, too.",
        "Urban Institute, Exploring the Geography of College Opportunity, 2018",
        distances.few_within,
        (_miles("distance_m", "Within", 25, "25 miles"),
         _number("alone", "So few count as a gap", 1, "a single community college"),
         _share("share", "Of the people of an area, more than", 0.5, f"for areas: {_OURS}"),
         _share("broadband_share", "Complete below so many with broadband", 0.5, f"for areas: {_OURS}")),
    ),
    Preset(
        "P5", "low-income-low-access", "Low income and low access", "food access",
        "A tract with poverty of at least 20 % or a median family income of at most 80 % of the state's or metro "
        "area's, where at least 500 people or 33 % live more than 1 mile (urban) or 10 miles (rural) from a "
        "supermarket; variants of 1/2 and 10, and 1 and 20 miles.",
        "The same thresholds to the nearest of the chosen assets; 5 and 25 miles is a fair variant for programs.",
        "USDA Economic Research Service, Food Access Research Atlas, documentation",
        distances.low_income_low_access,
        (_share("poverty_min", "Poverty at least", 0.20, "20 %"),
         _share("income_max", "Or income at most, of the state's", 0.80, "80 %"),
         _number("people_min", "At least so many people beyond", 500, "500 people"),
         _share("share_min", "Or at least this share", 0.33, "33 %"),
         _miles("urban_m", "Beyond, urban", 1, "1 mile"),
         _miles("rural_m", "Beyond, rural", 10, "10 miles")),
        frozenset({Need.rural, Need.poverty}),
    ),
    Preset(
        "P6", "shortage-ratio", "Shortage area by ratio", "primary care",
        "At least 3,500 people for each provider, 3,000 where need is unusually high, with neighbouring areas "
        "over-used or too far away (30 minutes).",
        "People of the group per program; need is high where poverty is at least 20 %; the neighbours are too busy "
        "where catchment access is below 1 in 3,000.",
        "42 CFR Part 5, Appendix A; Health Resources and Services Administration",
        containers.population_ratio,
        (_number("ratio", "People per program, at least", 3500, "3,500 to 1"),
         _number("ratio_high_need", "The same where need is high", 3000, "3,000 to 1"),
         _share("high_need_poverty", "Need is high from a poverty of", 0.20, "e.g. 20 % in poverty (dental)"),
         _number("neighbour_ratio", "Neighbours are over-used from", 3000, "more than 3,000 to 1"),
         _miles("neighbour_m", "Neighbours are within", 25, "30 minutes: the distance is ours")),
        frozenset({Need.container}),
    ),
    Preset(
        "P7", "four-tiers", "Desert, low, moderate or full access", "maternity care",
        "Counties without facility and provider are deserts; with fewer than 2 facilities and fewer than 60 providers "
        "per 10,000 births access is low where at least 10 % of women are uninsured, else moderate; otherwise full.",
        "Programs stand for facilities and providers, people of the group for births, poverty for being uninsured. "
        "Deserts and low access are gaps.",
        "March of Dimes, Maternity Care Deserts",
        containers.four_tiers,
        (_number("full_from", "Full from so many programs", 2, "2 facilities"),
         _number("full_rate", "Or from so many per 10,000", 60, "60 providers per 10,000 births"),
         _share("need_share", "Low from a poverty of", 0.10, "10 % uninsured")),
        frozenset({Need.container, Need.poverty}),
    ),
    Preset(
        "P8", "supply-demand", "Demand above supply", "after-school programs",
        "A supply index (programs and seats per eligible child) and a demand index (poverty, income, single mothers, "
        "food, transport), each standardised, combined by principal components and scaled to 0-100, in 5 classes by "
        "Jenks. Priority tracts: demand above supply, more eligible children than the mean (590), income below the "
        "mean (71,739 dollars), child poverty above the mean (19 %).",
        "The same with poverty and income as demand, programs per person and programs near as supply, and the means "
        "of the areas asked about.",
        "Dallas Afterschool and Child Poverty Action Lab, white paper",
        composites.supply_and_demand,
        (_miles("distance_m", "Programs near are within", 5, "not published: ours"),),
        frozenset({Need.container, Need.poverty, Need.income}),
    ),
    Preset(
        "P9", "exposure", "Programs near home", "out-of-school time",
        "Seats within a quarter mile and within a mile of each pupil's home, averaged by ward (38 and 948 in the "
        "whole city).",
        "Programs (or seats) within four rings of each home, averaged over people; a gap where the widest ring holds "
        "less than half of what the average person has.",
        "DC Policy Center, proximity of out-of-school time programs",
        distances.exposure,
        (_miles("ring_1_m", "First ring", 1, "a quarter mile and a mile"),
         _miles("ring_2_m", "Second ring", 5, _OURS),
         _miles("ring_3_m", "Third ring", 10, _OURS),
         _miles("ring_4_m", "Fourth ring", 25, _OURS),
         _share("share_of_mean", "Less than this share of the mean", 0.5, _OURS)),
        ours=True,
    ),
    Preset(
        "P10", "floating-catchment", "Two-step floating catchment", "early childhood education",
        "Supply by demand within a 3-mile drive (Honolulu); with family-centred travel times, nearly 2 children for "
        "each nearby slot (Minnesota).",
        "The same two steps within a distance; a gap where access is less than half of the average person's.",
        "Azuma et al. 2020; Davis, Lee and Sojourner, Early Childhood Research Quarterly 47 (2019) 472-486",
        distances.catchment_access,
        (_miles("distance_m", "Within", 3, "a 3-mile drive"),
         _share("share_of_mean", "Less than this share of the mean", 0.5, _OURS)),
        ours=True,
    ),
    Preset(
        "P11", "unreachable-need", "Need that no seat reaches", "child care",
        "Children with all parents at work less the formal child care within a reasonable drive of their block group: "
        "3.5 miles urban, 10 miles rural; reported as a number of children.",
        "People of the group less the seats that reach them by two-step catchment; a gap where half have none.",
        "Bipartisan Policy Center, childcaregap.org",
        distances.unreachable_need,
        (_miles("urban_m", "Within, urban", 3.5, "3.5 miles"),
         _miles("rural_m", "Within, rural", 10, "10 miles"),
         _share("share_min", "Share without a seat, at least", 0.5, _OURS)),
        frozenset({Need.seats, Need.rural}),
        ours=True,
    ),
    Preset(
        "P12", "zero-county", "Nothing in the county", "out-of-school time",
        "A county without any government-funded program (45 in Georgia).",
        "Areas without any of the chosen assets.",
        "Georgia Statewide Afterschool Network",
        containers.zero,
        (),
        frozenset({Need.container}),
    ),
    Preset(
        "P13", "few-pathways", "Few pathways near home", "STEM courses in schools",
        "Limited access to STEM endorsement paths or courses near home; the thresholds are not in the abstracts.",
        "Inspired by it: most people of an area have fewer than k assets within the distance; k and the distance are "
        "yours to set.",
        "ERIC ED644434; SocArXiv s8wzv",
        distances.fewer_than,
        (_number("number", "Fewer than", 3, _OURS, 1000),
         _miles("distance_m", "Within", 10, _OURS)),
        ours=True,
    ),
    Preset(
        "P14", "computer-science", "No computer science taught", "K-12 computer science",
        "A school offers computer science if a course in the school day has at least 20 hours of programming (grades "
        "9-12); reported as the share of high schools that do.",
        "School districts where no high school says that it has a class of computer science; the federal collection "
        "asks for classes, not for hours of programming.",
        "Code.org, access report, method",
        composites.schools_offering,
        (_share("share_max", "Share of schools, at most", 0.0, "0 %"),),
        frozenset({Need.courses}),
        ("school-district",),
    ),
    Preset(
        "P15", "density-poverty", "Sparse and poor", "informal STEM institutions",
        "Counties by population density, share in poverty and informal STEM institutions: the worst served lie in the "
        "Great Plains, the southeast and the northwest.",
        "Areas in the lowest quarter by density, the highest by poverty and the lowest by assets; the quarters are "
        "ours because the cut-offs were not seen.",
        "Short et al. 2020, Science Advances 6 eabb3819",
        composites.density_and_poverty,
        (_share("lower_share", "Part of the areas at each end", 0.25, _OURS),),
        frozenset({Need.container, Need.poverty, Need.density}),
        ("county", "tract"),
        ours=True,
    ),
    Preset(
        "P16", "many-young-few-programs", "Many young people, few programs", "STEM programs",
        "A high population of young people and little or no STEM programming (no number given).",
        "The upper quarter of areas by people of the group and the lower quarter by programs per person.",
        "STEMcityPHL",
        containers.many_young_few_places,
        (_share("upper_share", "Upper part by people", 0.25, _OURS),
         _share("lower_share", "Lower part by programs", 0.25, _OURS)),
        frozenset({Need.container}),
        ours=True,
    ),
    Preset(
        "P17", "unmet-demand", "Demand that is turned away", "after-school programs",
        "Children who would take part if a program were there: 22.6 million against 7 million enrolled in 2025 (77 % "
        "of those who want a place). In 2020: Wyoming 43,230 against 14,719, New Mexico 124,463 against 46,176.",
        "The share that wants a place, times the people of an area, less the seats that reach them; a gap where more "
        "than the national 77 % go without.",
        "Afterschool Alliance, America After 3PM, 2020 and 2025",
        distances.unmet_demand,
        (_share("wanting_share", "Share that wants a place", 0.55,
                "29.6 million of the 54.2 million people aged 5-17 (ACS 2014-2018, with Puerto Rico)"),
         _share("unmet_share", "More than this share without", 0.77, "77 %"),
         _miles("distance_m", "Within", 10, _OURS)),
        frozenset({Need.seats}),
    ),
    Preset(
        "P18", "matrix", "Missing, sparse or documented", "open asset maps",
        "Regions by type of asset: none is missing, one or two are sparse, three or more documented.",
        "Areas by the chosen assets; missing is a gap.",
        "COSOLVE, documented coverage of open asset maps",
        containers.matrix,
        (_number("documented_from", "Documented from", 3, "three or more"),),
        frozenset({Need.container}),
    ),
    Preset(
        "P19", "special-population", "Nothing for a special population", "this service",
        "An area with a number of people of a special population of the Perkins V Act and no program that is designed "
        "for them or open to them with the access they need.",
        "Our own definition.",
        "This service",
        containers.special_population,
        (_number("members_min", "At least so many people", 50, _OURS),),
        frozenset({Need.container, Need.audience}),
        ours=True,
    ),
)  # fmt: skip
PRESETS: Final[dict[str, Preset]] = {each.id: each for each in _PRESETS}
"""By id, in order."""


def preset_of(name: str) -> Preset | None:
    """The preset with this id or slug, in any case."""
    text = name.strip().lower()
    return next((each for each in _PRESETS if text in (each.id.lower(), each.slug)), None)
