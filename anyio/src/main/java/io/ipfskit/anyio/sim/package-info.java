/// The simulated world: network and disk with faults from the seed or a script. For tests; it keeps
/// nothing.
///
/// What stands here implements the SPIs of [io.ipfskit.anyio] in memory and in the time of the run:
/// on the backend `sim` one seed decides everything, on the others the order of tasks is real and
/// only the faults are made up. Written on what anyio exports, so that anybody can build the same.
@NullMarked
package io.ipfskit.anyio.sim;

import org.jspecify.annotations.NullMarked;
