/// Programs on executors, futures and queues, as [io.ipfskit.anyiomigration.Migrate] finds them.
@NullMarked
package io.ipfskit.anyiomigration.before;

import org.jspecify.annotations.NullMarked;
