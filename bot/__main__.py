"""`python -m bot` is `bildungslotse`."""

from bot.commands import main

main()
