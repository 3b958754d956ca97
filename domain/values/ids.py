"""Ids as the practice's source system, or Slack, gives them: text, unique within a workspace."""

from typing import NewType

WorkspaceId = NewType("WorkspaceId", str)  # Slack's team id
PersonId = NewType("PersonId", str)  # Slack's user id; an e-mail address until that person is known
ClientId = NewType("ClientId", str)
ServiceId = NewType("ServiceId", str)
PackageId = NewType("PackageId", str)
SessionId = NewType("SessionId", str)
AdjustmentId = NewType("AdjustmentId", str)  # ours, and random
ActId = NewType("ActId", str)  # ours, and random
DropId = NewType("DropId", str)  # of the message that brought files
SourceName = NewType("SourceName", str)  # as files call a practitioner: a name, an e-mail address, an id

OWN = "r-"  # what ids of our own making begin with; people are never shown them
LONGEST_ID = 64  # so that an id and its verb fit the 150 characters of a Slack option's value
LONGEST_NAME = 200  # of a client, a service or a package
