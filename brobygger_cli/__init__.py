"""brobygger: compare a follow-up survey with its baseline, question by question."""

__version__ = "0.1.0"
