//! Requests into use cases; results into pages, JSON and files.
