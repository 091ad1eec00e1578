"""What pages and reports are made of: texts whose numbers, dates and records stay what they are."""
