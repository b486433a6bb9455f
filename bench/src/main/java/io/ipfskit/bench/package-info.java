/// Measurements with JMH; whole programs are measured by the script `bench/side-by-side`.
///
/// Every figure in the documentation comes from here, as a ratio to a rival in the same run.
@NullMarked
package io.ipfskit.bench;

import org.jspecify.annotations.NullMarked;
