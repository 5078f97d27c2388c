"""From a raw table to coded answers: what the columns, the rows and the cells say, and what is wrong."""
