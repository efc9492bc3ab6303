"""The sample articles: invented reports of invented events, for the demo and the tests."""

from importlib.resources import files


def sample_lines() -> list[bytes]:
    """Give the sample articles in the order of their arrival, each the JSON of an Article."""
    return files(__package__).joinpath("articles.jsonl").read_bytes().splitlines()
