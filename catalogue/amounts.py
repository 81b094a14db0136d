"""Numbers as Germans write them."""


def in_german(number: float) -> str:
    """ "45", "12,50", "1.250": thousands with points, cents only where there are some."""
    return f"{number:,.2f}".translate(str.maketrans(",.", ".,")).removesuffix(",00")
