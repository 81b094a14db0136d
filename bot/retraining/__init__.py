"""From labels to a model that answers: trained aside, measured beside the one that counts, promoted or kept."""
