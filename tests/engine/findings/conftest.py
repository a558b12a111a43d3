import sys
from pathlib import Path

# `invented_run.py` lies beside the tests; with --import-mode=importlib pytest adds no folder to the path by itself.
sys.path.insert(0, str(Path(__file__).parent))
