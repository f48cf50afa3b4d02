"""What an office hands out of its own people (单位、人员)."""
