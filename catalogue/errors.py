"""The one family of errors of this project.

BildungslotseError
├── SettingError          a setting cannot be used
├── RegionError           a region's data contradict themselves
├── WordsError            what staff changed about a region's words does not fit, or cannot be read
│   └── StaleWordsError   somebody else changed the same meanwhile
├── SubmissionError       a file of offers was refused as a whole
├── ChangeError           something that staff wanted to change does not fit
│   ├── FieldFaultsError        values of single fields do not
│   └── ChangedMeanwhileError   somebody else was faster
├── ReportError           a report was asked for that cannot be made
├── CatalogueError        the catalogue cannot be read or written
└── QuestionFileError     a file of annotated questions cannot be used
"""

from collections.abc import Mapping, Sequence


class BildungslotseError(Exception):
    """Root of all errors of our own.

    `message` is a German sentence for people, `code` a short constant for logs.
    """

    code = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class SettingError(BildungslotseError):
    """A setting (environment variable) has a value that cannot be used."""

    code = "setting"


class RegionError(BildungslotseError):
    """The data of a region contradict themselves or lack something required."""

    code = "region"


class WordsError(BildungslotseError):
    """What staff changed about words, texts or offices does not fit the region, or its files cannot be read.

    `reasons` are sentences, one for each thing that does not fit.
    """

    code = "words"

    def __init__(self, message: str, reasons: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.reasons = tuple(reasons) or (message,)


class StaleWordsError(WordsError):
    """Somebody else changed the same since it was shown; nothing was changed."""

    code = "words-stale"


class SubmissionError(BildungslotseError):
    """A submission cannot be read at all; nothing of it goes into the catalogue."""

    code = "submission"


class ChangeError(BildungslotseError):
    """What staff wanted to change, take back or apply does not fit what is there; nothing was changed."""

    code = "change"


class FieldFaultsError(ChangeError):
    """Values that staff wrote do not fit. `faults`: column of a submission → what is wrong with it, in German."""

    code = "field-faults"

    def __init__(self, faults: Mapping[str, str]) -> None:
        reasons = "; ".join(f"{column}: {reason}" for column, reason in faults.items())
        super().__init__(f"Das geht so nicht. {reasons}")
        self.faults = dict(faults)


class ChangedMeanwhileError(ChangeError):
    """Somebody else changed the offer since it was looked at; what he wrote has to be seen first."""

    code = "changed-meanwhile"


class SessionError(BildungslotseError):
    """What should name a conversation names none."""

    code = "session"


class CatalogueError(BildungslotseError):
    """The catalogue's database cannot be read or written at the moment."""

    code = "catalogue"


class ReportError(BildungslotseError):
    """A report was asked for that there is not, or cannot be made here."""

    code = "report"


class QuestionFileError(BildungslotseError):
    """A file of annotated questions does not have the documented format."""

    code = "question-file"
