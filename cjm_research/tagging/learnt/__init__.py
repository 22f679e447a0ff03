"""What is learnt from coded texts: where the kinds stand, labels, valence, stages, feelings of whole texts."""
