"""A demonstration: five invented offices, one under each regime, with a year of work behind them. Nothing in it is a real unit's."""
