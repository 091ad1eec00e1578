"""`python -m renkei.config` is the command `renkei`: how one of its processes starts another."""

from renkei.config.cli import main

main()
