"""Tables of coverage answers on the terminal."""

from collections.abc import Sequence

from rich.markup import escape
from rich.table import Table

from app.coverage.agreement_answers import AgreementAnswer
from app.coverage.equity.margins import Figure
from app.coverage.group_answers import GroupAnswer
from app.coverage.hotspot_answers import HotspotAnswer
from app.coverage.measure_words import minutes
from app.coverage.question import CoverageQuestion
from app.coverage.results import CoverageAnswer
from app.coverage.words import margin, miles, percent
from app.vocabulary.codes import AREA_KINDS

NONE = "-"


def states_table(answer: CoverageAnswer) -> Table:
    """People and gaps of each state."""
    areas = plural(answer.question)
    table = Table(title="By state", title_justify="left")
    _columns(table, "State", "People", "Beyond", "Share", f"{areas} mostly beyond", _mean_of(answer))
    for state in answer.states:
        share = NONE if state.share_beyond is None else percent(state.share_beyond)
        cells = (
            f"{state.people:,.0f}",
            f"{state.people_beyond:,.0f}{margin(state.people_beyond_moe)}",
            share,
        )
        table.add_row(
            state.name,
            *cells,
            f"{state.areas_beyond:,} of {state.areas:,}",
            _far(state.mean_nearest_m, answer),
        )
    return table


def _mean_of(answer: CoverageAnswer) -> str:
    return "Mean time" if answer.question.travel else "Mean distance"


def worst_table(answer: CoverageAnswer, limit: int) -> Table | None:
    """The worst areas, or None when nobody is beyond."""
    worst = [area for area in answer.areas[:limit] if area.people_beyond > 0]
    table = Table(title=f"{plural(answer.question)} with most people beyond", title_justify="left")
    far = (
        _mean_of(answer).removeprefix("Mean ").capitalize()
        if answer.question.areas == "zip"
        else _mean_of(answer)
    )
    _columns(table, "Area", "Beyond", "People", "Share", far, "Confidence", "Nearest asset")
    table.columns[-1].justify = "left"
    for area in worst:
        name = f"{area.geoid} {area.name}" if answer.question.areas == "zip" else area.name
        share = NONE if area.share_beyond is None else percent(area.share_beyond)
        beyond = f"{area.people_beyond:,.0f}{margin(area.people_beyond_moe)}"
        cells = (beyond, f"{area.people:,.0f}", share, _far(area.nearest_m, answer), area.confidence)
        table.add_row(escape(f"{name}, {area.state}"), *cells, escape(area.nearest_asset_name or NONE))
    return table if worst else None


def groups_table(groups: Sequence[GroupAnswer]) -> Table:
    """Every group against the first."""
    reference = groups[0].label
    table = Table(title=f"Groups, compared with {reference.lower()}", title_justify="left")
    _columns(table, "Group", "People", "Without cover", "Share", "Points better", "Clear", "Reliability")
    for each in groups:
        gap = each.gap
        clear = {True: "yes", False: "no", None: NONE}[gap.gap_is_clear]
        share = NONE if gap.covered_share.value is None else percent(1 - gap.covered_share.value)
        cells = (_number(gap.people), _number(gap.without_cover), share, _number(gap.gap_points, 1), clear)
        table.add_row(escape(each.label), *cells, gap.without_cover.reliability)
    return table


def preset_table(answer: CoverageAnswer, limit: int) -> Table:
    """The areas that a preset calls a gap, with most people concerned first."""
    extra, preset = answer.areas.extra, answer.preset
    title = f"{preset.preset.id} {preset.preset.title}" if preset else ""
    table = Table(title=title, title_justify="left")
    _columns(table, "Area", "People concerned", "Class", preset.verdict.unit if preset else "")
    order = sorted(range(len(answer.areas)), key=lambda at: -extra["affected"][at])
    for at in [at for at in order if extra["gap"][at]][:limit]:
        area, value = answer.areas[at], extra["preset_value"][at]
        table.add_row(
            escape(f"{area.name}, {area.state}"), f"{extra['affected'][at]:,.0f}", extra["tier"][at] or NONE,
            NONE if value is None else f"{value:,.4g}",
        )  # fmt: skip
    return table


def agreement_table(answer: AgreementAnswer, limit: int) -> Table:
    """The areas that most presets call a gap."""
    table = Table(title="Areas by the number of definitions under which they are a gap", title_justify="left")
    _columns(table, "Area", "People", "Gap under", "Of", "Which")
    table.columns[-1].justify = "left"
    extra = answer.areas.extra
    order = sorted(range(len(answer.areas)), key=lambda at: (-extra["gaps"][at], -answer.areas.people[at]))
    for at in [at for at in order if extra["gaps"][at]][:limit]:
        area = answer.areas[at]
        table.add_row(
            escape(f"{area.name}, {area.state}"), f"{area.people:,.0f}", str(extra["gaps"][at]),
            str(extra["decided_by"][at]), extra["gap_by"][at],
        )  # fmt: skip
    return table


def hotspots_table(answer: HotspotAnswer, limit: int) -> Table:
    """The areas that lie in a hot or cold spot or stand out of one."""
    table = Table(title="Hot and cold spots", title_justify="left")
    _columns(table, "Area", "Quadrant", "Value", "q")
    extra = answer.areas.extra
    for at in [at for at in range(len(answer.areas)) if extra["significant"][at]][:limit]:
        area = answer.areas[at]
        value = NONE if area.value is None else f"{area.value:,.4g}"
        table.add_row(
            escape(f"{area.name}, {area.state}"), extra["quadrant"][at], value, f"{extra['q'][at]:.4f}"
        )
    return table


def plural(question: CoverageQuestion) -> str:
    """`Counties`."""
    return AREA_KINDS.label(question.areas)


def _number(figure: Figure, digits: int = 0) -> str:
    if figure.value is None:
        return NONE
    return f"{figure.value:,.{digits}f}" + (
        "" if figure.margin is None else f" ± {figure.margin:,.{digits}f}"
    )


def _columns(table: Table, first: str, *others: str) -> None:
    table.add_column(first)
    for name in others:
        table.add_column(name, justify="right")


def _far(cost: float | None, answer: CoverageAnswer) -> str:
    if cost is None:
        return NONE
    return minutes(cost) if answer.question.travel else miles(cost)
