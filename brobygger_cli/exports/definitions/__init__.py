"""What platforms write of a survey in files of its own, beside the answers: structures, labels, dictionaries."""
