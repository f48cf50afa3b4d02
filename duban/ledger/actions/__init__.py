"""One function per verb, one module per noun. The only place that writes business tables."""
