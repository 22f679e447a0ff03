"""LAYER 1 - lexicons, one folder a language, one TOML file a concept, the same file names in each.

To add words
    Open the file of the concept (``pains.toml``, ``touchpoints.toml`` ...), find the entry whose name says what you
    mean or write a new one, and add a pattern; `cjm_research.tagging.rules.patterns` lists the pattern language. A rule
    needs a `name` that reads well in a list, a `label` for touchpoints and emotions, and `patterns`; `weight` says
    how often it is right when it fires (0 to 1). Keep sure and unsure patterns in different entries. Write what people
    say in any industry, not what one interview says. ``senses.toml`` holds words of like meaning, by class.

To add a language
    Add a folder named by its ISO 639-1 code with at least ``modifiers.toml`` (negation, conditions, degree,
    conjunctions, word classes) and any of the kind files; spaCy must know the code (``spacy.blank``). Base forms
    come from simplemma, unless `cjm_research.tagging.rules.lemmas` names something better. Nothing else changes:
    the tagger, the measurements and the tests find the folder.

To measure
    ``python -m benchmarks.evaluate_tagger --lang pl --studies dev`` (add ``--misses``, ``--wrong`` or ``--rules`` with
    a kind to see single codings) and ``python -m benchmarks.calibrate_tagger --lang pl``, which measures every rule
    on the development studies and writes ``weights/pl.json``. The held-out studies are scored, never read.
"""
