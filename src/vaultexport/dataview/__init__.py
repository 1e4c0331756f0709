"""Dataview."""
