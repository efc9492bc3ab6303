"""How the data files of the clusterer were made, one command each."""
