"""Forms of papers that come in and go out (文件、通知、通报)."""
