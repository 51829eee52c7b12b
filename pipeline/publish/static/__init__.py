"""Style sheet and icon of the pages (a package so that they are installed)."""
