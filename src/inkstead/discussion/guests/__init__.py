"""What lets guests speak without letting machines flood: a proof of work, a filter that learns, traces of waves."""
