"""Interviews with their codings as Markdown."""
