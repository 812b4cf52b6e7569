"""JSON, XML and YAML: values, keys and comments with their path as label."""
