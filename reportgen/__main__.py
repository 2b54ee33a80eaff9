"""`python -m reportgen` 与 `reportgen` 相同。"""

from reportgen.door.cli import main

if __name__ == "__main__":
    main()
