/// The border to the JDK's own concurrency, on every backend.
@NullMarked
package io.ipfskit.anyio.adapt;

import org.jspecify.annotations.NullMarked;
