"""What staff change about a region: words, topics, answer texts, office, responsible offices, laid over its data."""
