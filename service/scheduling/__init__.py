"""Requests to answers: tagging, the scheduler and its queue, and the life of the service."""
