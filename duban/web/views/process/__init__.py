"""Pages of due process: objections, delegations, consequences (异议、代签、处理结果)."""
