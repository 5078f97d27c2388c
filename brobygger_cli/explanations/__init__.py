"""How each figure of a comparison came about: one module a family of figures, the sentences in `phrases`."""
