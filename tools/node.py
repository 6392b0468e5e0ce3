"""Runs a Node script with the Node that tools/environment.py finds: `python tools/node.py SCRIPT [arguments]`."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from environment import find_node

if __name__ == "__main__":
    node, _ = find_node()
    os.execv(node, [node, *sys.argv[1:]])  # noqa: S606 - the program is ours, found by find_node
