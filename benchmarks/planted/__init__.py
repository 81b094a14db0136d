"""Messages with personal data in them, as people write them to a chat: invented, by a seed."""
