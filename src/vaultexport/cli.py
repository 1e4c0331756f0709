"""The command: options in, exit code out; everything else is the library's."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vaultexport import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime, tzinfo

    from vaultexport.config import Setting
    from vaultexport.report import Report

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

_EPILOG = """
Examples:

  vaultexport --to hugo                    this vault, to a site beside it

  vaultexport --to hugo garden --out site  into your own Hugo site

  vaultexport --to quartz vault --out quartz/content

  vaultexport --to hugo vault --dry-run    only say what would be done
"""


_REFRESH = 50
"""Notes from one picture of the progress bar to the next."""


def main() -> None:
    """Run the command."""
    app()


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"vaultexport {__version__}")
        raise typer.Exit


@app.command(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
def run(
    context: typer.Context,
    vault: Annotated[
        Path | None,
        typer.Argument(
            help="The vault, garden repository or folder of notes.",
            show_default="this folder, or the vault that it is in",
        ),
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="TARGET", help="hugo, quartz or quartz4.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="The site (Hugo) or content folder (Quartz) to write.",
            show_default="VAULT-TARGET beside the vault",
        ),
    ] = None,
    publish: Annotated[
        str,
        typer.Option(
            metavar="auto|all|marked",
            help="Which notes: what the vault says (auto), all, or only those marked.",
        ),
    ] = "auto",
    include: Annotated[
        list[str] | None,
        typer.Option(metavar="PATTERN", help="Only notes in this folder, or with this #tag."),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(metavar="PATTERN", help="No note in this folder, or with this #tag."),
    ] = None,
    protected: Annotated[
        str,
        typer.Option(
            metavar="skip|plain",
            help="A vault's notes with a passphrase: leave them out, or export them in clear.",
        ),
    ] = "skip",
    dialect: Annotated[
        str | None,
        typer.Option(
            metavar="raw|published|loose",
            help="How to read the vault.",
            show_default="recognised by its files",
        ),
    ] = None,
    garden: Annotated[
        Path | None,
        typer.Option(
            metavar="CLONE",
            help="The published garden of this vault: notes keep its URLs and dates.",
        ),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KEY",
            help="Own properties that go out: names, '*' for all, '' for none.",
            show_default="all, but with Digital Garden none",
        ),
    ] = None,
    under: Annotated[
        str, typer.Option(metavar="PATH", help="Put the pages below this folder of the content.")
    ] = "",
    content_only: Annotated[
        bool, typer.Option("--content-only", help="Leave out the site kit and all that needs it.")
    ] = False,
    profile: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A profile of your own.")
    ] = None,
    set: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Set an option of the profile."),
    ] = None,
    timezone: Annotated[
        str | None,
        typer.Option(
            metavar="ZONE",
            help="The zone of times that name none, such as Asia/Shanghai.",
            show_default="this machine's",
        ),
    ] = None,
    now: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="The clock of queries, such as 2025-05-04T12:00.",
            show_default="this machine's",
        ),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the full report as JSON.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if a finding is an error.")
    ] = False,
    keep_metadata: Annotated[
        bool,
        typer.Option("--keep-metadata", help="Leave place, time and author in copied images."),
    ] = False,
    jobs: Annotated[
        int,
        typer.Option(
            min=0,
            metavar="N",
            help="How many processes share the work.",
            show_default="one a core",
        ),
    ] = 0,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="List every finding, and the notes that stay home."),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything but write.")] = False,
    explain: Annotated[
        str | None,
        typer.Option(metavar="NOTE", help="Say why a note goes out, or why not."),
    ] = None,
    site_config: Annotated[
        bool,
        typer.Option(
            "--site-config", help="Show what suits the export in the site's own configuration."
        ),
    ] = False,
    show_config: Annotated[
        bool,
        typer.Option("--show-config", help="Show every option's value and where it is from."),
    ] = False,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Turn an Obsidian vault or a Digital Garden into a Hugo site or a Quartz content folder."""
    from vaultexport.errors import MisuseError
    from vaultexport.reader import find_vault

    try:
        root = vault if vault is not None else find_vault(Path.cwd())
        chosen = _chosen(context, root)
        if show_config:
            _print_config(chosen)
            return
        if explain is not None or site_config:
            answer = (
                _configuration(root, chosen)
                if explain is None
                else _explained(root, explain, chosen)
            )
            typer.echo(answer.rstrip("\n"))
            return
        options = {name: setting.value for name, setting in chosen.items()}
        result = _export(root, {**options, "dry-run": dry_run})
    except MisuseError as error:
        typer.echo(f"vaultexport: {error}", err=True)
        raise typer.Exit(2) from None
    for line in [*result.summary(), *(result.details() if chosen["verbose"].value else ())]:
        typer.echo(line)
    raise typer.Exit(1 if chosen["strict"].value and result.has_errors else 0)


