"""What each command answers to `help`."""

HELP_BOOKINGS = """*/bookings* opens your bookings from today on.
• `/bookings ana` – bookings of the clients with “ana” in their name
• `/bookings all` or `past` – past sessions too
• `/bookings unlinked`, `linked`, `paid`, `unpaid`, `confirmed`, `unconfirmed`, `cancelled`, `no-show` – only these
Words can be combined: `/bookings past unlinked ana`. Link and unlink sessions by the ⋯ menu of a row."""

HELP_CLIENT = """*/client* opens a client's Bookings & Packages.
• `/client ana ruiz` – any parts of the name will do
• `/client` – choose the client from a list"""

HELP_BOOK = """*/book* books a session, one-off or from one of the client's packages.
• `/book ana ruiz` – with the client filled in
• `/book` – choose the client in the form"""

HELP_ADJUSTMENTS = """*/adjustments* shows pending requests for count adjustments: yours, or all for managers.
Ask for one by Edit package on a client's Packages tab (`/client`); withdraw your own here."""
