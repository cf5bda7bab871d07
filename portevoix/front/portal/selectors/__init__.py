"""What the public pages read: places, seats near a place, a body and its composition as it may be published."""
