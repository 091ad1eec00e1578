"""Open data: every public table as a file, one package of all, lists of events in the headers others read."""
