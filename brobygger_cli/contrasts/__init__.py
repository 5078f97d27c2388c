"""Contrasts: how two groups differ within a wave, and whether they have changed differently."""
