"""`storywire broker up|down|status`: a broker for people who have none."""
