"""The frozen view model: all that a template may see. Values, never formatted numbers; no DataFrame."""
