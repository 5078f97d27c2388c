"""Figures drawn with matplotlib: `draw(figure, kind)` gives an SVG or a PNG, in one house style."""
