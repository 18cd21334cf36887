"""report.html of a run: one file that opens without a network, in any browser."""
