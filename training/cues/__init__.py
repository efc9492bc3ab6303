"""Train the learned cues: from unlabelled news, listed cues and labelled candidates."""
