"""The kinds of pagers: numbers, forms, scripts, lists to choose from, pieces behind a button."""
