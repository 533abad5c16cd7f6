"""Personal data in what respondents write: found by rules, and replaced before a text is handed over."""
