"""How well the gate tells bad candidates from good ones."""
