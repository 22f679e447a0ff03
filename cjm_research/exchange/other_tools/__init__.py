"""Files of other coding tools: QualCoder, Taguette, Label Studio, doccano; the other modules are shared."""
