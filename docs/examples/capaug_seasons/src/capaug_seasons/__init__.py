"""What capaug finds of this package through its entry points."""
