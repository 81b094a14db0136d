"""From what people wrote to better understanding: what may be kept of it, and what it teaches. Knows no Rasa."""
