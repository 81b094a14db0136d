"""Offers in the formats of others: calendars (`ical`) and search engines (`schema_org`)."""
