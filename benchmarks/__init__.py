"""What measures the project. Each module prints its figures and with ``--json`` writes them for the docs."""
