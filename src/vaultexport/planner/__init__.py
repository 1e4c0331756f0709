"""`Vault` and `Profile` in, a `Plan` out: what goes out, where, under which URL.

Belongs here: what may be seen (`visibility`), output paths, URLs, front matter, anchors, and every
clash, settled before anything is written. Does not belong here: the text of a note, any I/O.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vaultexport.lazy import on_demand

if TYPE_CHECKING:
    from vaultexport.planner.order import Order, Plan
    from vaultexport.planner.plan import make_plan
    from vaultexport.planner.selection import Selection
    from vaultexport.planner.visibility import (
        PROTECTED,
        PUBLISH_MODES,
        QUERY_SCOPES,
        Protected,
        PublicView,
        PublishMode,
        QueryScope,
        public_view,
    )

__all__ = [
    "PROTECTED",
    "PUBLISH_MODES",
    "QUERY_SCOPES",
    "Order",
    "Plan",
    "Protected",
    "PublicView",
    "PublishMode",
    "QueryScope",
    "Selection",
    "make_plan",
    "public_view",
]

__getattr__ = on_demand(
    __name__,
    {
        "PROTECTED": "visibility",
        "PUBLISH_MODES": "visibility",
        "QUERY_SCOPES": "visibility",
        "Order": "order",
        "Plan": "order",
        "Protected": "visibility",
        "PublicView": "visibility",
        "PublishMode": "visibility",
        "QueryScope": "visibility",
        "Selection": "selection",
        "make_plan": "plan",
        "public_view": "visibility",
    },
)
