"""The sub-commands of whoever runs the agents: worker, demo, eval."""
