"""`bildungslotse evaluate`: how many turns are understood and answered rightly."""

import click

evaluate = click.Command("evaluate")
