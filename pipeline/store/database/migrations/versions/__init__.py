"""Its steps, in the order of their numbers."""
