"""Superior rules: what stands above an office's document, as checks that are data; a finding never changes what runs."""
