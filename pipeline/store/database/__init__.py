"""The database itself: connections, versions, copies, what its tables and views hold."""
