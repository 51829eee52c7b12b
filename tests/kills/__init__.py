"""Random injuries to every verb that writes, and what must hold after one plain restart.

A `Trial` (trials.py) gives a world something to do, runs its verb with one injury (injuries.py), looks at
what readers find, starts the verb once more without any, and asks the world what is wrong now (worlds,
invariants.py). Everything follows from a seed.
"""
