"""What the service starts with: reference data, the starter inventory, and the scripts that make and load them."""
