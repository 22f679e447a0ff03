"""Tables for R and SPSS: Parquet, CSV, syntax with labels."""
