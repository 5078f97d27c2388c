"""What figures show, made from the rows of a comparison; `render.drawing` draws them.

The comparison has to hold its rows of every level; where only some groups or questions were selected, figures show
these.
"""

from __future__ import annotations

from brobygger_cli.figures.changes import change_plot
from brobygger_cli.figures.flow import response_flow
from brobygger_cli.figures.questions import question_figure

__all__ = ["change_plot", "question_figure", "response_flow"]
