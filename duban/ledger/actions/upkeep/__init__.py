"""Actions on what keeps the installation sound: backups, heartbeats, retention (运行维护)."""
