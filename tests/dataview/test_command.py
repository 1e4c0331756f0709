"""``python -m vaultexport.dataview``: one JSON object a line."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from dataview.probe import DATA, NOW
from vaultexport.dataview.command import Folder, Request, read_now, read_requests
from vaultexport.dataview.zones import UTC_ZONE, NamedZone

if TYPE_CHECKING:
    from pathlib import Path

CLOCK = ("--now", "2024-06-15T10:30Z")


def run(*options: str, vault: Path = DATA / "probe-vault") -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "vaultexport.dataview", str(vault), *options],
        capture_output=True,
        check=True,
        text=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_only_newlines_end_a_line(tmp_path: Path) -> None:
    asked = tmp_path / "asked.jsonl"
    text = "a\u2028b\x85c"
    requests = ({"expr": f'"{text}"'}, {"expr": "1"})
    written = "\n".join(json.dumps(request, ensure_ascii=False) for request in requests)
    asked.write_text(written, encoding="utf-8")
    first, second = run("--jsonl", str(asked), *CLOCK)
    assert first["value"] == text
    assert second["value"] == 1


def test_lines_are_answered_in_their_order(tmp_path: Path) -> None:
    asked = tmp_path / "asked.jsonl"
    asked.write_text(
        '{"expr": "this.file.name", "origin": "Home.md"}\n\n'
        '{"query": "LIST FROM #book LIMIT 1", "origin": "Home.md"}\n'
        '{"expr": "1 +"}\n'
        '{"expr": "1 + null"}\n'
        '{"expr": "date(now)", "zone": "Asia/Tokyo"}\n'
        '{"expr": "string(null)", "settings": {"renderNullAs": "nothing"}}\n',
        encoding="utf-8",
    )
    name, books, broken, failed, tokyo, nothing = run("--jsonl", str(asked), *CLOCK)
    assert name == {"ok": True, "value": "Home"}
    assert books["result"]["values"] == [{"$link": {"path": "Books/Dune.md", "type": "file"}}]
    assert (broken["ok"], broken["parse"]) == (False, True)
    assert (failed["ok"], failed["parse"]) == (False, False)
    assert tokyo["value"] == {"$date": "2024-06-15T19:30:00.000+09:00"}
    assert nothing["value"] == "nothing"


def test_one_text_and_file_times() -> None:
    times = str(DATA / "probe-vault-times.json")
    (answer,) = run("--expr", "[[Home]].file.mtime", "--file-times", times, "--timezone", "UTC")
    assert answer["value"] == {"$date": "2024-06-14T08:15:30.000Z"}
    (tree,) = run("--ast", "LIST WHERE d = date(today)", *CLOCK)
    literal = tree["ast"]["operations"][0]["clause"]["right"]
    assert literal == {"type": "literal", "value": {"$date": "2024-06-15T00:00:00.000Z"}}


@pytest.mark.parametrize(
    ("options", "message"),
    [((), "give one of"), (("--timezone", "x"), "no time zone"), (("--now", "x"), "is no time")],
)
def test_mistakes_are_named(options: tuple[str, ...], message: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "vaultexport.dataview", str(DATA / "probe-vault"), *options],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 2
    assert message in " ".join(done.stderr.split())


def test_the_vaults_own_settings_count(tmp_path: Path) -> None:
    plugin = tmp_path / ".obsidian" / "plugins" / "dataview"
    plugin.mkdir(parents=True)
    settings = {"defaultDateFormat": "yyyy-MM-dd", "renderNullAs": 5, "unknown": 1}
    (plugin / "data.json").write_text(json.dumps(settings), encoding="utf-8")
    folder = Folder(tmp_path, NOW)
    text = "string([date(today), null])"
    assert folder.answer(Request("expr", text))["value"] == "2024-06-15, \\-"


def test_the_clock() -> None:
    berlin = NamedZone("Europe/Berlin")
    for text in ("2024-06-15T10:30Z", "2024-06-15T12:30", "2024-06-15T12:30:00+02:00"):
        clock = read_now(text, berlin)
        assert clock is not None
        assert clock.iso() == "2024-06-15T12:30:00.000+02:00"
    assert read_now("", UTC_ZONE) is not None
    assert read_now("soon", UTC_ZONE) is None


def test_a_line_that_asks_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="line 2 has neither"):
        list(read_requests(['{"expr": "1"}', "{}"], ""))
