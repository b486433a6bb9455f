/// Structured concurrency for Java: tasks in a tree, scopes with deadlines and reasons, channels,
/// locks, and the world (disk, time, randomness) that tasks touch, on a backend of the caller's
/// choice.
///
/// The contract is that of Python's AnyIO, written as blocking Java on cheap threads. Every task
/// belongs to a [TaskGroup]; leaving the group waits for its tasks; a failure cancels the others.
/// Cancellation is a property of a [CancelScope]: every method that can block is a checkpoint and
/// throws [Cancelled] again and again until the scope is left. No thread is interrupted in I/O, so
/// a cancelled task never closes a file that others use.
///
/// ```java
/// String answer = AnyIO.run(Backends.named("threads"), run ->
///         CancelScope.failAfter(Duration.ofSeconds(2), scope ->
///                 TaskGroup.open(group -> {
///                     Task<String> left = group.fork(() -> "forty");
///                     Task<String> right = group.fork(() -> "two");
///                     return left.join() + "-" + right.join();
///                 })));
/// ```
///
/// The semantics (groups, scopes, channels, locks) are written once, above the small SPI [Backend]
/// and [Kernel]. Backends are `threads` (virtual threads), `platform` (platform threads), `loop`
/// (one task at a time) and, for tests, `sim` (the same by a seed, in virtual time). The package
/// knows nothing of IPFS and depends on the JDK and jspecify only.
///
/// A task is found by its thread's handler of uncaught exceptions, which code in a task therefore
/// leaves alone.
@NullMarked
package io.ipfskit.anyio;

import org.jspecify.annotations.NullMarked;
