"""A host on the network: one exercise served to terminals, browsers and programs (see `wire.routes`)."""
