"""The frozen view model: all that a template can access. Values, never formatted numbers; no DataFrame."""
