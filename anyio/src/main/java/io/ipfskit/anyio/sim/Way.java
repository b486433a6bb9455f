package io.ipfskit.anyio.sim;

import org.jspecify.annotations.Nullable;

/// How one host reaches another.
///
/// @param to the other host; null when nobody has the address, which is silence
/// @param out packets go there this way
/// @param back and come back this way
/// @param isLoopback whether it is the host itself
record Way(@Nullable SimHost to, Wire out, Wire back, boolean isLoopback) {}
