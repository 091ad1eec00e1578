"""Plain rules, without a database, a clock or a framework."""
