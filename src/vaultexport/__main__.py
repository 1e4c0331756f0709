"""Lets ``python -m vaultexport`` be the command."""

from __future__ import annotations

from vaultexport.cli import main

if __name__ == "__main__":
    main()
