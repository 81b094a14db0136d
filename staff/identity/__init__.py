"""Who works with the staff pages: accounts, passwords, second factor, and how often a log-in may be tried."""
