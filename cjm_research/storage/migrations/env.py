"""Alembic's entry: the connection comes from `cjm_research.storage.versions`, there is no ini file."""

from alembic import context

from cjm_research.storage.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
