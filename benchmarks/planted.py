"""Messages with personal data in them, as people write them to a chat: invented, by a seed.

The sentences were written from what people tell offices, not from what the program looks for. People, streets and
numbers are drawn anew for each message; account numbers have right check digits.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

GIVEN = (
    "Sabine Thorsten Heike Uwe Renate Jürgen Petra Holger Waltraud Dieter Annika Marvin Celina Jannik Leonie Finn Mia "
    "Emil Hannes Charlotte Lotta Ben Kevin Chantal Justin Malte Swantje Hinnerk Gesine Wiebke Ayşe Mehmet Elif Emre "
    "Zeynep Hüseyin Fatma Murat Dilan Berivan Rojin Azad Fatima Mohammed Ahmad Amira Yusuf Layla Omar Rania Bashar "
    "Samira Hamid Farid Shirin Zahra Reza Nasrin Oleksandra Svitlana Andrij Oksana Iryna Dmytro Olha Natalia Vitali "
    "Ludmila Agnieszka Tomasz Małgorzata Piotr Ionel Mihaela Florin Dragana Miloš Arben Valbona Tesfay Selam Abrehet "
    "Mamadou Aïssatou Blessing Chidi Nguyen Thi Linh Priya Sanjay José María Giuseppe Chiara Yannis Eleni"
).split()
FAMILY = (
    "Müller Schmidt Weber Meyer Becker Koch Schulz Hoffmann Krüger Lange Schwarz Winkelhake Hölscher Niemeyer Bremer "
    "Sievers Tegtmeier Wömpner Brandes Grupe Kuhlmann von-der-Heide Rademacher Pape Yıldız Demir Şahin Kaya Özdemir "
    "Aydın Çelik Al-Hassan Haddad Khalil Ibrahim Rahimi Ahmadi Hosseini Karimi Kovalenko Shevchenko Bondarenko "
    "Tkachuk Nowak Kowalska Wiśniewski Popescu Ionescu Jovanović Berisha Krasniqi Tekle Gebremedhin Diallo Okafor "
    "Nguyen Tran Sharma Rossi García Papadopoulos Müller-Lüdenscheid Schmidt-Kaya"
).split()
STREETS = (
    "Lindenstraße Bahnhofstr. Ostertorwall Kaiserstraße Deisterallee Am|Markt Kurze|Straße Hauptstr. Goethestraße "
    "Fischpfortenstraße Breiter|Weg Pyrmonter|Straße Klütstraße Am|Alten|Friedhof An|der|Bahn Sedanstr Schulweg "
    "Mühlenstraße Zum|Sonnenbrink Basbergstraße Bgm.-Schulte-Str. Gartenweg Kirchplatz Wilhelm-Busch-Weg Im|Winkel "
    "Hinter|den|Höfen Lange|Str. Rosenweg Talgasse Ziegeleiweg Karlstraße Domeierstrasse Berliner|Platz Tönebönweg"
).split()
PLACES = "Hameln|Bad Pyrmont|Aerzen|Emmerthal|Hessisch Oldendorf|Coppenbrügge|Salzhemmendorf|Bad Münder|Afferde".split(
    "|"
)
WISHES = (
    "einen Deutschkurs B1|einen Yogakurs am Abend|Nachhilfe in Mathe|einen Computerkurs für Anfänger|eine "
    "Umschulung zur "
    "Pflegefachkraft|einen Integrationskurs mit Kinderbetreuung|Hilfe bei der Bewerbung|einen Schwimmkurs|"
    "einen Erste-Hilfe-Kurs|"
    "einen Alphabetisierungskurs vormittags|eine Ausbildung als Elektroniker|einen Nähkurs unter 50 Euro|"
    "Schuldnerberatung|"
    "einen Englischkurs A2 ab 8.2.2027|den Hauptschulabschluss|eine Krabbelgruppe|einen Staplerschein|einen "
    "Excel-Kurs online"
).split("|")

NAMES = (
    "Ich heiße {full} und suche {wish}|Guten Tag, mein Name ist {full}. Ich suche {wish}.|Hallo, ich bin "
    "{first} und suche {wish}|"
    "Hier ist {full}, haben Sie {wish}?|hallo hier {first}, gibt es {wish}|Frau {last} sucht {wish}|für Herrn "
    "{last} {wish} bitte|"
    "ich suche {wish} für Frau {last}|Meine Klientin {full} braucht {wish}|Kd. {last}, sucht {wish}|Mein Sohn "
    "{first} braucht {wish}|"
    "mein sohn {first} sucht {wish}|Für meine Tochter {first} (7) suche ich {wish}|meine tochter {first} möchte {wish}|"
    "Meine Frau {first} will {wish}|mein Mann {first} sucht {wish}|Ich suche {wish}. Mit freundlichen Grüßen, {full}|"
    "Ich suche {wish}.\nMit freundlichen Grüßen\n{full}|{wish} gesucht, MfG {full}|Ich brauche {wish}. LG {first}|"
    "Wir suchen {wish}. Viele Grüße {full}|Gibt es {wish}? Vielen Dank und Grüße, {first}|Herr {last} vom "
    "Jobcenter sagt, ich brauche {wish}|"
    "Meine Freundin heißt {first} und sucht {wish}|Unser Enkel {first} ist 12 und braucht {wish}|Dr. {last} "
    "hat mir {wish} empfohlen|"
    "Familie {last} sucht {wish}|Name: {full}, Wunsch: {wish}|ich bin die {first} und brauche {wish}|Betreuer "
    "von {full}, suche {wish}|"
    "Mein Kind heißt {first}. Es braucht {wish}|Sehr geehrte Frau {last}, ich suche {wish}|Hallo Herr {last}, "
    "haben Sie {wish}?|"
    "mein name ist {first} ich suche {wish}|Ich, {full}, möchte {wish}|wir sind Familie {last} und suchen {wish}|"
    "Mein Bruder {first} und ich suchen {wish}|ich frage für meine Mutter {full}, sie sucht {wish}|Ich heise "
    "{first} ich suche {wish}|"
    "Unterschrieben: {full}. Ich möchte {wish}|TN {last} benötigt {wish}|Schönen Gruß von {first}, gibt es {wish}?|"
    "Ich bin {full}, 34 Jahre, und suche {wish}|Man nennt mich {first}, ich suche {wish}|Anmeldung für {full} "
    "zu: {wish}|"
    "ich wollte fragen ob es {wish} gibt für meinen kleinen {first}|Bitte an {full} weiterleiten, ich suche {wish}|"
    "mein Nachbar Herr {last} sucht {wish}|Die Lehrerin Frau {last} meinte, mein Sohn {first} braucht {wish}|"
    "my name is {full}, I need a german course|Benim adım {first}, Almanca kursu arıyorum|I am {first} and "
    "look for a course"
).split("|")
PHONES = (
    "Bitte rufen Sie mich an: {it}, ich suche {wish}|Meine Nummer ist {it}. Ich suche {wish}|tel {it} suche "
    "{wish}|Tel.: {it}, {wish}|"
    "Ich suche {wish}, erreichbar unter {it}|handy {it}|Mobil {it}, {wish} in {place}|whatsapp {it} bitte, ich "
    "brauche {wish}|"
    "Können Sie mich zurückrufen? {it} ab 18 Uhr|{it} ist meine Nummer, ich suche {wish}|Ich suche {wish} "
    "({it})|Fax {it}|"
    "unter {it} oder später nochmal, {wish}|meine telefonnummer lautet {it} und ich möchte {wish}"
).split("|")
SPELLED = (
    "meine nummer ist {it} ich suche {wish}|also rufen sie an {it} ja und ich brauche {wish}|Telefon {it}|die "
    "handynummer {it} danke"
).split("|")
MAILS = (
    "Schreiben Sie mir an {it}, ich suche {wish}|meine mail ist {it}|E-Mail: {it}, Wunsch: {wish}|Infos bitte an {it}|"
    "{it} ist meine Adresse, ich möchte {wish}|ich suche {wish} ({it})|mail {it} danke|Bitte Unterlagen zu "
    "{wish} an {it} schicken."
).split("|")
ADDRESSES = (
    "Ich wohne {it} in {place} und suche {wish}|wohnhaft {it}, {place}. Ich suche {wish}|meine Adresse: {it}, "
    "31785 Hameln|"
    "Ich suche {wish} in der Nähe von {it}|bitte Unterlagen an {it}, 31812 Bad Pyrmont|wir wohnen in der {it}, "
    "gibt es {wish}?|"
    "ich wohne {it}|{it}, {place}, {wish}|Komme aus {place}, {it}, suche {wish}|Unsere Anschrift lautet {it} in {place}"
).split("|")
BIRTHS = (
    "geb. {it}, sucht {wish}|Ich bin am {it} geboren und suche {wish}|mein Geburtsdatum ist {it}|geboren {it} "
    "in Aleppo, sucht {wish}|"
    "Mein Sohn, geb. am {it}, braucht {wish}|Geburtstag: {it}, Wunsch: {wish}|Kd. (*{it}) braucht {wish}|"
    "geburtsdatum {it}|"
    "Sie wurde am {it} geboren, {wish}|Ich habe am {it} Geburtstag und möchte {wish}|Geb.-Dat.: {it}"
).split("|")
ACCOUNTS = (
    "Meine IBAN ist {it}|IBAN {it}, ich möchte {wish} bezahlen|bitte von {it} abbuchen|Konto: {it}|mein konto "
    "{it} für {wish}|"
    "Erstattung bitte auf {it}, danke|Lastschrift {it} für {wish}"
).split("|")
CASES = (
    "BG-Nummer {bg}, sucht {wish}|BG-Nr. {bg}|meine BG Nummer ist {bg} und ich brauche {wish}|"
    "Bedarfsgemeinschaft {bg}, {wish}|"
    "Kundennummer {customer}, Umschulung|Kundennr. {customer}|Meine Kundennummer bei der Agentur: {customer}. "
    "Ich suche {wish}|"
    "Kd-Nr {customer} braucht {wish}|kundennummer {customer} suche {wish}|Aktenzeichen {file}, {wish}|Az.: "
    "{file}|AZ {file} Bildungsgutschein|"
    "Mein Aktenzeichen lautet {file}. Ich brauche {wish}|Az {file}, {wish}|Fallnummer {case}|"
    "Versichertennummer {insured}|"
    "Sozialversicherungsnummer {social}, {wish}|meine SV-Nummer ist {social}|SVNR {social}|"
    "Rentenversicherungsnummer: {social}|"
    "RV-Nr. {social} für {wish}|Steuer-ID {tax}|meine Steueridentifikationsnummer ist {tax}|Krankenkasse "
    "{insured}, {wish}|"
    "Ausweisnummer {passport}|BAMF-Nummer {bamf}, sucht {wish}|Vorgangsnummer {case}, ich suche {wish}|"
    "Personalausweis {passport}|"
    "Kenn-Nr. {case}|Gutschein Nr. {customer} für {wish}|Mitgliedsnummer {case}"
).split("|")
LINKS = (
    "Ich habe diesen Link bekommen: {it}|{it} geht nicht, ich suche {wish}|der link {it} ist kaputt|Siehe {it} "
    "für {wish}|"
    "Auf {it} kann ich {wish} nicht buchen"
).split("|")
HANDLES = (
    "schreib mir auf telegram {it}|Insta: {it}, suche {wish}|ich bin {it} und suche {wish}|{it} bei Instagram|"
    "mein tiktok ist {it}|"
    "Melden bei {it} wegen {wish}"
).split("|")

_DIGITS = "null eins zwei drei vier fünf sechs sieben acht neun".split()


@dataclass(frozen=True)
class Planted:
    """A message with something of a kind in it, what of that must not be left, and the message around it."""

    text: str
    kind: str
    needles: tuple[str, ...]
    carrier: str = ""


def planted(seed: int, count: int, carriers: list[str]) -> Iterator[Planted]:
    """So many messages; every third has a message of the question set around it, every third is in small letters."""
    chance = random.Random(seed)
    kinds = list(_KINDS.items())
    for number in range(count):
        kind, plant = kinds[number % len(kinds)]
        text, needles = plant(chance)
        carrier = ""
        if carriers and chance.random() < 0.4:
            carrier = chance.choice(carriers)
            text = chance.choice(
                (f"{carrier} {text}", f"{text} {carrier}", f"{carrier}\n{text}", f"{text}\n\n{carrier}")
            )
        if chance.random() < 0.3:
            text = text.lower()
        yield Planted(text, kind.strip(), needles, carrier)


def _filled(chance: random.Random, templates: list[str], **values: str) -> str:
    wish, place = chance.choice(WISHES), chance.choice(PLACES)
    return chance.choice(templates).format(wish=wish, place=place, **values)


def _name(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    first, last = chance.choice(GIVEN), chance.choice(FAMILY).replace("von-der-Heide", "von der Heide")
    if chance.random() < 0.1:
        first = f"{first}-{chance.choice(GIVEN)}"
    template = chance.choice(NAMES)
    text = _filled(chance, [template], first=first, last=last, full=f"{first} {last}")
    given = "{first}" in template or "{full}" in template
    family = "{last}" in template or "{full}" in template
    return text, tuple([first] * given + [last] * family)


def _grouped(chance: random.Random, digits: str) -> str:
    size, between = chance.choice((2, 3, 4, 9)), chance.choice((" ", " ", "-", ".", "/"))
    return between.join(digits[start : start + size] for start in range(0, len(digits), size))


def _number(chance: random.Random) -> tuple[str, str]:
    code = chance.choice(("5151", "5281", "5154", "30", "171", "1520", "176", "160", "5042"))
    rest = "".join(chance.choice("0123456789") for _ in range(chance.choice((5, 6, 7, 8))))
    return code, str(chance.randint(1, 9)) + rest[1:]


def _phone(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    code, rest = _number(chance)
    front = chance.choice(
        (f"0{code}", f"0{code}", f"+49 {code}", f"+49{code}", f"0049 {code}", f"(0{code})", f"+49 (0){code}")
    )
    it = front + chance.choice((" ", "/", "-", " / ", " - ", "")) + _grouped(chance, rest)
    return _filled(chance, PHONES, it=it), (it, rest)


def _spelled_phone(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    code, rest = _number(chance)
    words = [_DIGITS[int(digit)] for digit in f"0{code}{rest}"]
    if chance.random() < 0.3:
        words = ["zwo" if word == "zwei" else word for word in words]
    it = chance.choice((" ", " ", ", ")).join(words)
    return _filled(chance, SPELLED, it=it), (it, " ".join(words[-5:]), ", ".join(words[-5:]))


def _plain(word: str) -> str:
    table = str.maketrans(
        {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ş": "s", "ı": "i", "ğ": "g", "ç": "c", "ł": "l", "ś": "s"}
    )
    return re.sub(r"[^a-z]", "", word.lower().translate(table)) or "x"


def _mail(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    first, last = _plain(chance.choice(GIVEN)), _plain(chance.choice(FAMILY))
    local = chance.choice(
        (
            f"{first}.{last}",
            f"{last}{chance.randint(60, 99)}",
            f"{first}_{last}",
            f"{first[0]}.{last}",
            f"{first}-{last}",
        )
    )
    domain = chance.choice(
        ("web.de", "gmx.de", "t-online.de", "gmail.com", "schule-hameln.de", "posteo.net", "mail.kreis.example")
    )
    dotted = domain.replace(".", "(punkt)") if chance.random() < 0.1 else domain
    at = chance.choice(("@", "@", "@", "@", " @ ", "(at)", " (at) ", "[at]", " at "))
    it = f"{local}{at}{dotted if at != ' at ' else domain}"
    return _filled(chance, MAILS, it=it), (it, local)


def _address(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    street = chance.choice(STREETS).replace("|", " ")
    number = f"{chance.randint(1, 140)}{chance.choice(('', '', '', 'a', ' b', '-3'))}"
    return _filled(chance, ADDRESSES, it=f"{street} {number}"), (f"{street} {number}",)


def _birth(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(1940, 2022)
    months = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
    it = chance.choice(
        (
            f"{day:02}.{month:02}.{year}",
            f"{day}.{month}.{year}",
            f"{day}.{month}.{year % 100:02}",
            f"{day}. {months[month - 1]} {year}",
            f"{day:02}/{month:02}/{year}",
            f"{year}-{month:02}-{day:02}",
            f"{day}.{months[month - 1]} {year}",
            f"{day}-{month}-{year}",
        )
    )
    return _filled(chance, BIRTHS, it=it), (it,)


def _account(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    rest = "".join(chance.choice("0123456789") for _ in range(18))
    check = 98 - int(rest + "131400") % 97
    whole = f"DE{check:02}{rest}"
    spaced = " ".join(whole[start : start + 4] for start in range(0, len(whole), 4))
    it = chance.choice((whole, spaced, spaced, whole.replace("DE", "DE "), spaced.replace(" ", "-")))
    return _filled(chance, ACCOUNTS, it=it), (it, whole[-10:], spaced[-12:])


def _case(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    def digits(length: int) -> str:
        return "".join(chance.choice("0123456789") for _ in range(length))

    letter = chance.choice("ABCDEFGHK")
    values = {
        "bg": chance.choice((f"21104//00{digits(5)}", f"27{digits(3)}BG00{digits(5)}", f"{digits(5)}//{digits(7)}")),
        "customer": chance.choice((f"{digits(3)}{letter}{digits(6)}", f"{digits(3)} {letter} {digits(6)}")),
        "file": chance.choice(
            (
                f"{digits(2)} {letter} {digits(3)}/26",
                f"51-{digits(4)}/2026",
                f"50.1-{digits(5)}",
                f"III/{digits(2)}-{digits(4)}",
            )
        ),
        "case": chance.choice((f"{digits(4)}-{digits(3)}", f"F-{digits(5)}", digits(7), f"{digits(5)}/26")),
        "insured": f"{letter}{digits(9)}",
        "social": chance.choice(
            (
                f"{digits(2)}{chance.randint(10, 28)}0985{letter}{digits(3)}",
                f"{digits(2)} {chance.randint(10, 28)}0985 {letter} {digits(3)}",
            )
        ),
        "tax": chance.choice((digits(11), f"{digits(2)} {digits(3)} {digits(3)} {digits(3)}")),
        "passport": f"L{digits(2)}{letter}{digits(4)}{letter}",
        "bamf": digits(8),
    }
    template = chance.choice(CASES)
    (used,) = re.findall(r"{(bg|customer|file|case|insured|social|tax|passport|bamf)}", template)
    return _filled(chance, [template], **values), (values[used],)


def _link(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    token = "".join(chance.choice("abcdefghijklmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789") for _ in range(22))
    it = chance.choice(
        (
            f"https://vhs.example/anmeldung?token={token}",
            f"www.jobcenter.example/postfach/{token}",
            f"https://lotse.example/merkliste/{token}",
            f"http://portal.example/login?user=mueller&sid={token}#start",
            f"portal.example/reset/{token}",
        )
    )
    return _filled(chance, LINKS, it=it), (token,)


def _handle(chance: random.Random) -> tuple[str, tuple[str, ...]]:
    first, last = _plain(chance.choice(GIVEN)), _plain(chance.choice(FAMILY))
    handle = chance.choice((f"{first}_{last}", f"{first}{chance.randint(1, 999)}", f"{last}.{first}", f"xx{first}xx"))
    return _filled(chance, HANDLES, it=f"@{handle}"), (handle,)


_KINDS: dict[str, Callable[[random.Random], tuple[str, tuple[str, ...]]]] = {
    "name": _name,
    "name ": _name,
    "name  ": _name,
    "phone": _phone,
    "phone ": _phone,
    "phone spelled out": _spelled_phone,
    "mail": _mail,
    "mail ": _mail,
    "address": _address,
    "birth date": _birth,
    "account": _account,
    "number": _case,
    "number ": _case,
    "link": _link,
    "handle": _handle,
}
