"""The workloads of bench/anyio in Python: AnyIO on asyncio and on trio.

  peers.py FIGURE BACKEND OPERATIONS ROUNDS [CAPACITY SENDERS RECEIVERS]

Prints one value a line: seconds of the workload, or resident bytes of one parked task.
"""
import math, sys, time

import anyio
import anyio.from_thread
import anyio.lowlevel

GROUP, CROWD, WIDTH, SLEEPS = 1000, 4, 10, 1000


async def nothing():
    pass


async def spawn(operations):
    for _ in range(operations // GROUP):
        async with anyio.create_task_group() as group:
            for _ in range(GROUP):
                group.start_soon(nothing)


async def yields(operations):
    async def one():
        for _ in range(operations // CROWD):
            await anyio.lowlevel.checkpoint()

    async with anyio.create_task_group() as group:
        for _ in range(CROWD):
            group.start_soon(one)


async def item(operations, capacity, senders, receivers):
    sender, receiver = anyio.create_memory_object_stream(capacity)

    async def send(mine):
        async with mine:
            for _ in range(operations // senders):
                await mine.send(1)

    async def receive(mine):
        async with mine:
            for _ in range(operations // receivers):
                await mine.receive()

    async with anyio.create_task_group() as group, sender, receiver:
        for _ in range(senders):
            group.start_soon(send, sender.clone())
        for _ in range(receivers):
            group.start_soon(receive, receiver.clone())


async def lock(operations):
    shared = anyio.Lock()

    async def one():
        for _ in range(operations // CROWD):
            await shared.acquire()
            shared.release()

    async with anyio.create_task_group() as group:
        await shared.acquire()
        for _ in range(CROWD):
            group.start_soon(one)
        while shared.statistics().tasks_waiting < CROWD:
            await anyio.lowlevel.checkpoint()
        shared.release()


async def timers(operations):
    async def one(delay):
        for _ in range(SLEEPS):
            await anyio.sleep(delay)

    async with anyio.create_task_group() as group:
        for i in range(operations // SLEEPS):
            group.start_soon(one, 1e-3 + 7.919e-6 * i)


async def cancelled(fill, leaves):
    asleep = 0

    async def grow(width, levels):
        nonlocal asleep
        if levels == 0:
            asleep += 1
            await anyio.sleep_forever()
        async with anyio.create_task_group() as group:
            for _ in range(width):
                group.start_soon(grow, width, levels - 1)

    async with anyio.create_task_group() as group:
        fill(group, grow)
        while asleep < leaves:
            await anyio.lowlevel.checkpoint()
        await anyio.sleep(0.05)
        start = time.perf_counter()
        group.cancel_scope.cancel()
    return time.perf_counter() - start


async def tree(levels):
    return await cancelled(lambda group, grow: group.start_soon(grow, WIDTH, levels), WIDTH**levels)


async def sleepers(count):
    return await cancelled(lambda group, grow: [group.start_soon(grow, 0, 0) for _ in range(count)], count)


def resident():
    for line in open("/proc/self/status"):
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    return 0


async def parked(count):
    gate = anyio.Event()

    async def one():
        await gate.wait()

    before = resident()
    async with anyio.create_task_group() as group:
        for _ in range(count):
            group.start_soon(one)
        while gate.statistics().tasks_waiting < count:
            await anyio.sleep(0.05)
        used = resident() - before
        gate.set()
    return used / count


def portal(operations, backend):
    with anyio.from_thread.start_blocking_portal(backend) as entry:
        start = time.perf_counter()
        for _ in range(operations):
            entry.call(nothing)
        return time.perf_counter() - start


def main():
    figure, backend, operations, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    options = {}
    for _ in range(rounds):
        if figure == "portal":
            print(portal(operations, backend))
        elif figure in ("tree", "sleepers", "parked"):
            print(anyio.run({"tree": tree, "sleepers": sleepers, "parked": parked}[figure], operations, backend=backend))
        else:
            arguments = [operations]
            if figure == "item":
                capacity = sys.argv[5]
                arguments += [math.inf if capacity == "unbounded" else int(capacity), int(sys.argv[6]), int(sys.argv[7])]
            body = {"spawn": spawn, "yields": yields, "item": item, "lock": lock, "timers": timers}[figure]
            if figure == "timers":
                import trio.testing

                options = {"clock": trio.testing.MockClock(autojump_threshold=0)}
            start = time.perf_counter()
            anyio.run(body, *arguments, backend=backend, backend_options=options)
            print(time.perf_counter() - start)


main()
