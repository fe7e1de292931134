"""How good the parts are, measured on data made or judged by hand."""
