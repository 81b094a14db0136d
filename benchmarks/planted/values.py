"""Names, phones, mail addresses and the like as people write them, by a seed; accounts have right check digits."""

import random
import re
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


_DIGITS = "null eins zwei drei vier fünf sechs sieben acht neun".split()


@dataclass(frozen=True)
class Value:
    """Something personal, and the pieces of it that must not be left."""

    it: str
    needles: tuple[str, ...]


def name(chance: random.Random) -> tuple[str, str]:
    """A given and a family name."""
    first, last = chance.choice(GIVEN), chance.choice(FAMILY).replace("von-der-Heide", "von der Heide")
    if chance.random() < 0.1:
        first = f"{first}-{chance.choice(GIVEN)}"
    return first, last


def _grouped(chance: random.Random, digits: str) -> str:
    size, between = chance.choice((2, 3, 4, 9)), chance.choice((" ", " ", "-", ".", "/"))
    return between.join(digits[start : start + size] for start in range(0, len(digits), size))


def _digits_of_phone(chance: random.Random) -> tuple[str, str]:
    code = chance.choice(("5151", "5281", "5154", "30", "171", "1520", "176", "160", "5042"))
    rest = "".join(chance.choice("0123456789") for _ in range(chance.choice((5, 6, 7, 8))))
    return code, str(chance.randint(1, 9)) + rest[1:]


def phone(chance: random.Random) -> Value:
    code, rest = _digits_of_phone(chance)
    front = chance.choice(
        (f"0{code}", f"0{code}", f"+49 {code}", f"+49{code}", f"0049 {code}", f"(0{code})", f"+49 (0){code}")
    )
    grouped = _grouped(chance, rest)
    it = front + chance.choice((" ", "/", "-", " / ", " - ", "")) + grouped
    return Value(it, (it, rest, grouped, grouped[-5:]))


def spelled_phone(chance: random.Random) -> Value:
    code, rest = _digits_of_phone(chance)
    words = [_DIGITS[int(digit)] for digit in f"0{code}{rest}"]
    if chance.random() < 0.3:
        words = ["zwo" if word == "zwei" else word for word in words]
    it = chance.choice((" ", " ", ", ")).join(words)
    return Value(it, (it, " ".join(words[-5:]), ", ".join(words[-5:])))


def _plain(word: str) -> str:
    table = str.maketrans(
        {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ş": "s", "ı": "i", "ğ": "g", "ç": "c", "ł": "l", "ś": "s"}
    )
    return re.sub(r"[^a-z]", "", word.lower().translate(table)) or "x"


def mail(chance: random.Random) -> Value:
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
    return Value(it, (it, local))


def address(chance: random.Random) -> Value:
    street = chance.choice(STREETS).replace("|", " ")
    number = f"{chance.randint(1, 140)}{chance.choice(('', '', '', 'a', ' b', '-3'))}"
    return Value(f"{street} {number}", (f"{street} {number}",))


def birth(chance: random.Random) -> Value:
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
    return Value(it, (it,))


def account(chance: random.Random) -> Value:
    rest = "".join(chance.choice("0123456789") for _ in range(18))
    check = 98 - int(rest + "131400") % 97
    whole = f"DE{check:02}{rest}"
    spaced = " ".join(whole[start : start + 4] for start in range(0, len(whole), 4))
    it = chance.choice((whole, spaced, spaced, whole.replace("DE", "DE "), spaced.replace(" ", "-")))
    return Value(it, (it, whole[-10:], it[-12:]))


def numbers(chance: random.Random) -> dict[str, str]:
    """What offices give people numbers of, by what they are called in the sentences."""

    def digits(length: int) -> str:
        return "".join(chance.choice("0123456789") for _ in range(length))

    letter = chance.choice("ABCDEFGHK")
    return {
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


def link(chance: random.Random) -> Value:
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
    return Value(it, (token,))


def handle(chance: random.Random) -> Value:
    first, last = _plain(chance.choice(GIVEN)), _plain(chance.choice(FAMILY))
    handle = chance.choice((f"{first}_{last}", f"{first}{chance.randint(1, 999)}", f"{last}.{first}", f"xx{first}xx"))
    return Value(f"@{handle}", (handle,))
