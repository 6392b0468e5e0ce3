"""Results: every accepted message for ever, the result derived from it, and what a person confirmed or corrected."""
