"""The report as a document and as slides: what stands in them, from the view data of the HTML report."""
