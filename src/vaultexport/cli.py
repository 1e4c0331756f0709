"""The command: options in, exit code out; everything else is the library's."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from vaultexport import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from vaultexport.report import Report

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

_EPILOG = """
Examples:

  vaultexport --to hugo                    the vault of this folder, to a site beside it

  vaultexport --to hugo garden --out site  into your own Hugo site

  vaultexport --to quartz vault --out quartz/content

  vaultexport --to hugo vault --dry-run    only say what would be done
"""


def main() -> None:
    """Run the command."""
    app()


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"vaultexport {__version__}")
        raise typer.Exit


@app.command(epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
def run(
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
    dialect: Annotated[
        str | None,
        typer.Option(
            metavar="raw|published|loose",
            help="How to read the vault.",
            show_default="recognised by its files",
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
    settings: Annotated[
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
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do everything but write.")] = False,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Turn an Obsidian vault or a Digital Garden into a Hugo site or a Quartz content folder."""
    from vaultexport.errors import MisuseError

    try:
        result = _export(
            vault=vault,
            to=to,
            out=out,
            publish=publish,
            dialect=dialect,
            under=under,
            content_only=content_only,
            profile=profile,
            options=_pairs(settings or []),
            timezone=_zone(timezone),
            keep_metadata=keep_metadata,
            dry_run=dry_run,
        )
        if report is not None:
            _write_report(report, result)
    except MisuseError as error:
        typer.echo(f"vaultexport: {error}", err=True)
        raise typer.Exit(2) from None
    for line in result.summary():
        typer.echo(line)
    raise typer.Exit(1 if strict and result.has_errors else 0)


def _export(*, vault: Path | None, **options: object) -> Report:
    from vaultexport.pipeline import export
    from vaultexport.reader import find_vault

    root = vault if vault is not None else find_vault(Path.cwd())
    with _Progress() as progress:
        return export(root, progress=progress, **options)  # type: ignore[arg-type]


def _pairs(settings: list[str]) -> dict[str, str]:
    from vaultexport.errors import MisuseError

    pairs: dict[str, str] = {}
    for setting in settings:
        key, equals, value = setting.partition("=")
        if not equals:
            raise MisuseError(f"--set {setting}: write KEY=VALUE")
        pairs[key.strip()] = value.strip()
    return pairs


def _zone(name: str | None) -> object:
    if name is None:
        return None
    from zoneinfo import ZoneInfo

    from vaultexport.errors import MisuseError

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise MisuseError(f"--timezone {name}: no such zone; write it like Europe/Paris") from None


def _write_report(path: Path, result: Report) -> None:
    from vaultexport.errors import MisuseError

    try:
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

        self._bar = Progress(transient=True)
        self._bar.start()
        self._task = self._bar.add_task("Exporting", total=None)
        return self._update

    def _update(self, done: int, total: int) -> None:
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=total)

    def __exit__(self, *_error: object) -> None:
        if self._bar is not None:
            self._bar.stop()
