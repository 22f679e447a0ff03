"""``python -m cjm_research`` is the same as ``cjm``."""

from cjm_research.cli import main

if __name__ == "__main__":
    main()
