"""Names of people who work with the assistant, as they stand in lists, notices and the audit trail."""


def one_line(name: str, longest: int) -> str | None:
    """A name in one line; None where nothing is left of it, it is too long, or has signs that nobody can read."""
    cleaned = " ".join(name.split())
    return cleaned if cleaned and len(cleaned) <= longest and cleaned.isprintable() else None
