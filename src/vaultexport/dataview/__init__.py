"""Dataview's query language, answered without Obsidian.

Pure: no files, no clock, no network. What a query needs is handed in, what it finds comes back as
values; reading notes and writing results belong to others.

The way of a query::

    text ── query_parser ──▶ syntax ── engine ──▶ results
                              │          ├─ sources    which rows
                              │          ├─ evaluate   expressions, compiled once, run on each row
                              │          └─ context    this, links, the clock, the work left
    notes ── describe ──▶ metadata ──▶ memory (an ``index.Index``)

What belongs where:

* language: ``lexer``, ``parser``, ``query_parser``, ``syntax``, ``errors``
* values: ``values``, ``dates``, ``zones``, ``durations``, ``compare``, ``collation``, ``text``,
  ``dateformat``, ``dateparse``, ``locales``, ``jsnumbers``, ``jsregex``, ``plaintext``
* meaning: ``operators``, ``indexing``, ``functions``, ``evaluate``, ``limits``, ``settings``
* queries: ``sources``, ``csvdata``, ``sortkeys``, ``engine``, ``results``, ``encode``
* notes: ``notes`` (the seam to the reader of Markdown), ``describe``, ``fields``, ``metadata``,
  ``index``, ``memory``
* the command ``python -m vaultexport.dataview``: ``command``, ``__main__``

Where the real engine surprises, so does this one; a comment or a test says where and why not.
"""
