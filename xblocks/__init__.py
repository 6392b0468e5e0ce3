"""Interactive blocks of blended-mobility: one folder per block, what they share in `core`."""
