/// The simulated world: network and disk with faults from the seed or a script; for tests, keeps
/// nothing.
///
/// Everything here is made of tasks, events, time and randomness of the run, so on the backend
/// `sim` one seed gives one world. No product runs on it: it is given to code under test in place
/// of the real [io.ipfskit.anyio.net.Network] and [io.ipfskit.anyio.Disk].
@NullMarked
package io.ipfskit.anyio.sim;

import org.jspecify.annotations.NullMarked;
