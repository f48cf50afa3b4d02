"""Steps that follow one another, as rules: by a limit that passes undone, by how many days a matter is late."""
