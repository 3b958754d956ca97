"""The calls that a bot makes."""
