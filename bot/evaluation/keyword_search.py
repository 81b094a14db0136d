"""What a site's search box would find: SQLite FTS5 with bm25 over the same offers."""

import re
import sqlite3
from collections.abc import Iterable, Mapping

_COLUMNS = ("titel", "beschreibung", "themen", "zielgruppen", "anbieter", "ort", "art", "bereich")


class KeywordSearch:
    """Full-text search over raw rows; any word of the question may match, the best five count."""

    def __init__(self, rows: Iterable[Mapping[str, str]]) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(
            f"CREATE VIRTUAL TABLE offers USING fts5(id UNINDEXED, {', '.join(_COLUMNS)}, tokenize='unicode61')"
        )
        values = ([row["_id"], *(row.get(column) or "" for column in _COLUMNS)] for row in rows)
        marks = ", ".join("?" * (len(_COLUMNS) + 1))
        self._connection.executemany(f"INSERT INTO offers VALUES ({marks})", values)

    def best(self, question: str, limit: int = 5) -> list[str]:
        """Ids of the best matching offers."""
        words = re.findall(r"\w+", question)
        if not words:
            return []
        match = " OR ".join(f'"{word}"' for word in words)
        sql = "SELECT id FROM offers WHERE offers MATCH ? ORDER BY bm25(offers) LIMIT ?"
        return [row[0] for row in self._connection.execute(sql, (match, limit))]
