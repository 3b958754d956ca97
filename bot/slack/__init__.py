"""Everything that Ribbon asks of Slack, and where it is installed."""
