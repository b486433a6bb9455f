/// Rewrites from executors, futures, queues and timers of the JDK to anyio, as Error Prone checks
/// with patches, and a lint for cancellations that are swallowed.
///
/// Each check reports every place it knows. Where all of a pattern stands in one method and the
/// rewritten code does the same, it brings a patch; elsewhere its message says what to do by hand.
/// [io.ipfskit.anyiomigration.Migrate] runs them over a source tree. Rewritten code must run inside
/// a task: `AnyIO.run` around `main`, or a `Portal`.
///
/// A side module: nothing of the house imports it. It knows `anyio` by name only.
@NullMarked
package io.ipfskit.anyiomigration;

import org.jspecify.annotations.NullMarked;
