"""The verbs, a module for each subject."""
