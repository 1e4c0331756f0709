"""What stands in the output folder already and is not ours."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from vaultexport.reader.walk import walk
from vaultexport.strategies import DEFAULT_LANGUAGES, Translations
from vaultexport.writer.claims import claimed_urls, page_name
from vaultexport.writer.manifest import Manifest, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from vaultexport.profiles import Profile
    from vaultexport.profiles.profile import ConfigKey

_READERS: Final[dict[str, Callable[[bytes], Any]]] = {
    ".toml": lambda data: tomllib.loads(data.decode()),
    ".json": json.loads,
    ".yaml": lambda data: _yaml(data),  # noqa: PLW0108 - defined below
    ".yml": lambda data: _yaml(data),  # noqa: PLW0108
}


_LANGUAGE: Final = re.compile(r"languages\.([^.]+)\.")

_APART: Final = frozenset({"contentdir", "baseurl"})
"""Keys of a language that give its pages a folder, or a host, of their own."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What the user has in the output folder.

    Attributes:
        pages: Their pages, from the pages' folder, without extension.
        urls: The URL paths that the front matter of their pages claims.
        served: Their files that the site serves as they are, from its root.
        config: Their configuration: dotted keys in lower case to values; ``None`` for a key of the
            kit that can't be set, because the file that it belongs to is theirs.
        withheld: Those keys of the kit, as the file has them, and their values.
        detected: Options of the profile that their configuration decides.
    """

    pages: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    served: tuple[str, ...] = ()
    config: Mapping[str, Any] = field(default_factory=dict)
    withheld: Mapping[str, Any] = field(default_factory=dict)
    detected: Mapping[str, str] = field(default_factory=dict)

    @property
    def languages(self) -> frozenset[str]:
        """The codes of the site's languages, in lower case."""
        default = self.config.get("defaultcontentlanguage")
        found = {match[1] for key in self.config if (match := _LANGUAGE.match(key))}
        own = {default.lower()} if isinstance(default, str) else DEFAULT_LANGUAGES
        return frozenset(found | own)

    @property
    def facts(self) -> frozenset[str]:
        """What options may require of the site, of `vaultexport.profiles.vocabulary.SITE_FACTS`."""
        return frozenset({"languages"} if self.translations is not None else ())

    @property
    def translations(self) -> Translations | None:
        """The languages that the name of a page's file can say; ``None`` if it can't.

        It can't where a language has a folder or a host of its own. What is disabled is no page.
        """
        keys = [key.split(".") for key in self.config if _LANGUAGE.match(key)]
        if not keys or any(key[2] in _APART for key in keys):
            return None
        default = str(self.config.get("defaultcontentlanguage", "en")).lower()
        disabled = {key[1] for key in keys if self.config[".".join(key)] and key[2] == "disabled"}
        listed = self.config.get("disablelanguages")
        disabled.update(map(str.lower, map(str, listed if isinstance(listed, list) else ())))
        bare = "" if self.config.get("defaultcontentlanguageinsubdir") else default
        return Translations(self.languages - disabled | {default}, default, bare)


def survey(out: Path, profile: Profile) -> Survey:
    """Look at the output folder before anything is planned.

    Args:
        out: The folder; it need not exist.
        profile: The target, which says where pages and configuration are.

    Returns:
        What is there and was not written by us.
    """
    detected = dict(_detected(out, profile))
    if not out.is_dir():
        return Survey(detected=detected)
    ours = (Manifest.load(out) or Manifest()).files()
    found = [path for path in _files(out, profile.tree.pages) if path not in ours]
    config = dict(_config(out, profile, ours))
    withheld = _withheld(out, profile, ours, config)
    return Survey(
        pages=tuple(name for path in found if (name := page_name(path, profile)) is not None),
        urls=tuple(url for path in found for url in claimed_urls(out, path, profile)),
        served=tuple(_served(out, profile.tree.static, ours)),
        config=config | dict.fromkeys(withheld),
        withheld={key.key: key.value for key in withheld.values()},
        detected=detected,
    )


def consulted(out: Path, profile: Profile) -> list[Path]:
    """Give the files of the output folder, existing or not, that a survey reads one by one."""
    found = [out / item.file for item in profile.detect]
    if profile.kit is not None:
        found += (out / f"{name}{end}" for name, _ in profile.kit.user_config for end in _READERS)
        found.append(out / profile.kit.config_file)
    return found


def _detected(out: Path, profile: Profile) -> Iterator[tuple[str, str]]:
    """Read which options the site's own configuration decides."""
    for item in profile.detect:
        try:
            text = (out / item.file).resolve().read_text("utf-8", errors="replace")
        except OSError:
            continue
        if item.pattern.search(text):
            yield item.option, item.value


def _files(out: Path, top: str) -> Iterator[str]:
    folder = out / top
    prefix = "" if top == "." else f"{top}/"
    if folder.is_dir():
        for file in walk(folder):
            yield prefix + file.path


def _served(out: Path, top: str, ours: Mapping[str, str]) -> Iterator[str]:
    if top:
        files = (path for path in _files(out, top) if path not in ours)
        yield from (path.removeprefix(f"{top}/") for path in files)


def _config(out: Path, profile: Profile, ours: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    if profile.kit is None:
        return
    for name, under in profile.kit.user_config:
        for suffix, read in _READERS.items():
            content = _theirs(out, f"{name}{suffix}", ours)
            try:
                data = read(content) if content is not None else None
            except ValueError:
                continue
            if isinstance(data, dict):
                yield from _flat(data, f"{under}." if under else "")


def _theirs(out: Path, path: str, ours: Mapping[str, str]) -> bytes | None:
    """Read a file that the user wrote, or edited since we did; ``None`` if there is none."""
    try:
        content = (out / path).read_bytes()
    except OSError:
        return None
    written = {digest_of(content, of_kit=True), digest_of(content, of_kit=False)}
    return None if ours.get(path) in written else content


def _withheld(
    out: Path, profile: Profile, ours: Mapping[str, str], config: Mapping[str, Any]
) -> dict[str, ConfigKey]:
    """Find the kit's keys that nobody sets, because the kit's configuration file is the user's."""
    kit = profile.kit
    if kit is None or _theirs(out, kit.config_file, ours) is None:
        return {}
    keys = {kit.setting(key): key for key in kit.config}
    return {name: key for name, key in keys.items() if name not in config}


def _yaml(data: bytes) -> Any:  # noqa: ANN401 - any YAML
    import yaml_rs  # noqa: PLC0415 - seldom needed

    try:
        return yaml_rs.loads(data.decode(), parse_datetime=False)
    except yaml_rs.YAMLDecodeError as error:
        raise ValueError(str(error)) from None


def _flat(data: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        name = f"{prefix}{key}".lower()
        if isinstance(value, dict):
            yield from _flat(value, f"{name}.")
        else:
            yield name, value
