"""Pages for the education office: submissions, catalogue, words, figures. They stand on `catalogue`; no Rasa here."""
