/// The simulated world keeps the contracts of the real one, and breaks as told.
@NullMarked
package io.ipfskit.anyio.sim;

import org.jspecify.annotations.NullMarked;
