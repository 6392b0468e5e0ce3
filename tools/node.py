"""Runs a Node script with the Node that tools/environment.py finds: `python tools/node.py SCRIPT [arguments]`."""

import os
import sys

from environment import find_node

if __name__ == "__main__":
    node, _ = find_node()
    os.execv(node, [node, *sys.argv[1:]])
