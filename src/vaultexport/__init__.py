"""Turn an Obsidian vault into a content tree for a static site generator."""

from __future__ import annotations

__version__ = "0.1.0"
