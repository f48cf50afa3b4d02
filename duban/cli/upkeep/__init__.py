"""Commands that keep an installation sound: migrate, backup, restore, audit, doctor."""
