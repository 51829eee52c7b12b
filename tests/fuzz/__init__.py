"""Fuzzing: one function a target (targets.py), what must hold of every answer (promises.py), samples to begin
with (seeds.py). tests/test_fuzz.py runs them briefly with hypothesis, atheris_run.py for as long as one likes.
"""
