"""Changes of the database's shape, in order; they run by themselves when a database is opened."""
