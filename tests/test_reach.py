"""What a query can reach is judged by its text, and never too narrowly."""

from __future__ import annotations

import pytest

from vaultexport.planner.reach import is_reached


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("TABLE status", {"status"}),
        ("TABLE Status", {"status"}),
        ("TABLE file.mtime", {"mtime"}),
        ("LIST WHERE file.size > 3", {"size"}),
        ("LIST SORT due-date", {"due-date"}),
        ("TASK WHERE !completed", {"tasks"}),
        ("task", {"lists"}),
        ("LIST FROM #project", {"tags"}),
        ("LIST FROM [[note]]", {"inlinks"}),
        ("LIST FROM outgoing([[note]])", {"outlinks"}),
        ("TABLE file", {"size"}),
        ("TABLE rows GROUP BY x", {"other"}),
        ("TABLE rows.status GROUP BY x", {"status"}),
        ('TABLE row["sta" + "tus"]', {"status"}),
        ('TABLE file["m" + "time"]', {"mtime"}),
        ("LIST file.tasks.due", {"tasks"}),
        ("this", {"anything"}),
        ("this.status", {"status"}),
        ("[[note]].状态", {"状态"}),
    ],
)
def test_what_is_named_is_reached(query: str, names: set[str]) -> None:
    assert is_reached(query, names)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ('LIST FROM "folder" LIMIT 5', {"mtime", "size", "tasks", "outlinks"}),
        ("TABLE status, file.name", {"mtime", "due"}),
        ("LIST FROM #project", {"mtime", "lists"}),
        ("TABLE rows.file.link GROUP BY status", {"size"}),
        ("this.file.name", {"mtime"}),
        ("TABLE file", set()),
    ],
)
def test_the_rest_is_not(query: str, names: set[str]) -> None:
    assert not is_reached(query, names)
