"""Journey maps, personas and empathy maps for other programs: CJML, Mermaid, event logs, grids and tables."""
