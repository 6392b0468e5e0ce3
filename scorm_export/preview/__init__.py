"""A mini LMS: plays a package for a look, for the demo and for tests, and shows every SCORM call."""
