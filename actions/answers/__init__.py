"""From results to German: sentences, offers as text and as data, buttons."""
