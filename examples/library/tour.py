"""What a board is, a value of it, a file on it: `python tour.py` for the board on USB, or `python tour.py <address>`."""

import asyncio
import sys

import jumperwire


async def main(address: str) -> None:
    async with jumperwire.connect(address) as board:
        info = await board.info()
        print("platform:", info.platform if info else "unknown")
        print("6 * 7 =", await board.eval("6 * 7"))
        await board.fs.write("/lib/greeting.py", "def greet(name):\n    return 'hello ' + name\n")
        print(await board.exec("import greeting\nprint(greeting.greet('board'))"), end="")
        for entry in await board.fs.walk("/lib"):
            print(entry.name, entry.size)


asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "auto"))
