"""Sentences that people write to a chat with something personal in them, and what they ask for in them.

Written from what people tell offices, not from what the program looks for.
"""

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
