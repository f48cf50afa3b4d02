"""Who works here: jurisdictions, portfolios, units and officers."""
