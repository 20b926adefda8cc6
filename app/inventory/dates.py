"""A column of dates read at once: what can be two days is read in the order that other cells prove. Pure."""

from datetime import date
from typing import Final

from app.inventory.cells.copytext import copy_text
from app.inventory.cells.dates import Order, both_days, proven_orders
from app.inventory.fields import Field
from app.inventory.meant import NOTHING, Meant
from app.inventory.readings import FieldReader, Read, Said

DAYS: Final = ("start_date", "end_date", "application_deadline")
"""The fields that are one day."""


def shown(day: date) -> str:
    """A day with the name of its month: nobody takes it for another one."""
    return f"{day:%B} {day.day}, {day.year}"


class DateReader(FieldReader):
    """A column of days. What its cells prove counts from their batch on; both orders together prove nothing."""

    def __init__(self, field_: Field, cell_bytes: int, header: str, meant: Meant = NOTHING) -> None:
        super().__init__(field_, cell_bytes, header, meant)
        self._orders: set[Order] = set()

    def read(self, cells: list[str]) -> Read:
        """Read a batch's cells."""
        orders = self._orders | proven_orders(set(cells))
        if orders != self._orders:
            self._orders = orders
            self.forget()
        return super().read(cells)

    def texts_of(self, text: str) -> tuple[list[str], tuple[Said, ...], bool]:
        """What the field's parser says, or the day in the proven order."""
        texts, said, noted = super().texts_of(text)
        if not any(each.code == "date-ambiguous" for each in said):
            return texts, said, noted
        days = both_days(text)
        if len(self._orders) != 1:
            either = " or ".join(map(shown, days.values()))
            return texts, (Said("date-ambiguous", text, {"days": either}),), noted
        (order,) = self._orders
        day = days[order]
        texts[0] = copy_text(self.targets[0], day.isoformat())
        return texts, (Said("date-order", text, {"day": shown(day), "first": order}),), False
