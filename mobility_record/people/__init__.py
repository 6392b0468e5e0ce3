"""People and organisations: who they are, sealed with a key of their own, and what they do for one another."""
