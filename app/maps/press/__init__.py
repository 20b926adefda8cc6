"""Documents made from what is drawn here: PDF of a page, PNG of a picture. Each is made apart, in a bounded child."""
