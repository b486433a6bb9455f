/// Both ways over the border between anyio and the JDK's own concurrency, so that code can move
/// piece by piece: executors, futures, reactive streams, blocking streams.
///
/// | the JDK has | anyio has | to anyio | from anyio |
/// |---|---|---|---|
/// | `ExecutorService` | tasks of a group | [ForeignExecutor#call] | [TaskExecutor#open] |
/// | `Future`, `CompletableFuture` | a task, a portal call | [Futures#await], [Futures#get] | [Futures#of], [Futures#fork] |
/// | `Flow.Publisher` | a channel, a producer | [Publishers#subscribe] | [Publishers#publish] |
/// | `InputStream`, `OutputStream` | channels of buffers, byte streams | [Streams#receive], [Streams#send] | [Streams#input], [Streams#output] |
///
/// **Waiting.** A task that waits here is parked by anyio and woken by unpark, and its cancellation
/// ends the wait. A foreign thread, and a task inside [io.ipfskit.anyio.Blocking], blocks as the
/// JDK does.
///
/// **On `sim`** what tasks do among themselves works. Foreign threads are refused there: their
/// wake-ups and submissions fail the run, and a call inside `Blocking`, which holds the only
/// thread, may not wait for a task.
///
/// For users at the edge of a foreign library; nothing else of the house builds on it. This is the
/// one place outside the backends that may name the JDK's executors and futures.
@NullMarked
package io.ipfskit.anyio.adapt;

import org.jspecify.annotations.NullMarked;
