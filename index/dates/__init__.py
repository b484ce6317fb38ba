"""Time expressions in news text: their spans, TIMEX3 values and the days they cover."""

from index.dates.find import find_dates, find_dates_in_sequence

__all__ = ["find_dates", "find_dates_in_sequence"]
