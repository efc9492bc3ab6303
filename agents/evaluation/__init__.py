"""Quality: how well names, claims, copies and stories are found, on labelled data."""
