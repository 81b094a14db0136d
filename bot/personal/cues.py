"""What announces a name in a text, and how surely."""

import re
from enum import IntEnum


class Cue(IntEnum):
    """How surely a name follows."""

    TITLE = 5
    NAMED = 4
    CLIENT = 3
    PERSON = 2
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
    r"ruf)?name(?:n|ns)?(?:[ ](?:des|der|vom|von|meines|meiner)[ ]\w+)?[ ]?(?:ist|lautet|is|war|von[ ]\w+[ ]ist|:)|"
    r"(?:vor|nach)name|"
    r"ich hei(?:ß|ss|s)|beim namen|(?:hier|es)[ ](?:spricht|schreibt)|am apparat|i\.?[ ]?[av]\.?|ppa\.|z\.?[ ]?hd\.?|"
    r"zu h(?:ä|ae)nden(?:[ ]von)?|c/o|"
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
    rf"\b(?:{_WHOSE}[ ]{_ADJECTIVE}{_PERSON},?[ ](?:(?:der|die|das)[ ])?|(?:sohn|tochter)[ ]"
    r"|hier[ ](?:(?:ist|spricht|schreibt|nochmal)[ ])?(?:(?:die|der)[ ])?|(?:betreuer(?:in)?|vater|mutter|"
    r"eltern|mama|papa|oma|opa)[ ](?:von|vom)[ ]|"
    r"(?:hallo|hi|hey|moin|guten tag|sehr geehrter?|liebe)[ ]"
    r"|(?:ich|wir)[ ](?:bin|sind)[ ](?:(?:die|der)[ ])?|(?:bin|bins|w(?:ä|ae)re?)[ ](?:die|der)[ ]"
    r"|(?:danke|dank|tsch(?:ü|ue)(?:ß|ss|s)|ciao|servus|bis bald|bis dann)[ ]?[,.!]?[ ]"
    r"(?:der|die|dein|eure?|ihre?)r?[ ]"
    r"|(?:eure?|euer|dein|u\.|i\.[ ]?v\.)[ ]|ich bins?[ ]|ich,[ ]|anmeldung[ ](?:f(?:ü|ue)r|von)[ ]|"
    r"bitte[ ]an[ ]"
    r"|i am[ ]|i'm[ ]|this is[ ]|ben[ ]|sono[ ]|je suis[ ]|jestem[ ]|sunt[ ]|я[ ])",
    re.IGNORECASE,
)
_CLIENT = re.compile(
    r"\b(?:(?:vor|nach|familien|ruf)?name|klient|klientin|kunde|kundin|kund|kd|kdn|tn|teilnehmer|teilnehmerin|patient|patientin|bewerber|"
    r"bewerberin|azubi|"
    r"praktikant|praktikantin|betreuter?|mandant|mandantin)(?:e|en)?[.:]?[ ]",
    re.IGNORECASE,
)
# What people are, do or are called in a form: "Dozent Weber", "Kontoinhaberin: Chidi Tekle", "unser Jugendwart".
_ACTOR = (
    r"(?:dozent|referent|trainer|leiter|lehrer|lehrkraft|vertreter|empf(?:ä|ae)nger|absender|inhaber|pat(?:e|in)|wart|"
    r"(?:forst|land|haus|tier|fach|gast)wirt|pfleger|meister|arzt|(?:ä|ae)rzt|betreuer|pastor|pfarrer|diakon|schwester|"
    r"bruder|sch(?:ü|ue)ler|student|auszubildende[rn]?|azubi|mutter|vater|mama|papa|oma|opa|tante|onkel|enkel|cousine?|"
    r"vorsitzende[rn]?|ansprechpartner|ansprechperson|kontakt|kontaktperson|mitarbeiter|sachbearbeiter|vermittler|"
    r"berater|therapeut|anwalt|anw(?:ä|ae)lt|richter|kolleg(?:e|in)|nachbar|freund|partner|schwager|gast|besucher|"
    r"mitglied|teilnehmer|unterzeichner|unterzeichnete[rn]?|antragsteller|besteller|auftraggeber|k(?:ä|ae)ufer|mieter|"
    r"vermieter|versicherte[rn]?|patient|bewerber|praktikant|kandidat|hebamme|erzieher|arbeiter|p(?:ä|ae)dagog(?:e|in)|"
    r"begleiter|helfer|coach|mentor|tutor|sekret(?:ä|ae)r|gesch(?:ä|ae)ftsf(?:ü|ue)hrer|chef|kind|sohn|tochter|"
    r"(?:rechnungs|liefer|post)?(?:adresse|anschrift)|rechnung[ ](?:an|auf)|zwillinge|geschwister|kinder|person)"
)
_ACTING = re.compile(
    rf"\b\w*{_ACTOR}(?:in|innen|nen|en|n|s)?(?:[ ]?[:,(][ ]?\n?|[ ]|\n)(?:(?:der|die|namens)[ ])?"
    r"|\b(?:bin|w(?:ä|ae)re?|war|ist)[ ](?:der|die)[ ](?=[^\W\d_]+[ ](?:vom|von|aus|mit|wegen|und|hier)\b)"
    r"|\b(?:fragt(?: sich)?|w(?:ü|ue)nscht(?: sich)?|schreibt|sagt|meint|meldet sich|dankt|gr(?:ü|ue)(?:ß|ss)t)"
    r"(?:[ ](?:sie|euch|dich|herzlich|freundlich|ganz|lieb|mit|dank))*[ ]",
    re.IGNORECASE,
)
_ROLE = re.compile(r"\b(?:an|f(?:ü|ue)r|von|mit|bei|und|durch|war)[ ]", re.IGNORECASE)
CUES = (
    (_TITLE, Cue.TITLE),
    (_NAMED, Cue.NAMED),
    (_CLIENT, Cue.CLIENT),
    (_ACTING, Cue.PERSON),
    (_KIN, Cue.KIN),
    (_ROLE, Cue.ROLE),
)
