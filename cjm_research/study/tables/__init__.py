"""Edited tables come back: rows become codings, codes, memos and people, one step to undo."""
