"""What channels tell actions about a message, and actions tell channels about an answer, beside the text."""

# Of a message: something personal was taken out of it.
REMOVED = "personal_data_removed"
# Of a message: who the counsellor is that wrote it. Set on our side only; nobody else's message has it.
COUNSELLOR = "counsellor"
# Of an answer: the language it is in.
LANGUAGE = "language"
