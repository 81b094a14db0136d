"""How well questions are understood: this pipeline beside others, and without each of its parts."""
