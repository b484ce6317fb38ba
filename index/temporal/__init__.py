"""The TIMEX3 tagger: time expressions in news text and the calendar days they cover."""
