"""One visit of a portal: what is known, what to ask for, which walks go on. No I/O."""
