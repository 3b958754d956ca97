"""The counts and the last moment that packages have when an import comes to them."""

from collections.abc import Iterable

from sqlalchemy import BindParameter, bindparam, func, select

from domain.importing.counts import Configured
from domain.values.ids import PackageId, ServiceId
from storage.database import HERE
from storage.exchange.job import Job, by_ids
from storage.tables import HISTORY, INCLUDED, PACKAGE, SESSION

MOST_COUNTED = 20_000  # packages in memory at a time

_IDS: BindParameter[list[str]] = bindparam("ids", expanding=True)
_INCLUDED = select(*(INCLUDED.c[name] for name in ("package_id", "service_id", "total", "used_before"))).where(
    INCLUDED.c.workspace == HERE, INCLUDED.c.package_id.in_(_IDS)
)
_LINKED = (
    select(SESSION.c.package_id, SESSION.c.service_id, func.count().label("sessions"))
    .where(
        SESSION.c.workspace == HERE,
        SESSION.c.package_id.in_(_IDS),
        SESSION.c.confirmation.in_(bindparam("holding", expanding=True)),
    )
    .group_by(SESSION.c.package_id, SESSION.c.service_id)
)
_LAST = by_ids(PACKAGE).add_columns(
    select(func.max(HISTORY.c.at))
    .where(HISTORY.c.workspace == HERE, HISTORY.c.package_id == PACKAGE.c.id)
    .scalar_subquery()
    .label("at")
)


def count(job: Job, packages: Iterable[str]) -> None:
    """Make the counts and the last moment of these packages known; they must be locked, and what was before written."""
    wanted = set(packages)
    if len(job.counted) > MOST_COUNTED:
        job.counts.included.clear()
        job.counts.linked.clear()
        job.last.clear()
        job.counted.clear()
    missing = sorted(wanted - job.counted)
    if not missing:
        return
    for row in job.tx.run(_INCLUDED, ids=missing):
        key = PackageId(row.package_id), ServiceId(row.service_id)
        job.counts.included[key] = Configured(row.total, row.used_before)
    for row in job.tx.run(_LINKED, ids=missing, holding=list(job.holding)):
        job.counts.linked[PackageId(row.package_id), ServiceId(row.service_id)] = row.sessions
    job.last.update((key, row.at) for key, row in job.find(_LAST, missing).items() if row.at)
    job.counted.update(missing)
