"""What channels tell actions about a message, and actions tell channels about an answer, beside the text."""

# Of a message: something personal was taken out of it.
REMOVED = "personal_data_removed"
# Of a message: who the counsellor is that wrote it. Set on our side only; nobody else's message has it.
COUNSELLOR = "counsellor"
# Of an answer: the language it is in.
LANGUAGE = "language"
# Of an answer: it is in Einfache Sprache, which is German to browsers.
IS_PLAIN = "is_plain_language"
# Of an answer: the kind of turn that it answers.
KIND_OF_TURN = "kind_of_turn"
# Of an answer: a conversation begins with it.
BEGINS = "begins"
# Of an answer that a search was made for: whether the conversation had not asked for just that before.
IS_NEW_SEARCH = "is_new_search"
