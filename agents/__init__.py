"""Who acts: one folder per arrow of the flow. Importing this package opens nothing."""
