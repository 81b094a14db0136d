"""Where things stand in a service, and which of them are read."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

DETAILS = "SERVICE_DETAILS"
EDUCATION = f"{DETAILS}/SERVICE_MODULE/EDUCATION"
INFO = f"{EDUCATION}/EXTENDED_INFO"
MODULE = f"{EDUCATION}/MODULE_COURSE"
CLASSIFICATION = "SERVICE_CLASSIFICATION"
PRICE = "SERVICE_PRICE_DETAILS"

_ADDRESS = ("NAME", "STREET", "ZIP", "CITY", "ADDRESS_REMARKS", "BARRIER_FREE_LOCATION")
_CONTACT = ("PHONE", "MOBILE", "EMAILS/EMAIL", "URL")
_DOCUMENT = ("MIME_SOURCE", "MIME_TYPE", "MIME_PURPOSE")
_PERIOD = ("START_DATE", "END_DATE", "DATE_REMARKS")


def _below(path: str, *names: str) -> set[str]:
    return {f"{path}/{name}" for name in names}


# Everything else that a file says is named in the report as not taken over.
READ = frozenset().union(
    {"HEADER/CATALOG/GENERATION_DATE", "HEADER/CATALOG/CURRENCY", "HEADER/CATALOG/MIME_ROOT"},
    _below("HEADER/SUPPLIER", "SUPPLIER_ID", "SUPPLIER_NAME"),
    _below("HEADER/SUPPLIER/ADDRESS", *_CONTACT),
    _below("SERVICE", "PRODUCT_ID", "COURSE_TYPE", "SUPPLIER_ID_REF"),
    _below("SERVICE/MIME_INFO/MIME_ELEMENT", *_DOCUMENT),
    _below(f"SERVICE/{DETAILS}", "TITLE", "DESCRIPTION_LONG", "REQUIREMENTS", "KEYWORD", "SERVICE_STATUS"),
    _below(f"SERVICE/{DETAILS}", "TARGET_GROUP/TARGET_GROUP_TEXT"),
    _below(f"SERVICE/{DETAILS}/CONTACT", "CONTACT_ROLE", "ACADEMIC_TITLE", "FIRST_NAME", "NAME_PREFIX", "LAST_NAME"),
    _below(f"SERVICE/{DETAILS}/CONTACT", *_CONTACT),
    _below(f"SERVICE/{DETAILS}/SERVICE_DATE", *_PERIOD),
    _below(f"SERVICE/{EDUCATION}", "COURSE_ID", "LANGUAGE", "HANDICAP/HAND_NAME", "REGISTRATION_DATE"),
    _below(f"SERVICE/{EDUCATION}", "DEGREE/DEGREE_TITLE", "SUBSIDY/SUBSIDY_DESCRIPTION"),
    _below(f"SERVICE/{EDUCATION}", "MODULE_ORGANIZER/ADDRESS/NAME", "MODULE_ORGANIZER/ADDRESS/NAME2"),
    _below(f"SERVICE/{EDUCATION}", "MODULE_ORGANIZER/ADDRESS/NAME3"),
    _below(f"SERVICE/{EDUCATION}/MIME_INFO/MIME_ELEMENT", *_DOCUMENT),
    _below(f"SERVICE/{EDUCATION}/CERTIFICATE", "CERTIFICATE_STATUS", "CERTIFIER_NUMBER", "CERTIFICATE_NUMBER"),
    _below(f"SERVICE/{INFO}", "INSTITUTION", "INSTRUCTION_FORM", "INSTRUCTION_TIME", "EDUCATION_TYPE"),
    _below(f"SERVICE/{INFO}", "INHOUSE_SEMINAR", "EXTRA_OCCUPATIONAL", "PRACTICAL_PART", "TRAINEE_SUITABLE"),
    _below(f"SERVICE/{INFO}", "EMPLOYEE_SUITABLE", "FUNDING_TYPES_FEDERAL", "FUNDING_TYPES_REGIONAL"),
    _below(f"SERVICE/{INFO}", "FUNDING_TYPES_REMARKS", "TEACHING_LANGUAGES", "TEACHING_LANGUAGES_REMARKS"),
    _below(f"SERVICE/{INFO}", "MEASURE_NUMBER"),
    _below(f"SERVICE/{MODULE}", "MARKETINGTEXT", "INSTRUCTION_REMARKS", "FLEXIBLE_START", "DURATION"),
    _below(f"SERVICE/{MODULE}/LOCATION", *_ADDRESS),
    _below(f"SERVICE/{EDUCATION}", "MODULE_WBT/MARKETINGTEXT", "MODULE_CBT/MARKETINGTEXT"),
    _below(f"SERVICE/{EDUCATION}/MODULE_WBT/SERVICETIME", *_PERIOD),
    _below(f"SERVICE/{CLASSIFICATION}", "REFERENCE_CLASSIFICATION_SYSTEM_NAME", "FEATURE/FNAME", "FEATURE/FVALUE"),
    _below(f"SERVICE/{PRICE}", "REMARKS", "SERVICE_PRICE/PRICE_AMOUNT", "SERVICE_PRICE/PRICE_CURRENCY"),
)
_ON_THE_WAY = frozenset(path.rsplit("/", depth)[0] for path in READ for depth in range(1, path.count("/") + 1))
# In the file they stand below these, which are no fields but say what happens to the services.
_WRAPPERS = ("NEW_CATALOG", "UPDATE_CATALOG", "UPDATE_CATALOG/DELETE", "UPDATE_CATALOG/NEW", "UPDATE_CATALOG/UPDATE")


def unread(root: Element) -> list[str]:
    """The fields of a document that have a value but no home here, as dotted paths, each once.

    Of a group of which nothing is read, the group is named.
    """
    start = "SERVICE" if root.tag == "SERVICE" else ""
    return list(dict.fromkeys(path.replace("/", ".") for path in _unread(root, start)))


def _unread(element: Element, path: str) -> Iterator[str]:
    for child in element:
        below = _path_below(path, child.tag)
        if below in _ON_THE_WAY or below in _WRAPPERS:
            yield from _unread(child, below)
        elif below not in READ and _says_something(child):
            yield below


def _path_below(path: str, tag: str) -> str:
    # A service is the same wherever it stands; a bare one brings its header along.
    if tag in ("SERVICE", "HEADER") and (path in ("", "SERVICE") or path.startswith(_WRAPPERS)):
        return tag
    return f"{path}/{tag}" if path else tag


def _says_something(element: Element) -> bool:
    return any(text.strip() for text in element.itertext()) or any(part.attrib for part in element.iter())
