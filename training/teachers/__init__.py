"""A slow, strong parser and recogniser label news for the fast ones to learn from.

They need PyTorch; only `lexicon`, `batches`, `trees` and `marks` can be imported without it.
Nothing of the teachers is shipped: what they know reaches the product through the trees and names
that they give to unlabelled news.
"""
