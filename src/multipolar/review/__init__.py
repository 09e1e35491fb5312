"""One walk over the record, many readers: summaries and points in time of a saved exercise."""
