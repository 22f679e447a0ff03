"""A foreign project enters a study: turns are found, codes matched, and what is known already is not doubled."""
