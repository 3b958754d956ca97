"""A Slack on loopback, to try a bot in and to test it against."""
