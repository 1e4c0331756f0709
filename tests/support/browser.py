"""Looks at pages with Chromium, and serves folders for it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pytest

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    # Pages may not reach beyond this machine.
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def require_chromium() -> str:
    """Return the path of Chromium, or skip the test that asks."""
    if found := shutil.which("chromium"):
        return found
    pytest.skip("needs Chromium: apt install chromium")


def screenshot(
    page: str | Path, png: Path, *, width: int = 1100, height: int = 900, dark: bool = False
) -> None:
    """Take a picture of a page.

    Args:
        page: A URL, or a file.
        png: Where the picture goes.
        width: The window's width in CSS pixels; Chromium takes no less than 500.
        height: The window's height in CSS pixels.
        dark: Whether the reader prefers dark colours.
    """
    _chromium(
        page,
        f"--screenshot={png}",
        f"--window-size={width},{height}",
        _scheme(dark=dark),
    )
    assert png.is_file(), f"Chromium took no picture of {page}"


def dump_dom(page: str | Path, *, dark: bool = False) -> str:
    """Return a page's HTML after its scripts have run.

    Args:
        page: A URL, or a file.
        dark: Whether the reader prefers dark colours.
    """
    return _chromium(page, "--dump-dom", _scheme(dark=dark))


@contextmanager
def serve(folder: Path, prefix: str = "/") -> Iterator[str]:
    """Serve a folder on this machine and yield its URL.

    Args:
        folder: What to serve. Folders without ``index.html`` are not found, as on most hosts.
        prefix: The path that the folder appears under, such as ``/repo/``.
    """
    handler = type("_PrefixHandler", (_Handler,), {"prefix": prefix})
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{prefix}"
        finally:
            server.shutdown()
            thread.join()


class _Handler(SimpleHTTPRequestHandler):
    prefix = "/"

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        if not self.path.startswith(self.prefix):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def translate_path(self, path: str) -> str:
        return super().translate_path(path.removeprefix(self.prefix.rstrip("/")))

    def list_directory(self, path: object) -> None:
        self.send_error(HTTPStatus.NOT_FOUND)

    def log_message(self, *args: object) -> None:
        """Keep quiet: pytest shows what matters."""


def _scheme(*, dark: bool) -> str:
    return f"--blink-settings=preferredColorScheme={0 if dark else 1}"


def _chromium(page: str | Path, *options: str) -> str:
    url = page.absolute().as_uri() if isinstance(page, Path) else page
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        done = subprocess.run(
            [require_chromium(), *FLAGS, f"--user-data-dir={profile}", *options, url],
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return done.stdout
