"""The mobility record: who is on which stay abroad, what is known of their preparation, and who may see it."""
