"""Measuring: how many turns are understood and answered rightly, on annotated questions."""
