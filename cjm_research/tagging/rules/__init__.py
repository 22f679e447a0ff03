"""Rules from lexicon files: words and their base forms, patterns, what each rule is worth, the spans it marks."""
