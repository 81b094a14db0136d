"""From a provider's file to the catalogue: read, check, plan, apply."""
