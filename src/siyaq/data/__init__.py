"""Data that comes with the package: the list of real Arabic outlets (`outlets.toml`)."""
