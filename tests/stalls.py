"""A Slack for tests on a machine that stops now and then for some seconds, as shared ones do.

Slack's own three seconds are kept where a test is about them.
"""

from playground.state.slack import Slack

A_STALL = 30.0


def unhurried_slack() -> Slack:
    """A Slack whose people, and whose triggers, outlast a stall."""
    return Slack(patience=A_STALL, trigger_life=A_STALL)
