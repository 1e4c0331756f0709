"""``python -m vaultexport.dataview``: ask a folder of notes a query."""

from __future__ import annotations

import json
from pathlib import Path  # noqa: TC003 - typer reads annotations when it runs.
from typing import Annotated

import typer

from vaultexport.dataview.command import Folder, Request, answers, read_now, read_requests
from vaultexport.dataview.zones import parse_zone


def main(  # noqa: PLR0913 - one parameter an option.
    vault: Annotated[Path, typer.Argument(help="The folder of notes.", exists=True)],
    *,
    origin: Annotated[str, typer.Option(help="The note in which the query stands.")] = "",
    now: Annotated[str, typer.Option(help="The clock, such as 2024-06-15T10:30Z.")] = "",
    timezone: Annotated[str, typer.Option(help="The local zone.")] = "UTC",
    file_times: Annotated[
        Path | None, typer.Option(help="JSON: a path's ctime and mtime.", dir_okay=False)
    ] = None,
    query: Annotated[str, typer.Option(help="A query to answer.")] = "",
    expr: Annotated[str, typer.Option(help="An expression to evaluate.")] = "",
    ast: Annotated[str, typer.Option(help="A query to parse.")] = "",
    jsonl: Annotated[
        Path | None, typer.Option(help="Lines of JSON with query or expr, origin …")
    ] = None,
) -> None:
    """Answer queries about all notes of a folder, as one JSON object a line."""
    zone = parse_zone(timezone)
    if zone is None:
        raise typer.BadParameter(f"there is no time zone {timezone!r}")
    clock = read_now(now, zone)
    if clock is None:
        raise typer.BadParameter(f"{now!r} is no time such as 2024-06-15T10:30Z")
    times = json.loads(file_times.read_text(encoding="utf-8")) if file_times else None
    if jsonl is not None:
        requests = list(read_requests(jsonl.read_text(encoding="utf-8").split("\n"), origin))
    else:
        given = (("query", query), ("expr", expr), ("ast", ast))
        requests = [Request(kind, text, origin) for kind, text in given if text]
    if not requests:
        raise typer.BadParameter("give one of --query, --expr, --ast and --jsonl")
    for line in answers(Folder(vault, clock, times), requests):
        typer.echo(line)


if __name__ == "__main__":
    typer.run(main)
