"""Turn an Obsidian vault into a content tree for a static site generator.

What a migration script needs::

    from vaultexport import export

    report = export("my-vault", to="hugo", out="my-site")
    for finding in report.findings:
        print(finding.path, finding.line, finding.message)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.lazy import on_demand

if TYPE_CHECKING:
    from vaultexport.audit import SiteReport, verify_site
    from vaultexport.cache import Cache
    from vaultexport.errors import MisuseError
    from vaultexport.exporter import export
    from vaultexport.findings import Finding, Links, Severity
    from vaultexport.report import Report

__version__ = "0.1.0"

__all__ = [
    "Cache",
    "Finding",
    "Links",
    "MisuseError",
    "Report",
    "Severity",
    "SiteReport",
    "__version__",
    "export",
    "verify_site",
]

__getattr__ = on_demand(
    __name__,
    {
        "Finding": "findings",
        "Links": "findings",
        "MisuseError": "errors",
        "Report": "report",
        "Severity": "findings",
        "SiteReport": "audit",
        "Cache": "cache",
        "export": "exporter",
        "verify_site": "audit",
    },
)
