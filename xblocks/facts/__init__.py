"""Dated facts of a country or a trade: the learner chooses one, and sees what was true when, and who says so."""
