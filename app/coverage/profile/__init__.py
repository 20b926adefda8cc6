"""Who is without what in one state and its counties, as its pages and their JSON tell it."""
