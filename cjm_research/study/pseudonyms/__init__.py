"""Personal data of a whole study: what was found and decided, the list to review, the report."""
