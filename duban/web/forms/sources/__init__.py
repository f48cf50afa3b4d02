"""Forms of where matters come from (会议、批示、征集、建议提案、上级转来)."""
