from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.pages import BuiltPages, hugo_pages, quartz_pages

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], BuiltPages]:
    built: dict[tuple[str, str], BuiltPages] = {}

    def get(target: str, name: str) -> BuiltPages:
        if (target, name) not in built:
            tmp = tmp_path_factory.mktemp(f"{target}-{name}")
            folder = f"syntax/{name}"
            built[target, name] = (
                quartz_pages(folder, tmp)
                if target == "quartz"
                else hugo_pages(folder, tmp, content_only=target == "plain")
            )
        return built[target, name]

    return get


@pytest.fixture(scope="module")
def hugo(request: pytest.FixtureRequest, pages: Callable[[str, str], BuiltPages]) -> BuiltPages:
    """The module's ``VAULT`` as Hugo shows it."""
    return pages("hugo", request.module.VAULT)


@pytest.fixture(scope="module")
def plain(request: pytest.FixtureRequest, pages: Callable[[str, str], BuiltPages]) -> BuiltPages:
    """The same without the kit."""
    return pages("plain", request.module.VAULT)


@pytest.fixture(scope="module")
def quartz(request: pytest.FixtureRequest, pages: Callable[[str, str], BuiltPages]) -> BuiltPages:
    """The same as Quartz shows it."""
    return pages("quartz", request.module.VAULT)
