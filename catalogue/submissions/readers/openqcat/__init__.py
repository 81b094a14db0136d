"""openQ-Cat 1.1, the XML in which education providers send their courses to KURSNET (docs/formats/openqcat.md)."""

from catalogue.submissions.readers.openqcat.document import ROOTS, read_openqcat

__all__ = ["ROOTS", "read_openqcat"]
