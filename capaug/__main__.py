"""``python -m capaug``: the command line."""

from capaug_cli.main import main

main()
