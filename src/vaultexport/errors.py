"""The errors that callers of the library may meet: all of them misuse, none of them bad input."""

from __future__ import annotations


class MisuseError(ValueError):
    """The export was asked for something it can't do; nothing was written.

    Raised for an unknown target, a vault that does not exist, an output folder inside the vault,
    a broken profile and the like. The message is one clear line for the user.
    """
