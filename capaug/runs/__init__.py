"""The output folder of a run: its files, manifest and card; begun, resumed, finished, read, verified, filtered anew."""
