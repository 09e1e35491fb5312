"""Where exercises are begun, taken up again and gone over; joins scenarios, players and saves."""
