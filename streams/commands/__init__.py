"""The sub-commands of producers, consumers and operators: one module each, argument parsing in it."""
