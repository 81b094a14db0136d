"""Personal data in what people write: finding them, and putting something else in their place. Knows no Rasa."""
