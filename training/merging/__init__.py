"""How merging is measured by eye, and how its likeness of claims is learned; not in the wheel."""
