"""What is measured: pages with their goals, and what people do on them."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Scene:
    """A page: `usable` is a selector of its answer; `map` whether a map belongs to it. Goals in kB and seconds."""

    name: str
    path: str
    usable: str
    map: bool = False
    goal_kb: float = 200
    goal_s: float = 1.5


SCENES: Final = (
    Scene("front page", "/", "#q"),
    Scene("browse", "/browse", ".item", True),
    Scene("browse, filtered", "/browse?state=NM&kind=program&discipline=robotics", ".item", True),
    Scene("asset", "/assets/{asset}", "h1", True),
    Scene("gaps of a state", "/gaps?states=NM", "#ranked tbody tr", True, 400),
    Scene("gaps of all counties", "/gaps?states=US", "#ranked tbody tr", True, 1200),
    Scene("state", "/states/NM", "main table"),
    Scene("county", "/counties/35045", "main table"),
    Scene("compare", "/compare?{four}", "main table"),
    Scene("report", "/reports/counties/35045", "main table"),
)

FILTER: Final = """async () => {
  const until = async (is) => { while (!is()) await new Promise(requestAnimationFrame); };
  const mapped = document.getElementById("mapped"), before = document.getElementById("results");
  mapped.textContent = "";
  const start = performance.now();
  document.querySelector("#filters input[value=program]").click();
  await until(() => document.getElementById("results") !== before);
  const list = performance.now() - start;
  await until(() => mapped.textContent);
  return [list, performance.now() - start];
}"""
"""Tick a filter: milliseconds until the new list, and until the map says what it has drawn."""

SLIDE: Final = """async () => {
  const until = async (is) => { while (!is()) await new Promise(requestAnimationFrame); };
  const slider = document.querySelector("input[type=range][data-for=miles]");
  const words = () => document.getElementById("words").textContent, before = words();
  window.turn = (window.turn || 0) + 1;
  slider.value = 15 + 5 * window.turn;
  const start = performance.now();
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  await until(() => words() !== before);
  return [performance.now() - start, performance.timeOrigin + start];
}"""
"""Move the distance of the gap page: milliseconds until the new answer in words, and when (Unix time) it was moved."""

REDRAWN: Final = """() => {
  const root = document.documentElement, before = root.dataset.drawn;
  window.redrawn = new Promise((done) => {
    const look = () => root.dataset.drawn === before
      ? setTimeout(look, 2)
      : done(performance.timeOrigin + performance.now());
    look();
  });
}"""
"""In the frame of the map: from now on watch for another answer to be drawn; a frame out of sight has no animation."""
REDRAWN_AT: Final = "() => window.redrawn"
"""When it was (milliseconds of Unix time)."""
GOAL_MS: Final = 300
