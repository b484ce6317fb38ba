"""From files to an index: loading, boilerplate removal, metadata, splitting, the pipeline."""
