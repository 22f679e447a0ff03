"""What a study learns from its researchers: corrections of what the package knows, and codes of their own."""
