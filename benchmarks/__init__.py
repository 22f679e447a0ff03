"""Measurements of the tagger on the coded interviews."""
