"""The official files themselves, where public data lie in a folder beside the checkout."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.geography.official.report import FileReport

DATA = Path(__file__).parents[4] / "shared" / "data"
Load = Callable[..., list[FileReport]]

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="no ../shared/data beside the checkout")


def made(report: FileReport) -> dict[tuple[str, str], tuple[int, int]]:
    return {(each.slug, each.kind): (each.areas, round(each.total)) for each in report.made}


def test_county_tables_of_2018_match_whole(load: Load) -> None:
    names = ("B01001", "B03002", "B17020", "B18101")
    reports = load("acs", *(DATA / f"acs5_2018_county_{name}.csv.gz" for name in names))
    assert [(report.rows, report.matched, report.unmatched) for report in reports] == [(3220, 3220, [])] * 4
    found = {key[0]: value for report in reports for key, value in made(report).items()}
    assert found["total"] == (3220, 326_289_971)
    assert found["girls-5-17"] == (3220, 26_537_410)
    assert found["people-of-color"] == (3220, 129_080_779)
    assert found["poverty-6-17"] == (3219, 9_389_870), "Rio Arriba (35039) was not published"
    assert found["disability-5-17"] == (3220, 2_970_992)
    assert reports[2].met["blank (not published)"] == 4


def test_block_groups_without_areas_are_said(load: Load) -> None:
    (report,) = load("acs", DATA / "census_gov_ACSDT5Y2022.B01001_cook_il_block_groups.csv.gz")
    assert (report.rows, report.matched, report.unmatched[0].rows) == (4623, 0, 4623)
    assert "cb_2022_us_bg_500k.zip" in report.unmatched[0].cure


def test_continuum_codes_of_2023(load: Load) -> None:
    (report,) = load("rucc", DATA / "rucc_2023.csv.gz")
    assert (report.rows, report.left_out) == (3235, {"without a code": 2})
    assert {each.rows: each.reason[:9] for each in report.unmatched if each.rows > 2} == {9: "Connectic"}


def test_poverty_estimates_of_2018(load: Load) -> None:
    (report,) = load("saipe", DATA / "ers_PovertyEstimates_2018.csv.gz")
    assert (report.rows, report.matched, report.unmatched) == (3193, 3192, [])
    assert made(report)["poverty-5-17", "county"] == (3141, 8_930_152)
    assert made(report)["poverty-5-17", "state"] == (51, 8_930_152)


@pytest.mark.slow
def test_centers_of_all_tracts_and_boundaries_of_counties(load: Load, session: Session) -> None:
    (centers,) = load("centers", DATA / "CenPop2020_Mean_TR.txt.gz")
    assert (centers.rows, centers.matched) == (85_395, 85_395)
    assert made(centers) == {("total", "tract"): (85_395, 334_735_155)}
    (counties,) = load("boundaries", DATA / "cb_2018_us_county_5m.zip")
    assert (counties.rows, counties.changed) == (3233, 3233)
    bare = text("SELECT count(*) FROM area WHERE kind = 'county' AND NOT ST_Covers(geom, point)")
    assert session.scalar(bare) == 0
