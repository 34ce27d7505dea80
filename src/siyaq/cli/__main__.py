"""`python -m siyaq.cli`."""

from siyaq.cli import main

if __name__ == "__main__":
    main()
