"""Checks a finished site: every page read, every link followed as a browser would follow it.

Belongs here: what can be known from a folder of built HTML alone, whatever generator made it.
Does not belong here: vaults, exports, running a generator, the network.
"""

from __future__ import annotations

from vaultexport.verify.crawl import crawl
from vaultexport.verify.result import DeadLink, Page, Reason, Redirect, Reference, SiteCheck
from vaultexport.verify.tree import page_path

__all__ = ["DeadLink", "Page", "Reason", "Redirect", "Reference", "SiteCheck", "crawl", "page_path"]
