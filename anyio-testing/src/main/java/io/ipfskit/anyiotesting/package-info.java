/// The test kit of anyio: one test on every backend and engine, and on many seeds of `sim`.
///
/// ```java
/// class PipelineTest {
///     @BackendTest
///     void everyItemArrives() throws Exception {
///         int sum = TestKit.run(run -> new Pipeline(4).sumOf(List.of(1, 2, 3)));
///         assertThat(sum).isEqualTo(6);
///     }
/// }
/// ```
///
/// [BackendTest] repeats the test on `threads`, `loop` and `platform`, on each engine that this JVM
/// has, and on several seeds of `sim`; a failing seed is printed with the command that runs it
/// again. [TestKit#run] checks that the run left nothing behind. The kernel's own suite stands in
/// this module's tests, because a dependency of `anyio` back on it would be a cycle.
///
/// For tests only; knows anyio and JUnit, nothing of IPFS.
@NullMarked
package io.ipfskit.anyiotesting;

import org.jspecify.annotations.NullMarked;
