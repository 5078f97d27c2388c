"""Files too large to be held in memory: coded and counted block by block, on every processor.

`code_blocks` gives what `code_responses` and `tally` give of whole files, or nothing where something asks for all
records of one at once.
"""

from brobygger_cli.streaming.coded import LargeWave, code_blocks

__all__ = ["LargeWave", "code_blocks"]
