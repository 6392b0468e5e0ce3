"""Films of a course: where they are, which part of them is meant, their transcripts and what else comes with them."""
