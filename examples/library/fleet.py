"""Give several boards the same files, all at once: `python fleet.py <folder> <address> <address> …`."""

import asyncio
import sys

import jumperwire


async def update(folder: str, address: str) -> str:
    try:
        async with jumperwire.connect(address, when_running="interrupt") as board:
            outcome = await board.sync(folder, delete=True)
            await board.reset()
    except jumperwire.JumperwireError as error:
        return f"{address}: {error.code.value}"
    return f"{address}: {outcome.files} sent, {outcome.unchanged} as they were, {outcome.deleted} deleted"


async def main(folder: str, *addresses: str) -> None:
    for line in await asyncio.gather(*(update(folder, address) for address in addresses)):
        print(line)


asyncio.run(main(*sys.argv[1:]))
