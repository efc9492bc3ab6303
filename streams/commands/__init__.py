"""The sub-commands of producers, consumers and operators: one module each."""
