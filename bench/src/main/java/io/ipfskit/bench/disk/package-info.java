/// Files through `Disk` on each backend, beside bare file channels; the script `bench/disk` runs
/// it.
@NullMarked
package io.ipfskit.bench.disk;

import org.jspecify.annotations.NullMarked;
