"""What clients of Presidio send and expect: its requests, its answers, its rules for overlaps."""
