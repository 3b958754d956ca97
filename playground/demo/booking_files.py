"""A practice as its booking software would export it: four CSV files of clients, services, packages and sessions."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ZONE = "Europe/Berlin"
HEADERS = {
    "clients": "client_id name",
    "services": "service_id name",
    "packages": "package_id client_id name status expires_on service_id sessions",
    "sessions": "session_id client_id service_id practitioner starts_at minutes confirmation payment package_id",
}
HOURS = tuple("08:00 09:30 11:00 12:30 14:00 15:30 17:00".split())
Row = tuple[object, ...]


@dataclass
class BookingFiles:
    """Rows around a day, which counts as today; days are told as so many from it."""

    today: date
    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in HEADERS})
    _taken: set[tuple[str, int, str]] = field(default_factory=set)

    def service(self, service_id: str, name: str) -> None:
        self.rows["services"].append((service_id, name))

    def client(self, name: str) -> str:
        client_id = f"C{len(self.rows['clients']) + 101}"
        self.rows["clients"].append((client_id, name))
        return client_id

    def package(
        self, client: str, name: str, includes: Mapping[str, int], expires: int | None = None, status: str = "active"
    ) -> str:
        package_id = f"P{len({row[0] for row in self.rows['packages']}) + 201}"
        last_day = "" if expires is None else self.day(expires).isoformat()
        for service, sessions in includes.items():
            self.rows["packages"].append((package_id, client, name, status, last_day, service, sessions))
        return package_id

    def free_hour(self, practitioner: str, day: int, turn: int) -> str:
        """An hour at which nothing is booked yet, a different one each turn."""
        hours = HOURS[turn % len(HOURS) :] + HOURS[: turn % len(HOURS)]
        return next(hour for hour in hours if (practitioner, day, hour) not in self._taken)

    def session(
        self,
        client: str,
        service: str,
        day: int,
        clock: str,
        practitioner: str,
        package: str = "",
        *,
        confirmation: str = "confirmed",
        payment: str = "paid",
    ) -> None:
        self._taken.add((practitioner, day, clock))
        session_id = f"S{len(self.rows['sessions']) + 1001}"
        starts_at = datetime.combine(self.day(day), time.fromisoformat(clock), ZoneInfo(ZONE)).isoformat()
        minutes = {"INITIAL": 80, "CHECKIN": 20}.get(service, 50)
        about = (practitioner, starts_at, minutes, confirmation, payment, package)
        self.rows["sessions"].append((session_id, client, service, *about))

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def write(self, folder: Path) -> list[Path]:
        folder.mkdir(parents=True, exist_ok=True)
        return [self._write(folder / f"{name}.csv", HEADERS[name].split(), rows) for name, rows in self.rows.items()]

    def _write(self, path: Path, header: list[str], rows: list[Row]) -> Path:
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return path
