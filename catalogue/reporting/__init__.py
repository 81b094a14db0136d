"""The quarterly report as figures: plain data, whatever it is shown as."""
