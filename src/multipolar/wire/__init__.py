"""What goes over a network between host and clients: messages, the table of routes, their description."""
