"""Forms of due process: objections, delegations, consequences."""
