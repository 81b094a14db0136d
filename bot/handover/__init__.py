"""A note list as something to take away: text to send on, PDF, dates for a calendar."""
