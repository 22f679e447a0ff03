"""Language models of the researcher's own as a further source of what words mean."""
