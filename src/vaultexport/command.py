"""What the command does once its options are settled; what it prints is said by the library."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from vaultexport.config import CONFIG_FILE, OPTIONS, Setting, load_config
from vaultexport.errors import MisuseError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import tzinfo
    from pathlib import Path

    from vaultexport.audit import SiteReport
    from vaultexport.reader import Memory
    from vaultexport.report import Report

Chosen = dict[str, Setting]
"""A value for every option that a configuration file may hold, by its long name."""

_REFRESH: Final = 50
"""Notes from one picture of the progress bar to the next."""


def settle(root: Path, typed: Mapping[str, Any], defaults: Mapping[str, Any]) -> Chosen:
    """Settle every option: the command line, else the configuration file, else the default.

    Args:
        root: The vault's folder.
        typed: What the command line says, by long name.
        defaults: The values of all others.

    Returns:
        The options.

    Raises:
        MisuseError: the configuration file or a ``--set`` can't be understood.
    """
    config = load_config(root)
    chosen: Chosen = {}
    for name in OPTIONS:
        if name in typed:
            chosen[name] = Setting(typed[name], "command line")
        else:
            chosen[name] = config.get(name, Setting(defaults[name], "default"))
    pairs = dict(config["set"].value) if "set" in config else {}
    pairs |= _pairs(typed.get("set", []))
    chosen["set"] = Setting(pairs, chosen["set"].origin)
    return chosen


def explained(root: Path, note: str, chosen: Chosen) -> str:
    """Answer ``--explain``.

    Raises:
        MisuseError: there is no such note.
    """
    from vaultexport.inquiries import explain  # noqa: PLC0415 - seldom needed

    keys = ("publish", "include", "exclude", "protected", "dialect", "to", "profile")
    options = {key: chosen[key].value for key in keys}
    return explain(root, note, **options | _lists(options))


def site_configuration(root: Path, chosen: Chosen) -> str:
    """Answer ``--site-config``.

    Raises:
        MisuseError: the target is not known.
    """
    from vaultexport.inquiries import configuration  # noqa: PLC0415 - seldom needed

    options = {key: chosen[key].value for key in ("to", "profile", "dialect")}
    return configuration(root, options=chosen["set"].value, **options)


def verified(public: Path, base_url: str | None, chosen: Chosen) -> SiteReport:
    """Answer ``--verify``, and write the report if one is wanted.

    Args:
        public: The built site.
        base_url: Where it will be served; as it says itself if it is ``None``.
        chosen: The options.

    Raises:
        MisuseError: there is no such folder, or no export to be found.
    """
    from vaultexport.audit import verify_site  # noqa: PLC0415 - seldom needed

    out, to, profile, report = (chosen[key].value for key in ("out", "to", "profile", "report"))
    if report is not None:
        _check_report(report)
    result = verify_site(public, out, to=to, profile=profile, base_url=base_url)
    if report is not None:
        _write_report(report, result)
    return result


def export_once(
    root: Path, chosen: Chosen, memory: Memory | None = None, *, dry_run: bool = False
) -> Report:
    """Export, with a progress bar on a terminal, and write the report if one is wanted.

    Args:
        root: The vault's folder.
        chosen: The options.
        memory: What an earlier export has read.
        dry_run: Do everything but write.

    Returns:
        What was done.

    Raises:
        MisuseError: the export was asked for something it can't do.
    """
    from vaultexport.cache import Cache  # noqa: PLC0415 - the command starts faster
    from vaultexport.exporter import export  # noqa: PLC0415

    options = {name: setting.value for name, setting in chosen.items()}
    report = options.pop("report")
    cache = None if options.pop("no-cache") else Cache.of_user()
    del options["strict"], options["verbose"]
    options["options"], options["timezone"] = options.pop("set"), _zone(options["timezone"])
    options["now"] = _moment(options["now"], options["timezone"])
    options |= _lists(options)
    arguments = {name.replace("-", "_"): value for name, value in options.items()}
    if report is not None:
        _check_report(report)
    with _Progress() as progress:
        how: dict[str, Any] = {"progress": progress, "memory": memory, "cache": cache}
        result = export(root, dry_run=dry_run, **how, **arguments)
    if report is not None:
        _write_report(report, result)
    return result


def export_on_change(
    root: Path, choose: Callable[[], Chosen], say: Callable[[str], None], *, dry_run: bool = False
) -> None:
    """Export, and again after each change, until the user interrupts.

    Args:
        root: The vault's folder.
        choose: Settles the options: the configuration file may change, too.
        say: Gets the first summary, then what is new.
        dry_run: Do everything but write.

    Raises:
        MisuseError: the first export was asked for something it can't do. Later on a mistake is
            said, and may be mended.
    """
    from vaultexport.reader import Memory  # noqa: PLC0415 - seldom needed
    from vaultexport.watch import changes  # noqa: PLC0415 - seldom needed

    memory, chosen = Memory(), choose()
    named = [chosen[name].value for name in ("garden", "profile") if chosen[name].value]
    coming = changes([root, root.parent / CONFIG_FILE, *named])
    before = export_once(root, chosen, memory, dry_run=dry_run)
    # Whatever a change will need is imported before one comes.
    from vaultexport import pipeline, redo  # noqa: F401, PLC0415

    for line in (*before.summary(), f"Watching {root}; stop with Ctrl+C."):
        say(line)
    with suppress(KeyboardInterrupt):
        for _change in coming:
            try:
                result = export_once(root, choose(), memory, dry_run=dry_run)
            except MisuseError as error:
                say(f"vaultexport: {error}")
                continue
            for line in result.news(before):
                say(line)
            before = result


def _lists(options: Mapping[str, Any]) -> dict[str, Any]:
    """Give the options that are lists; one that was not used is an empty list."""
    return {key: options[key] or [] for key in ("include", "exclude")}


def _pairs(settings: list[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise MisuseError(f"--set {setting}: write KEY=VALUE")
        pairs[key.strip()] = value.strip()
    return pairs


def _zone(name: str | None) -> tzinfo | None:
    if name is None:
        return None
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - the command starts faster

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise MisuseError(f"--timezone {name}: no such zone; write it like Europe/Paris") from None


def _moment(text: str | None, zone: tzinfo | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise MisuseError(f"--now {text}: write a time like 2025-05-04T12:00+02:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone).astimezone()


def _check_report(path: Path) -> None:
    """Raise before anything is written if the report can't be."""
    place = path.absolute()
    existing = next(folder for folder in place.parents if folder.exists())
    if place.is_dir() or not existing.is_dir() or not os.access(existing, os.W_OK):
        raise MisuseError(f"--report {path}: can't be written")


def _write_report(path: Path, result: Report | SiteReport) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(result.to_json(), encoding="utf-8")
    except OSError as error:
        raise MisuseError(f"--report {path}: can't be written ({error.strerror})") from None


class _Progress:
    """A progress bar on a terminal, and nothing in a pipe."""

    def __enter__(self) -> Callable[[int, int], None] | None:
        self._bar = None
        if not sys.stderr.isatty():
            return None
        from rich.progress import Progress  # noqa: PLC0415 - only for a terminal

        # A thread that draws would keep the export from forking its workers.
        self._bar = Progress(transient=True, auto_refresh=False)
        self._bar.start()
        self._task = self._bar.add_task("Exporting", total=None)
        return self._update

    def _update(self, done: int, total: int) -> None:
        if self._bar is not None and (done % _REFRESH == 0 or done == total):
            self._bar.update(self._task, completed=done, total=total, refresh=True)

    def __exit__(self, *_error: object) -> None:
        if self._bar is not None:
            self._bar.stop()
