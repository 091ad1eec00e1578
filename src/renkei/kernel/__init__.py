"""Plain rules without a database, a clock or a framework: texts, dates, years, money, quantities, identifiers."""
