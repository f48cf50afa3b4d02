"""Forms of facts, claims and rankings (记分、申报、考评)."""
