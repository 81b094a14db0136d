"""What announces a name in a text, and how surely."""

import re
from enum import IntEnum


class Cue(IntEnum):
    """How surely a name follows."""

    TITLE = 4
    NAMED = 3
    CLIENT = 2
    KIN = 1
    ROLE = 0


_TITLE = re.compile(
    r"(?<!\bmeine )(?<!\bseine )(?<!\bdeine )(?<!\bihre )(?<!\beine )(?<!\bals )(?<!\bliebe )(?<!\bjunge )"
    r"\b(?:frau|fr[äa]ulein|herrn?|fr\.|hr\.|frl\.|familie|fam\.|dr\.|prof\.|eheleute|geschwister|mr\.?|mrs\.?|ms\.?)"
    r"(?:[ ]?(?:dr\.|prof\.|med\.))*[ ]",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:(?:hei(?:ß|ss|s)e|(?<!das )(?<!wie )hei(?:ß|ss|s)t|heisen|namens|(?<!wie )(?:vor|nach|familien|"
    r"ruf)?name[ ]?(?:ist|lautet|is|war|von[ ]\w+[ ]ist|:)|(?:vor|nach)name|"
    r"genannt|nennt mich|nennen mich|unterschrieben|unterzeichnet|gez\.?|unterschrift|verbleibe)[ ]?:?[ ]"
    r"|(?:m\.?f\.?g\.?|l\.?g\.?|v\.?g\.?|b\.?g\.?|gr(?:ü|ue)(?:ß|ss)(?:e|en|chen)?|gru(?:ß|ss)|"
    r"hochachtungsvoll|cheers|regards)"
    r"(?:[ ](?:von|vom|aus \w+))?[ ]?[,.!:–-]?\s{1,3}"
    r"|(?:my name is|my name's|name is|benim adım|adım|ismim|mi chiamo|je m['’]appelle|me llamo|mă numesc|"
    r"ma numesc|numele meu este|"
    r"nazywam się|mam na imię|мене звати|меня зовут|моє ім['’]?я|мое имя|اسمي|نام من|اسم من)[ ])",
    re.IGNORECASE,
)
_WHOSE = r"(?:mein|unser|dein|sein|ihr|der|die|das|dem|den|des|ein|euer|eur|meim|mei)(?:e[nmrs]?)?"
_ADJECTIVE = (
    r"(?:(?:klein|gro(?:ß|ss)|jüngst|jüng(?:er)|ältest|älter|erst|zweit|liebe?|best|gut|neu|alt|zukünftig|"
    r"verstorben)(?:e[nmrs]?)?[ ])?"
)
_PERSON = (
    r"(?:sohn(?:es|s)?|tochter|t(?:ö|oe)chter|kind(?:er|es)?|mann(?:es)?|frau|ehemann|ehefrau|bruder|br(?:ü|"
    r"ue)der|schwester|mutter|vater|mama|papa|"
    r"oma|opa|gro(?:ß|ss)(?:mutter|vater)|enkel(?:in|sohn|tochter|kind)?|neffen?|nichte|tante|onkel|cousine?|"
    r"schwager|schw(?:ä|ae)gerin|"
    r"freund(?:in)?|freundes|partner(?:in)?|verlobter?|nachbar[ns]?|nachbarin|kollegen?|kollegin|sch(?:ü|"
    r"ue)ler(?:in|s)?|patenkind|pflegekind|"
    r"stiefsohn|stieftochter|schwiegermutter|schwiegervater|schwiegersohn|schwiegertochter|mitbewohner(?:in)?|"
    r"m(?:ä|ae)dchen|"
    r"lehrer(?:in)?|chef(?:in)?|betreuer(?:in)?|berater(?:in)?|sachbearbeiter(?:in)?|hund|baby|klein(?:e[nr]?)|"
    r"gro(?:ß|ss)e[nr]?)"
)
_KIN = re.compile(
    rf"\b(?:{_WHOSE}[ ]{_ADJECTIVE}{_PERSON},?[ ]|(?:sohn|tochter)[ ]"
    r"|hier[ ](?:(?:ist|spricht|schreibt|nochmal)[ ])?(?:(?:die|der)[ ])?|(?:betreuer(?:in)?|vater|mutter|"
    r"eltern|mama|papa|oma|opa)[ ](?:von|vom)[ ]|"
    r"(?:hallo|hi|hey|moin|guten tag|sehr geehrter?|liebe)[ ]"
    r"|(?:ich|wir)[ ](?:bin|sind)[ ](?:(?:die|der)[ ])?|ich bins?[ ]|ich,[ ]|anmeldung[ ](?:f(?:ü|ue)r|von)[ ]|"
    r"bitte[ ]an[ ]"
    r"|i am[ ]|i'm[ ]|this is[ ]|ben[ ]|sono[ ]|je suis[ ]|jestem[ ]|sunt[ ]|я[ ])",
    re.IGNORECASE,
)
_CLIENT = re.compile(
    r"\b(?:klient|klientin|kunde|kundin|kund|kd|kdn|tn|teilnehmer|teilnehmerin|patient|patientin|bewerber|"
    r"bewerberin|azubi|"
    r"praktikant|praktikantin|betreuter?|mandant|mandantin)(?:e|en)?[.:]?[ ]",
    re.IGNORECASE,
)
_ROLE = re.compile(r"\b(?:an|f(?:ü|ue)r|von|mit|bei|und|durch|war)[ ]", re.IGNORECASE)
CUES = ((_TITLE, Cue.TITLE), (_NAMED, Cue.NAMED), (_CLIENT, Cue.CLIENT), (_KIN, Cue.KIN), (_ROLE, Cue.ROLE))
