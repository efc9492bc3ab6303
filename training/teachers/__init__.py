"""A slow, strong parser that labels news for the fast one to learn from; it needs PyTorch.

Only `lexicon`, `batches` and `trees` can be imported without it. Nothing of the teacher is
shipped: what it knows reaches the product through the trees it gives to unlabelled news.
"""
