/// Tests of the real network, on every real backend.
@org.jspecify.annotations.NullMarked
package io.ipfskit.anyio.net;
