"""Requests to batches: the queue, the scheduler and the life of the service."""