def _chosen(context: typer.Context, root: Path) -> dict[str, Setting]:
    """Settle every option: the command line, else the configuration file, else the default."""
    from vaultexport.config import OPTIONS, Setting, load_config

    config = load_config(root)
    chosen: dict[str, Setting] = {}
    for name, kind in OPTIONS.items():
        parameter = name.replace("-", "_")
        value = context.params[parameter]
        if kind is Path and value is not None:  # the context has what was typed
            value = Path(value)
        source = context.get_parameter_source(parameter)
        if source is not None and source.name == "DEFAULT":
            chosen[name] = config.get(name, Setting(value, "default"))
        else:
            chosen[name] = Setting(value, "command line")
    pairs = dict(config["set"].value) if "set" in config else {}
    if chosen["set"].origin == "command line":
        pairs |= _pairs(chosen["set"].value)
    chosen["set"] = Setting(pairs, chosen["set"].origin)
    return chosen


def _explained(root: Path, note: str, chosen: Mapping[str, Setting]) -> str:
    from vaultexport.inquiries import explain

    keys = ("publish", "include", "exclude", "protected", "dialect", "to", "profile")
    options = {key: chosen[key].value for key in keys}
    return explain(root, note, **options | _lists(options))


def _configuration(root: Path, chosen: Mapping[str, Setting]) -> str:
    from vaultexport.inquiries import configuration

    options = {key: chosen[key].value for key in ("to", "profile", "dialect")}
    return configuration(root, options=chosen["set"].value, **options)


def _lists(options: Mapping[str, Any]) -> dict[str, Any]:
    """Give the options that are lists; one that was not used is an empty list."""
    return {key: options[key] or [] for key in ("include", "exclude")}


def _print_config(chosen: Mapping[str, Setting]) -> None:
    for name, setting in chosen.items():
        typer.echo(f"{name} = {setting.value!r}  # {setting.origin}")


def _export(root: Path, options: dict[str, Any]) -> Report:
    from vaultexport.pipeline import export

    report = options.pop("report")
    del options["strict"], options["verbose"]
    options["options"], options["timezone"] = options.pop("set"), _zone(options["timezone"])
    options["now"] = _moment(options["now"], options["timezone"])
    options |= _lists(options)
    arguments = {name.replace("-", "_"): value for name, value in options.items()}
    if report is not None:
        _check_report(report)
    with _Progress() as progress:
        result = export(root, progress=progress, **arguments)
    if report is not None:
        _write_report(report, result)
    return result


def _pairs(settings: list[str]) -> dict[str, str]:
    from vaultexport.errors import MisuseError

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
    from zoneinfo import ZoneInfo

    from vaultexport.errors import MisuseError

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise MisuseError(f"--timezone {name}: no such zone; write it like Europe/Paris") from None


def _moment(text: str | None, zone: tzinfo | None) -> datetime | None:
    from datetime import datetime

    from vaultexport.errors import MisuseError

    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise MisuseError(f"--now {text}: write a time like 2025-05-04T12:00+02:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone).astimezone()


def _check_report(path: Path) -> None:
    """Raise before anything is written if the report can't be."""
    from vaultexport.errors import MisuseError

    place = path.absolute()
    existing = next(folder for folder in place.parents if folder.exists())
    if place.is_dir() or not existing.is_dir() or not os.access(existing, os.W_OK):
        raise MisuseError(f"--report {path}: can't be written")


def _write_report(path: Path, result: Report) -> None:
    from vaultexport.errors import MisuseError

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
        from rich.progress import Progress

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
