"""Documents (.docx) and slides (.pptx) from plain values: `document` says what, the other modules write it."""
