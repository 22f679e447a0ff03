"""Alembic migrations of the study's database, run when a study is created or opened."""
