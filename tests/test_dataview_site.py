"""Queries answered in the built site."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from support.folders import write
from support.golden import FIXTURES
from support.hugo import bare_site, build
from support.quartz import render
from vaultexport import MisuseError, Report, export
from vaultexport.verify import crawl

if TYPE_CHECKING:
    from pathlib import Path

PLACES = {"Top level": 1, "List items": 1, "Callouts": 2, "Quotes": 1, "Footnotes": 1}
"""The notes with twelve queries of every kind, and how often each is there."""

VAULT = FIXTURES / "dataview" / "vault"
ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2025, 5, 4, 12, tzinfo=ZONE)


def exported(out: Path, to: str = "hugo", **options: object) -> Report:
    return export(VAULT, to=to, out=out, timezone=ZONE, now=NOW, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = bare_site(tmp_path_factory.mktemp("dataview"))
    exported(site)
    for base in ("https://garden.test/", "https://garden.test/repo/"):
        built = build(site, base_url=base)
        assert built.exit_code == 0, built.output
        assert crawl(built.public, base).dead == ()
    return built.public


@pytest.fixture(scope="module")
def page(public: Path) -> str:
    return (public / "queries" / "index.html").read_text(encoding="utf-8")


def between(page: str, first: str, second: str) -> str:
    return page.split(f'id="{first}"', 1)[1].split(f'id="{second}"', 1)[0]


def test_lists_have_dataviews_classes_and_stay_apart_from_the_authors(page: str) -> None:
    lists = between(page, "lists", "tables")
    first = re.search(r'<ul class="dataview list-view-ul">(.*?)</ul>', lists, re.DOTALL)
    assert first is not None
    names = re.findall(r">([^<>]+)</a>: (\d)", first[1])
    assert names == [("Dune", "5"), ("茶经（上）", "4"), ("Emma", "3")]
    assert "<ul>\n<li>a list of the author" in lists
    assert re.search(r"<li>good:\s*<ul", lists)


def test_tables_have_headers_counts_and_values(page: str) -> None:
    tables = between(page, "tables", "tasks")
    assert tables.count('<table class="dataview table-view-table">') == 2
    assert "<th>File (3)</th>" in tables
    assert "<td>A | B</td>" in tables
    assert "<td>2024-05-01</td>" not in tables  # a time of day is not midnight
    assert "<td>–</td>" in tables


def test_tasks_keep_their_boxes_and_nesting(page: str) -> None:
    tasks = between(page, "tasks", "calendars")
    assert tasks.count("contains-task-list") == 2
    assert len(re.findall(r'<input[^>]* type="checkbox"', tasks)) == 3
    assert re.search(r"second volume.*?<ul>\s*<li><input checked", tasks, re.DOTALL)


def test_a_calendar_is_a_month_with_linked_days(page: str) -> None:
    month = between(page, "calendars", "in-other-places")
    assert "June 2024" in month
    assert re.search(r"<td><strong>3</strong> <a href=[^>]+>Emma</a></td>", month)
    assert "May" not in month


def test_results_stay_in_their_containers(page: str) -> None:
    places = between(page, "in-other-places", "without-an-answer")
    callout = re.search(r'<div class="callout".*?</div>\s*</div>', places, re.DOTALL)
    assert callout is not None
    assert 'class="dataview list-view-ul"' in callout[0]
    item = re.search(r"<li>\s*(?:<p>)?in a list item(.*?)</li>", places, re.DOTALL)
    assert item is not None
    assert 'class="dataview table-view-table"' in item[1]
    assert "called Queries, Dune has 5 stars, 2 numbers" in places
    assert "Today is 2025-05-04." in places
    assert re.search(r"<td><a href=[^>]+>the desert</a></td>\s*<td>5</td>", places)


@pytest.mark.parametrize("place", PLACES)
def test_every_kind_of_query_in_every_place(place: str, public: Path) -> None:
    folder = public / "places" / place.lower().replace(" ", "-")
    html = (folder / "index.html").read_text(encoding="utf-8")
    times = PLACES[place]
    found = {
        name: len(re.findall(f"<{name}", html))
        for name in (
            'ul class="dataview list-view-ul"',
            'table class="dataview table-view-table"',
            'ul class="dataview contains-task-list"',
            "input",
        )
    }
    assert list(found.values()) == [5 * times, 5 * times, 3 * times, 7 * times]
    assert not re.search(r"\{\.dataview|```|\{\{|language-dataview|CANARY", html)
    assert "Inline: Frank Herbert wrote it, and 5 stars" in html


def test_expressions_in_table_cells(public: Path) -> None:
    html = (public / "places" / "table-cells" / "index.html").read_text(encoding="utf-8")
    rows = re.findall(r"<tr>\s*(.*?)\s*</tr>", html, re.DOTALL)
    cells = [re.findall(r"<td>(.*?)</td>", row) for row in rows]
    dune, emma = cells[1], cells[2]
    assert dune[0].endswith(">the book</a>")
    assert dune[1:3] == ["5", "Frank Herbert"]
    assert emma[1:] == ["3", "–", "&lt;empty list&gt;"]


@pytest.mark.parametrize("name", ["Book #1", "50% [off]", "x^y", "a | b", "*C* & {{<d"])
def test_rows_lead_to_notes_of_any_name(name: str, tmp_path: Path) -> None:
    query = '```dataview\nTABLE file.link AS L FROM "Books"\n```\n'
    vault = write(tmp_path / "vault", {f"Books/{name}.md": "Text", "Asks.md": query})
    for to in ("hugo", "quartz"):
        report = export(vault, to=to, out=tmp_path / to)
        assert not report.findings
        assert report.links.added == 2, "the row's own link and the column's"


def test_without_an_answer(page: str) -> None:
    rest = page.split('id="without-an-answer"', 1)[1]
    assert "LIST FORM" in rest
    assert rest.count("dataview list-view-ul") == 0


def test_nothing_of_an_unpublished_note_is_known(tmp_path: Path) -> None:
    for target in ("hugo", "quartz"):
        report = exported(tmp_path / target, target)
        told = report.to_json() + "\n".join(report.summary())
        output = b"".join(p.read_bytes() for p in (tmp_path / target).rglob("*") if p.is_file())
        assert "CANARY" not in told
        assert b"CANARY" not in output


def test_findings_name_the_places(tmp_path: Path) -> None:
    report = exported(tmp_path / "out")
    lines = VAULT.joinpath("Queries.md").read_text(encoding="utf-8").splitlines()
    found = {finding.code: finding for finding in report.findings if finding.path == "Queries.md"}
    assert lines[found["query-failed"].line].startswith("LIST FORM")
    assert lines[found["query-empty"].line] == 'LIST FROM "Nowhere"'
    assert "date(today)" in lines[found["query-clock"].line - 1]


@pytest.mark.parametrize(
    ("option", "value", "shown"),
    [
        ("query-empty", "code", 'LIST FROM "Nowhere"'),
        ("query-failed", "code", "LIST FORM"),
        ("query-empty", "message", "Dataview: No results to show for list query."),
        ("query-failed", "message", "Dataview: line 1"),
        ("dataview", "markdown", "- [Emma]({{< relref"),
    ],
)
def test_the_owner_chooses(option: str, value: str, shown: str, tmp_path: Path) -> None:
    exported(tmp_path / "out", options={option: value})
    assert shown in (tmp_path / "out/content/Queries.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("to", ["hugo", "quartz"])
def test_nothing_or_a_message_in_place_of_an_answer(to: str, tmp_path: Path) -> None:
    def page(**options: str) -> str:
        out = tmp_path / "-".join(options.values())
        exported(out, to, options={key.replace("_", "-"): v for key, v in options.items()})
        return next(out.rglob("Queries.md")).read_text(encoding="utf-8")

    silent = page(query_empty="nothing", query_failed="nothing")
    told = page(query_empty="message", query_failed="message")
    assert "LIST F" not in silent + told
    assert "Dataview:" not in silent
    assert "Dataview: line 1, column" in told


def test_a_query_over_the_whole_vault_shows_no_more_than_it_must(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "Public.md").write_text(
        "![[shown.png]]\n\n```dataview\nTABLE text, length(file.inlinks) AS n\n```\n"
    )
    (vault / "Hidden.md").write_text(
        "---\nprivate: true\ntext: a text ![[kept.png]] ![[shown.png]]\npassword: CANARY\n---\n"
        "[[Public]] %%CANARY%%\n"
    )
    for name in ("kept.png", "shown.png"):
        (vault / name).write_bytes(b"")
    plain = export(vault, to="quartz", out=tmp_path / "plain")
    assert "Hidden" not in (tmp_path / "plain/Public.md").read_text()
    assert not [finding for finding in plain.findings if finding.code == "query-scope"]

    report = export(vault, to="quartz", out=tmp_path / "all", query_scope="vault")
    text = (tmp_path / "all/Public.md").read_text()
    assert "| Hidden | a text" in text
    assert "[[Hidden" not in text
    assert "kept.png" not in "".join(path.name for path in (tmp_path / "all").rglob("*"))
    assert text.count("![shown.png](shown.png)") == 2
    assert "CANARY" not in text
    assert [f.message for f in report.findings if f.code == "query-scope"] == [
        "queries see 1 note that is not published: names, values and counts of them go out"
    ]
    assert not (tmp_path / "all/Hidden.md").exists()
    with pytest.raises(MisuseError, match="unknown --query-scope 'all'"):
        export(vault, to="quartz", out=tmp_path / "x", query_scope="all")  # type: ignore[arg-type]


def test_scripts_are_never_run(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    settings = vault / ".obsidian" / "plugins" / "dataview" / "data.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(
        '{"enableInlineDataviewJs": true, "inlineJsQueryPrefix": "=js", "dataviewJsKeyword": "djs"}'
    )
    scripts = "```djs\ndv.list([1])\n```\n\nNow `=js dv.current()` and `= 1 + 1`.\n"
    (vault / "Note.md").write_text(scripts)
    report = export(vault, to="quartz", out=tmp_path / "kept")
    assert [f.line for f in report.findings if f.code == "plugin-block"] == [1, 5]
    text = (tmp_path / "kept/Note.md").read_text()
    assert "dv.list([1])" in text
    assert "Now `=js dv.current()` and 2." in text
    export(vault, to="quartz", out=tmp_path / "gone", options={"plugin-blocks": "drop"})
    assert "dv." not in (tmp_path / "gone/Note.md").read_text()


def test_the_same_clock_gives_the_same_bytes(tmp_path: Path) -> None:
    exported(tmp_path / "a")
    exported(tmp_path / "b")
    manifests = [
        json.loads((tmp_path / name / ".vaultexport.json").read_text()) for name in ("a", "b")
    ]
    assert manifests[0] == manifests[1]


FIELDS = FIXTURES / "syntax" / "inline-fields" / "vault"


def fields_page(out: Path, vault: Path = FIELDS, to: str = "hugo", shown: str = "") -> str:
    options = {"inline-fields": shown} if shown else {}
    export(vault, to=to, out=out, timezone=ZONE, now=NOW, options=options)
    return next(out.rglob("Inline fields.md")).read_text(encoding="utf-8")


def test_inline_fields_have_dataviews_classes(tmp_path: Path) -> None:
    site = bare_site(tmp_path)
    fields_page(site)
    built = build(site, base_url="https://garden.test/repo/")
    assert built.exit_code == 0, built.output
    html = (built.public / "inline-fields" / "index.html").read_text(encoding="utf-8")
    assert (
        '<span class="dataview inline-field-key" data-dv-key="Main author"'
        ' data-dv-norm-key="main-author">Main author</span>'
        '<span class="dataview inline-field-value"><a href="/repo/other-note/">someone</a></span>'
    ) in html
    assert 'inline-field-standalone-value" data-dv-key="size" data-dv-norm-key="size">12<' in html
    assert html.count('href="/repo/vaultexport/dataview.css"') == 1
    assert (built.public / "vaultexport" / "dataview.css").is_file()
    assert not re.search(r"<code>[^<]*<span", html)


def test_fields_stay_where_they_are_not_shown(tmp_path: Path) -> None:
    shown = "This is [due:: 2025-05-04] and (size:: 12)"
    assert shown in fields_page(tmp_path / "source", shown="source")
    plain = tmp_path / "plain"
    plain.mkdir()
    text = FIELDS.joinpath("Inline fields.md").read_text(encoding="utf-8").partition("```dat")[0]
    (plain / "Inline fields.md").write_text(text, encoding="utf-8")
    assert shown in fields_page(tmp_path / "no-dataview", plain)
    settings = plain / ".obsidian" / "plugins" / "dataview" / "data.json"
    settings.parent.mkdir(parents=True)
    settings.write_text('{"prettyRenderInlineFields": false}')
    page = fields_page(tmp_path / "off", plain)
    assert shown in page
    assert "CANARY" not in page


@pytest.mark.parametrize("to", ["hugo", "quartz"])
def test_fields_as_text_and_with_classes(to: str, tmp_path: Path) -> None:
    text = fields_page(tmp_path / "text", to=to, shown="text")
    assert "This is due: 4 May 2025 and 12, and **Main author**: [" in text
    assert 'inline-field "due"' not in text
    marked = fields_page(tmp_path / "dataview", to=to, shown="dataview")
    assert "took: 1 hour" not in marked


def test_quartz_gets_plain_lists_and_tables(tmp_path: Path) -> None:
    exported(tmp_path / "content", "quartz")
    site = render(tmp_path / "content")
    assert site.problems == ()
    for place, times in PLACES.items():
        page = site.page(f"Places/{place}.md").html
        assert page.count("<table") == 5 * times
        assert page.count('type="checkbox"') == 7 * times
        assert "language-dataview" not in page
    html = site.page("Queries.md").html
    assert "<th>File (3)</th>" in html
    assert html.count('type="checkbox"') == 3
