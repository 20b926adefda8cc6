"""What researchers import: `stemmap.client`. Nothing of the service itself; that is in `app`."""
