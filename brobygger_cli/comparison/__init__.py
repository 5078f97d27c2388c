"""Two waves of counts compared: shares, whole questions, families of tests, and what to beware of."""
