"""LAYER 1 - personal data in what people say is found, and pseudonyms that read well stand in for it."""
