"""Trials of the loader: what must never happen, tried many thousand times with seeds that can be repeated."""
