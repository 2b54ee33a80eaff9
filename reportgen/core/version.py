"""版本。pyproject.toml 也从这里取。"""

VERSION = "0.1.0"
