"""Maintenance scripts: run from the repository's root, never imported by the package."""
