"""Where things lie: the coastline of the world, and the region that a map of a scenario shows."""
