"""The demo: a sample practice, with the bot and the playground beside each other."""
