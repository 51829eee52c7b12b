"""Fuzzing: a function a target (targets.py), what must hold (promises.py), samples (seeds.py).

tests/test_fuzz.py runs them briefly with hypothesis, atheris_run.py for as long as one likes.
"""
