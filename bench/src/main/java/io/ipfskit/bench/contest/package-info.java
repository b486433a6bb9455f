/// The figures of `anyio` beside those of its peers: each workload written once for us, on every
/// backend and engine, and once for each peer. Run all of it with `bench/anyio`.
///
/// A [Contender] runs the workloads. [ContestBenchmark] and [ItemBenchmark] measure with JMH what
/// repeats; [OneShots] measures what JMH cannot: cancelling a tree that took long to build, and the
/// memory of parked tasks. [HandlerServer] answers HTTP for a load generator. Peers that need
/// preview features stand in `src/rivals` and are compiled by the script.
@NullMarked
package io.ipfskit.bench.contest;

import org.jspecify.annotations.NullMarked;
