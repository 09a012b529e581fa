"""Builds the front end with esbuild; run by `make install` when Node is there. Replaced by the front end's own slice."""
