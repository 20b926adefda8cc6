"""Correcting an entry as people do: with the keyboard, without a script, on a phone; and its editor's side."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from app.db.engine import Database
from app.stewardship.keys import create_key
from tests.browser.test_looks import violations

pytestmark = pytest.mark.browser
SMALL_TARGETS = """[...document.querySelectorAll("main a, main button, main input, main select, main textarea")].filter(
  (each) => each.offsetParent && !each.closest("p, dd, li, .trap, iframe") && each.getBoundingClientRect().height < 24
).map((each) => each.outerHTML.slice(0, 80))"""


def sits(guest: Any) -> None:
    """At every width, large enough for a thumb. Its public page is looked at by axe in test_every_page.py."""
    for width in (1280, 390, 320):
        guest.page.set_viewport_size({"width": width, "height": 900})
        assert guest.page.evaluate("document.documentElement.scrollWidth") <= width
        assert guest.page.evaluate(SMALL_TARGETS) == []


def fits(guest: Any) -> None:
    """The same, for a page that only this test comes to."""
    sits(guest)
    assert violations(guest, guest.page) == []


@pytest.fixture
def program(own_database: Database) -> str:
    with own_database.read() as session:
        return str(
            session.scalar(text("SELECT id FROM asset WHERE state = 'NM' AND kind = 'program' ORDER BY id"))
        )


@pytest.mark.parametrize("scripts", [True, False])
def test_from_the_entry_to_the_queue_and_back(
    visit: Callable[..., Any],
    serve: Callable[[Database], AbstractContextManager[str]],
    own_database: Database,
    program: str,
    scripts: bool,
) -> None:
    with own_database.write("test") as session:
        key = create_key(session, own_database.settings, role="editor", states=["NM"], label="Lead")
    with serve(own_database) as url:
        guest = visit(1280, base=url, java_script_enabled=scripts)
        page = guest.open(f"/assets/{program}")
        if scripts:
            sits(guest)
        page.get_by_role("link", name="Correct this").focus()
        page.keyboard.press("Enter")
        page.get_by_label("What is wrong").select_option("phone")
        page.get_by_label("What is right").fill("nonsense")
        guest.expected_status = (400,)
        page.get_by_role("button", name="Send").press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("phone")
        assert page.get_by_label("What is right").input_value() == "nonsense"
        if scripts:
            fits(guest)
        page.get_by_label("What is right").fill("505 555 0123")
        page.get_by_role("button", name="Send").press("Enter")
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
        number = page.locator(".number").inner_text()
        if scripts:
            fits(guest)
        guest.open("/manage/reports")
        page.get_by_label("Your key").fill(key)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="What the public reports")).to_be_visible()
        if scripts:
            fits(guest)
        page.get_by_label("Verified by").select_option("phone")
        page.get_by_role("button", name="Accept").press("Enter")
        expect(page.get_by_role("status").first).to_contain_text(f"{number} is accepted")
        expect(page.get_by_role("button", name="Take back")).to_be_visible()
        if scripts:
            fits(guest)
        guest.open(f"/assets/{program}")
        expect(page.get_by_role("link", name="505-555-0123")).to_be_visible()
        expect(page.get_by_text("Verified within a year")).to_be_visible()
        guest.open(f"/reported/{number}")
        expect(page.get_by_text("the entry says it now")).to_be_visible()


def test_the_other_forms_and_the_page_of_what_is_gone(
    visit: Callable[..., Any],
    serve: Callable[[Database], AbstractContextManager[str]],
    own_database: Database,
    program: str,
) -> None:
    with serve(own_database) as url:
        guest = visit(1280, base=url)
        page = guest.open(f"/assets/{program}/closed")
        sits(guest)
        page.get_by_label("Closed for good").check()
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
        page = guest.open("/suggest?state=NM")
        sits(guest)
        page.get_by_label("Name", exact=True).fill("Mesa Robotics")
        page.get_by_label("What kind of program").select_option("club")
        page.get_by_label("Town").fill("Farmington")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
        with own_database.write("test") as session:
            session.execute(text("UPDATE asset SET deleted_at = now() WHERE id = :id"), {"id": program})
        guest.expected_status = (410,)
        guest.open(f"/assets/{program}")
        fits(guest)


def test_an_entry_prints_on_one_page(
    visit: Callable[..., Any], shared_database: Database, server_url: str
) -> None:
    with shared_database.read() as session:
        fullest = session.scalar(
            text("SELECT id FROM asset WHERE kind = 'program' ORDER BY length(asset::text) DESC LIMIT 1")
        )
    guest = visit(1280, base=server_url)
    page = guest.open(f"/assets/{fullest}")
    assert page.pdf(format="Letter").count(b"/Type /Page\n") == 1
