"""Files too large to be held in memory: coded and counted block by block, on every processor.

`code_blocks` gives what `code_responses` and `tally` give of the whole file, or nothing where something asks for all
records at once.
"""

from brobygger_cli.streaming.coded import code_blocks

__all__ = ["code_blocks"]
