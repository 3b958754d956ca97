"""What each command answers to `help`."""

HELP_BOOKINGS = """*/bookings* opens your bookings from today on.
• `/bookings ana` – bookings of clients with “ana” in their names
• `/bookings all` or `past` – past sessions too
• `/bookings today`, `tomorrow` or `yesterday` – of that day
• `/bookings unlinked`, `linked`, `paid`, `unpaid`, `confirmed`, `unconfirmed`, `cancelled`, `no-show` – only these
You can combine words: `/bookings past unlinked ana`. Link and unlink sessions from a row's ⋯ menu."""

HELP_CLIENT = """*/client* opens a client's Bookings & Packages.
• `/client ana ruiz` – any parts of the name will do
• `/client` – choose the client from a list"""

HELP_BOOK = """*/book* books a session, one-off or from one of the client's packages.
• `/book ana ruiz` – with the client filled in
• `/book` – choose the client in the form"""

HELP_ADJUSTMENTS = """*/adjustments* shows pending requests for count adjustments: yours, or all for managers.
To ask for one, use Edit package on a client's Packages tab (`/client`). You can withdraw your own here."""
