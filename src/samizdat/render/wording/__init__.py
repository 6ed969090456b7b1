"""What pages say besides their stories, in the reader's language."""

from samizdat.render.wording.dates import (
    format_date,
    format_month,
    format_period,
    format_short,
    format_time,
    format_year,
)
from samizdat.render.wording.direction import Direction, direction_of, turns
from samizdat.render.wording.load import SHIPPED, load_wording, shipped_language
from samizdat.render.wording.phrases import Wording, count_form, localise

__all__ = [
    "SHIPPED",
    "Direction",
    "Wording",
    "count_form",
    "direction_of",
    "format_date",
    "format_month",
    "format_period",
    "format_short",
    "format_time",
    "format_year",
    "load_wording",
    "localise",
    "shipped_language",
    "turns",
]
