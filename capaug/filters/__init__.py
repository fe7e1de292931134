"""What throws candidates away, and what chooses among those that are left."""
