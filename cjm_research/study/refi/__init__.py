"""REFI-QDA projects and a study: what came is kept, and leaves with what was changed here on top."""
