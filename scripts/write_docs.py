"""Write the documents that derive from the code: settings, topics, the default configuration."""

import sys
from pathlib import Path

from streams.documents import DOCUMENTS

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Write every derived document that is not current; tell which."""
    for name, make in DOCUMENTS.items():
        path = ROOT / name
        text = make()
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            sys.stdout.write(f"wrote {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
