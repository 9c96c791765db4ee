"""The project's own measurements: ratios to a floor that is measured in turn, in the same run, on the same cores."""
