"""`python -m reportgen` 与 `reportgen` 相同。"""

from reportgen.cli import main

if __name__ == "__main__":
    main()
