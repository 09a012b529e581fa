"""Web Push: our own VAPID keys (RFC 8292), encryption (RFC 8291), and a client that goes nowhere inside our network."""
