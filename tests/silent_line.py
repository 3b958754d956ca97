"""A PostgreSQL server behind a line that can fall silent: it takes connections and bytes, and nothing comes back."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, Thread

from sqlalchemy import URL


class SilentLine:
    """Listens on loopback before a server's socket; what is sent while it is silent is lost, as are connections."""

    def __init__(self, server: Path) -> None:
        self._server, self._silent, self._lock = server, False, Lock()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=256)
        self._held: list[socket.socket] = [self._listening]
        self.port = int(self._listening.getsockname()[1])
        Thread(target=self._accept, daemon=True).start()

    @contextmanager
    def silence(self) -> Iterator[None]:
        self._silent = True
        yield
        self._silent = False

    def close(self) -> None:
        with self._lock:
            for each in self._held:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)
                each.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                theirs, _ = self._listening.accept()
                self._hold(theirs)
                if not self._silent:
                    self._carry(theirs)

    def _carry(self, theirs: socket.socket) -> None:
        ours = socket.socket(socket.AF_UNIX)
        ours.connect(str(self._server))
        self._hold(ours)
        for a, b in ((theirs, ours), (ours, theirs)):
            Thread(target=self._pump, args=(a, b), daemon=True).start()

    def _hold(self, connection: socket.socket) -> None:
        with self._lock:
            self._held.append(connection)

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while sent := source.recv(65536):
                if self._silent:
                    return  # and nobody is told
                target.sendall(sent)
            target.shutdown(socket.SHUT_WR)


def through(line: SilentLine, url: URL) -> str:
    """The same database, reached over the line."""
    query = {name: value for name, value in url.query.items() if name != "host"}
    return url.set(host="127.0.0.1", port=line.port, query=query).render_as_string(hide_password=False)
