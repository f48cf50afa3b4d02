"""Actions on the office itself: people, units, calendar, inbox (机构、人员、消息)."""
