/// Measurements with JMH. The script `bench/anyio` puts the kernel beside its peers with the help
/// of `contest`; the script `bench/side-by-side` measures whole programs.
///
/// Every figure in the documentation comes from here, as a ratio to a rival in the same run.
@NullMarked
package io.ipfskit.bench;

import org.jspecify.annotations.NullMarked;
