"""The command line of capaug: Typer commands, one file each, that parse options and call the library."""
