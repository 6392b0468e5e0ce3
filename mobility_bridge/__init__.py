"""The bridge: what crosses between a course and the mobility record, as messages with one meaning everywhere."""
