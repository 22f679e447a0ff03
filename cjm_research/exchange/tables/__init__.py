"""Coded segments, codebook, participants and matrix as a workbook or CSV, and what a person changed in them."""
