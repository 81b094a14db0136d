"""The education office's quarter, played in a real browser; every step that a person makes is counted.

300 offers of 15 invented providers, three months old (drawn with a seed), on the staff pages, served on loopback to a
headless Chromium. Providers are asked by mail; twelve send something back, made from the workbook that hung on their
mail (three in a format of their own); two confirm on the phone; one is silent and asked again. See `tasks.py` for what
is done, `providers.py` for what comes in. At the end the catalogue must hold what it should, or the command fails.

A step is a click, a field filled in, a choice, a file picked, a page of a plan read; a mail to be sent is two more in
the mail program (open, send), and a log-in four. A step is reckoned at five seconds.

    .venv/bin/python -m benchmarks.quarter [--write] [--format json]
"""
