"""Who sits where, since when, until when, by which order; vacancies and forecast."""
