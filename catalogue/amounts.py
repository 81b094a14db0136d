"""Numbers, days and clock times as Germans write them."""

from datetime import date, time


def in_german(number: float) -> str:
    """ "45", "12,50", "1.250": thousands with points, cents only where there are some."""
    return f"{number:,.2f}".translate(str.maketrans(",.", ".,")).removesuffix(",00")


def german_date(day: date | None) -> str:
    """ "01.02.2027"; empty where no day is known."""
    return f"{day:%d.%m.%Y}" if day else ""


def clock(moment: time | None) -> str:
    """ "09:05"; empty where no time is known."""
    return f"{moment:%H:%M}" if moment else ""
