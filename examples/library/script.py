"""Without asyncio: run a file of the PC on the board and show what it prints: `python script.py <address> <file>`."""

import sys

from jumperwire import blocking

address, file = sys.argv[1:]
with blocking.connect(address) as board:
    outcome = board.run(file, on_output=sys.stdout.write)
    print(outcome.end.value)
