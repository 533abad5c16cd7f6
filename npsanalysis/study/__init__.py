"""The study: from an export to the page one hands over."""
