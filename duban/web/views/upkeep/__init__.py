"""Pages of what keeps the installation sound: logs, health, metrics (运行维护)."""
