"""The quarterly report: as a page, a file, a PDF and a table."""
