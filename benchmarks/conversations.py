"""What the users of `turns.py` write: searches, refinements, corrections, details, smalltalk; ten turns each."""

CONVERSATIONS = (
    (
        "Hallo!", "Ich suche einen Deutschkurs in Hameln", "lieber abends", "B1", "was kostet der erste?",
        "Gibt es noch mehr?", "und in Bad Pyrmont?", "egal wann", "Wo melde ich mich an?", "Danke schön!",
    ),
    (
        "krabbelgruppe in bad münder", "ne lieber nachmittags", "mein kind ist 1", "wann fängt das an?",
        "in der nähe geht auch", "bist du ein mensch?", "was gibt es kostenlos für familien?", "aber nicht in hameln",
        "wie weit ist das erste weg?", "ok tschüss",
    ),
    (
        "Was können Sie alles?", "Ich bin 47 und möchte wieder ins Büro, Word und Excel, vormittags",
        "Wohne in Klein Berkel", "nur samstags", "Warum zeigen Sie mir das?", "dann doch unter der Woche",
        "Gibt es dafür eine Förderung?", "Wie wird das Wetter morgen?", "von vorn bitte", "Yoga für Senioren in Aerzen",
    ),
    (
        "ausbildung kfz", "eher was mit holz", "praktikum geht auch", "ich bin 16", "in emmerthal", "weiter",
        "erzähl mehr zum zweiten", "ist das barrierefrei?", "nachhilfe mathe online", "alles klar danke",
    ),
)  # fmt: skip
