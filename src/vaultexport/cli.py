"""The command: options in, exit code out; everything else is the library's.

Its annotations are evaluated where they stand: Typer takes much longer to evaluate them as texts.
"""

import atexit
import gc
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vaultexport import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from vaultexport.command import Chosen

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)

_EPILOG = """
Examples:

  vaultexport --to hugo                    this vault, to a site beside it

  vaultexport --to hugo garden --out site  into your own Hugo site

  vaultexport --to quartz vault --out quartz/content

  vaultexport --to hugo vault --dry-run    only say what would be done
"""


def main() -> None:
    """Run the command."""
    atexit.register(gc.freeze)  # nobody need look for cycles in what is left: the process ends
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
    query_scope: Annotated[
        str,
        typer.Option(
            metavar="published|vault",
            help="The notes that queries see; vault makes public what they show of the others.",
        ),
    ] = "published",
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
    no_cache: Annotated[
        bool,
        typer.Option(
            "--no-cache", help="Do everything anew, and keep nothing for the next export."
        ),
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option("--verbose", "-v", help="List every finding, and the notes that stay home."),
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Export again whenever a note changes, until Ctrl+C.")
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
    verify: Annotated[
        Path | None,
        typer.Option(
            metavar="PUBLIC",
            help="Check a built site against its export: pages, links, old URLs, secrets.",
        ),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Where the site that --verify checks will be served.",
            show_default="as its pages say",
        ),
    ] = None,
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
    from vaultexport import command
    from vaultexport.errors import MisuseError
    from vaultexport.reader import find_vault

    try:
        root = vault if vault is not None else find_vault(Path.cwd())
        chosen = _chosen(context, root)
        if show_config:
            _say_all(f"{name} = {o.value!r}  # {o.origin}" for name, o in chosen.items())
        elif explain is not None:
            typer.echo(command.explained(root, explain, chosen))
        elif site_config:
            typer.echo(command.site_configuration(root, chosen).rstrip("\n"))
        elif verify is not None:
            check = command.verified(verify, base_url, chosen)
            _say_all(check.summary())
            raise typer.Exit(1 if check.has_errors else 0)
        elif watch:
            choose = partial(_chosen, context, root)
            command.export_on_change(root, choose, typer.echo, dry_run=dry_run)
        else:
            result = command.export_once(root, chosen, dry_run=dry_run)
            _say_all([*result.summary(), *(result.details() if chosen["verbose"].value else ())])
            raise typer.Exit(1 if chosen["strict"].value and result.has_errors else 0)
    except MisuseError as error:
        typer.echo(f"vaultexport: {error}", err=True)
        raise typer.Exit(2) from None


def _say_all(lines: "Iterable[str]") -> None:
    for line in lines:
        typer.echo(line)


def _chosen(context: typer.Context, root: Path) -> "Chosen":
    from vaultexport.command import settle
    from vaultexport.config import OPTIONS

    typed: dict[str, Any] = {}
    defaults: dict[str, Any] = {}
    for name, kind in OPTIONS.items():
        parameter = name.replace("-", "_")
        value = context.params[parameter]
        if kind is Path and value is not None:  # the context has what was typed
            value = Path(value)
        source = context.get_parameter_source(parameter)
        is_default = source is not None and source.name == "DEFAULT"
        (defaults if is_default else typed)[name] = value
    return settle(root, typed, defaults)
