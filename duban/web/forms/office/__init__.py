"""Forms of the office itself: desk, people, units, inbox (工作台、机构、人员、消息)."""
