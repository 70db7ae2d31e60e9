"""Start a program and write down what it prints, for so many seconds: `python logger.py <address> <file> <seconds>`."""

import asyncio
import sys

import jumperwire


async def main(address: str, file: str, seconds: str) -> None:
    async with jumperwire.connect(address) as board:
        try:
            await board.run(file, on_output=sys.stdout.write, timeout=float(seconds))
        except TimeoutError:
            print("enough")  # the program was interrupted, and the board is free again


asyncio.run(main(*sys.argv[1:]))
