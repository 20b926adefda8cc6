"""From a file to the map in a browser: with the keyboard, without a script, on a phone."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.db.engine import Database
from app.settings import Settings
from app.stewardship.keys import create_key
from tests.browser.test_looks import violations
from tests.databases import drop_database, opened

pytestmark = pytest.mark.browser
TABS_HIDDEN = """[...document.querySelectorAll(".tabs a")].filter((each) => {
  const box = each.getBoundingClientRect();
  const list = each.closest("ul");
  const scrolls = getComputedStyle(list).overflow !== "visible";
  return scrolls || box.left < 0 || box.right > innerWidth;
}).map((each) => each.textContent)"""
"""Tabs that are out of sight, or in a box that scrolls."""
FILE = (
    b"Ref,Blorb,Type,Lat,Long,Office\n"
    b"1,Desert Robotics,club,35.08,-106.65,North\n2,Mesa Camp,camp,32.31,-106.77,South\n"
    b"3,Bosque Library,library,,,South\n4,River Club,club,35.1,-106.6,North\n5,High Club,club,36.4,-105.6,\n"
    b"6,Bad Club,club,106.6,35.1,North\n"
)
PAYLOAD = {"name": "strange list.csv", "mimeType": "text/csv", "buffer": FILE}
"""Its column of names has a header nobody knows, and one point is turned around."""


@pytest.fixture(scope="module")
def place(
    server: str, copy_database: Callable[[], str], settings: Settings
) -> Iterator[tuple[Database, str]]:
    """A database for this module and a key of its editor."""
    url = copy_database()
    with opened(url, settings) as database:
        with database.write("test") as session:
            key = create_key(session, settings, role="editor", states=["NM"], label="Education department")
        yield database, key
    drop_database(server, url)


@pytest.fixture
def enter(
    visit: Callable[..., Any],
    serve: Callable[[Database], AbstractContextManager[str]],
    place: tuple[Database, str],
) -> Iterator[Callable[..., Any]]:
    """A guest who has signed in, at the list of uploads."""
    guests: list[Any] = []
    with serve(place[0]) as url:

        def start(width: int = 1280, **options: Any) -> Any:
            guest = visit(width, base=url, **options)
            guests.append(guest)
            guest.open("/manage")
            guest.page.get_by_label("Your key").fill(place[1])
            guest.page.keyboard.press("Enter")
            guest.page.wait_for_url("**/manage/uploads")
            return guest

        yield start
        for each in guests:  # a map that still loads must not meet a server that has ended
            each.context.close()


def send(page: Page, payload: dict[str, Any] = PAYLOAD) -> None:
    page.locator("#file").set_input_files(payload)  # type: ignore[arg-type]
    page.get_by_role("button", name="Upload and check").click()
    page.wait_for_url(re.compile(r"/manage/uploads/.+"))
    expect(page.locator(".tabs")).to_be_visible(timeout=30_000)


def fits(guest: Any) -> None:
    for width in (1280, 390):
        guest.page.set_viewport_size({"width": width, "height": 900})
        assert guest.page.evaluate("document.documentElement.scrollWidth") <= width
        assert guest.page.evaluate(TABS_HIDDEN) == []
    assert violations(guest, guest.page) == []  # the same words and links are there at every width


def test_from_a_strange_file_to_the_map_and_back(enter: Callable[..., Any]) -> None:
    guest = enter()
    page = guest.page
    fits(guest)
    send(page)
    expect(page.locator(".verdict")).to_contain_text("No column is the name")
    page.get_by_role("link", name="Look at the columns").click()
    page.get_by_label("Meaning of Blorb").select_option("name")
    page.get_by_role("button", name="Check again").first.click()
    expect(page.locator(".verdict")).to_contain_text("5 of 6 rows are ready", timeout=30_000)
    frame = guest.map()
    expect(frame.locator(".legend")).to_contain_text("Point or street address")
    assert violations(guest, frame) == []
    base = page.url
    for side in ("Columns", "Findings", "Changes", "Places", "Likely duplicates"):
        page.locator(".tabs").get_by_role("link", name=side).click()
        expect(page.locator(".tabs [aria-current]")).to_contain_text(side)
        if side == "Findings":
            expect(page.locator("tbody")).to_contain_text("swapped")
        fits(guest)
        page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(base)
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".verdict")).to_contain_text("Published on")
    fits(guest)
    page.get_by_role("link", name="See it on the map").click()
    page.wait_for_url("**/browse?upload=*")
    page.goto(page.url.partition("?")[0] + "?state=NM")
    page.locator("#change > summary").click()  # folded on a phone, after a search
    page.locator("#q").fill("Desert Robotics")
    page.keyboard.press("Enter")
    expect(page.locator(".item h3").first).to_have_text("Desert Robotics")
    page.goto(base)
    page.get_by_role("link", name="Undo this upload").click()
    page.get_by_role("button", name="Yes, undo it").click()
    expect(page.locator(".verdict")).to_contain_text("was undone")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Your key")).to_be_visible()
    page.goto(base)
    assert "/manage/sign-in" in page.url


def test_a_pasted_key_can_be_looked_at(
    visit: Callable[..., Any],
    serve: Callable[[Database], AbstractContextManager[str]],
    place: tuple[Database, str],
) -> None:
    with serve(place[0]) as url:
        page = visit(base=url).open("/manage/sign-in")
        key, show = page.get_by_label("Your key"), page.get_by_role("button", name="Show the key")
        key.fill(place[1])
        for kind, pressed in (
            ("password", "false"),
            ("text", "true"),
            ("password", "false"),
            ("text", "true"),
        ):
            expect(key).to_have_attribute("type", kind)
            expect(show).to_have_attribute("aria-pressed", pressed)
            expect(key).to_have_value(place[1])
            show.click()
        assert page.url.endswith("/manage/sign-in")  # the button sends nothing
        key.press("Enter")
        page.wait_for_url("**/manage/uploads")


def test_the_button_that_shows_a_key_needs_a_script(
    visit: Callable[..., Any],
    serve: Callable[[Database], AbstractContextManager[str]],
    place: tuple[Database, str],
) -> None:
    with serve(place[0]) as url:
        page = visit(base=url, java_script_enabled=False).open("/manage/sign-in")
        expect(page.get_by_label("Your key")).to_be_visible()
        expect(page.locator("#showkey")).to_be_hidden()


def test_without_a_script(enter: Callable[..., Any]) -> None:
    page = enter(java_script_enabled=False).page
    page.locator("#source").fill("second list")
    other = FILE.replace(b"Blorb", b"Blirb")  # what was said of Blorb is remembered
    page.locator("#file").set_input_files(PAYLOAD | {"buffer": other})  # type: ignore[arg-type]
    page.get_by_role("button", name="Upload and check").click()
    for _ in range(100):
        if page.locator(".tabs").count():
            break
        page.wait_for_timeout(200)
        page.reload()
    page.get_by_role("link", name="Look at the columns").click()
    page.get_by_label("Meaning of Blirb").select_option("name")
    page.get_by_role("button", name="Check again").first.click()
    for _ in range(100):
        if page.locator(".publish").count():
            break
        page.wait_for_timeout(200)
        page.reload()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".verdict")).to_contain_text("Published on")
    page.get_by_role("link", name="Undo this upload").click()
    page.get_by_role("button", name="Yes, undo it").click()
    expect(page.locator(".verdict")).to_contain_text("was undone")


def test_a_file_can_be_dropped_on_a_phone_sized_page(enter: Callable[..., Any]) -> None:
    page = enter(390).page
    page.evaluate(
        """(text) => {
          const held = new DataTransfer();
          held.items.add(new File([text], "dropped.csv"));
          document.getElementById("drop").dispatchEvent(
            new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
        }""",
        "id,name,type\nd1,Dropped Club,club\n",
    )
    page.get_by_role("button", name="Upload and check").click()
    expect(page.locator("h1")).to_have_text("dropped.csv", timeout=30_000)
    expect(page.locator(".verdict")).to_contain_text("The one row is ready")


def test_a_file_that_is_too_large_is_said_before_it_is_sent(enter: Callable[..., Any]) -> None:
    page = enter().page
    page.evaluate("document.getElementById('send').dataset.mostBytes = '10'")
    page.locator("#file").set_input_files(PAYLOAD)
    page.get_by_role("button", name="Upload and check").click()
    expect(page.get_by_role("alert")).to_contain_text("too large")
    assert page.url.endswith("/manage/uploads")


def test_a_refusal_of_the_server_is_shown_in_the_form(enter: Callable[..., Any]) -> None:
    guest = enter()
    guest.expected_status = (400,)
    page = guest.page
    page.evaluate("document.getElementById('kind').options[1].value = 'wizard'")
    page.locator("#kind").select_option("wizard")
    page.locator("#file").set_input_files(PAYLOAD)
    page.get_by_role("button", name="Upload and check").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no kind")
    expect(page.get_by_role("button", name="Upload and check")).to_be_enabled()


TYPES = b"id,name,Type,Starts\nt1,Alpha,Fun stuff,03/04/2026\nt2,Beta,Fun stuff,2026-03-04\nt3,Gamma,After school,\n"


def test_values_are_answered_on_the_findings_page(enter: Callable[..., Any]) -> None:
    guest = enter(java_script_enabled=False)
    page = guest.page
    page.locator("#file").set_input_files(PAYLOAD | {"buffer": TYPES})  # type: ignore[arg-type]
    page.get_by_role("button", name="Upload and check").click()
    _until(page, ".verdict.bad")
    page.get_by_role("link", name="say what values mean").click()
    page.get_by_label("Every row is").select_option("program")
    page.get_by_label("Meaning of Fun stuff in Type").first.select_option("camp")
    page.get_by_label("Meaning of 03/04/2026 in Starts, in words").fill("2026-03-04")
    page.get_by_role("button", name="Check again").click()
    _until(page, ".verdict.good")
    expect(page.locator(".verdict")).to_contain_text("All 3 rows are ready")


def test_choices_that_were_not_checked_are_kept_and_leaving_with_them_is_asked(
    enter: Callable[..., Any],
) -> None:
    guest = enter()
    guest.expected_status = (400,)
    page = guest.page
    other = FILE.replace(b"Blorb", b"Blurb")
    send(page, PAYLOAD | {"buffer": other})
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_role("link", name="Look at the columns").click()
    page.get_by_label("Meaning of Blurb").select_option("name")
    expect(page.locator(".unsaved").first).to_have_text("1 choice is not checked yet.")
    page.locator(".tabs").get_by_role("link", name="Places").click()
    expect(page.locator("#waiting")).to_contain_text("1 choice is not checked yet. Go back to Columns.")
    page.locator("#waiting").get_by_role("link", name="Columns").click()
    expect(page.get_by_label("Meaning of Blurb")).to_have_value("name")
    assert asked == []
    page.get_by_label("Meaning of Office").select_option("city")
    page.get_by_role("link", name="Uploads").first.click()
    expect(page.locator(".unsaved").first).to_have_text("2 choices are not checked yet.")
    assert asked == ["beforeunload"]
    page.get_by_label("Meaning of Office").select_option("name")
    page.get_by_role("button", name="Check again").first.click()
    expect(page.get_by_role("alert")).to_contain_text("“Name” is chosen for two columns")
    expect(page.get_by_label("Meaning of Blurb")).to_have_value("name")
    page.get_by_label("Meaning of Office").select_option("note")
    page.get_by_role("button", name="Check again").first.click()
    expect(page.locator(".verdict")).to_contain_text("5 of 6 rows are ready", timeout=30_000)
    expect(page.locator("#waiting")).to_be_hidden()
    assert asked == ["beforeunload"]


def _until(page: Page, selector: str) -> None:
    for _ in range(100):
        if page.locator(selector).count():
            return
        page.wait_for_timeout(200)
        page.reload()


def test_the_form_of_values_fits_and_reads_well(enter: Callable[..., Any]) -> None:
    guest = enter()
    send(guest.page, PAYLOAD | {"buffer": TYPES.replace(b"\nt", b"\nu")})
    guest.page.get_by_role("link", name="say what values mean").click()
    expect(guest.page.locator(".values")).to_contain_text("Fun stuff")
    fits(guest)
    guest.page.locator(".tabs").get_by_role("link", name="Summary").click()
    guest.page.get_by_role("link", name="Remove this upload").click()
    expect(guest.page.get_by_role("button", name="Yes, remove it")).to_be_visible()
    fits(guest)
    guest.page.get_by_role("button", name="Yes, remove it").click()
    guest.page.wait_for_url("**/manage/uploads")
