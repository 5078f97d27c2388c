"""The adjustments of statsmodels, without its looks through all of memory."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Any

from statsmodels.stats import multitest

if TYPE_CHECKING:
    from numpy.typing import ArrayLike


def multipletests(p: ArrayLike, **settings: Any) -> Any:  # noqa: ANN401 - as statsmodels has it
    """Adjust p-values. statsmodels collects garbage at every call: what the tests hold is put out of its sight."""
    gc.freeze()
    try:
        return multitest.multipletests(p, **settings)
    finally:
        gc.unfreeze()
