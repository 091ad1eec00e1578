"""Files of others: what researchers have in KAKEN and researchmap, read without believing anything."""
