"""`--engine ray`: the same job on the machines of a Ray cluster, one file a partition."""
