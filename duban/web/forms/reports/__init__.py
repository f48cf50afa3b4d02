"""Forms of reports and recurring reports (反馈、定期报送)."""
