/// The specification of anyio, as tests on every backend and engine: the kernel's own suite.
@NullMarked
package io.ipfskit.anyio;

import org.jspecify.annotations.NullMarked;
