"""The checklist before a stay abroad: who does what by when, and how ready the learner is."""
