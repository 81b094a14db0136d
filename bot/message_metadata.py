"""What channels tell actions about a message, and actions tell channels about an answer, beside the text."""

# Of a message: something personal was taken out of it.
REMOVED = "personal_data_removed"
# Of an answer: the language it is in.
LANGUAGE = "language"
