/// The programs of the package `before`, as [io.ipfskit.anyiomigration.Migrate] leaves them, then
/// formatted.
@NullMarked
package io.ipfskit.anyiomigration.after;

import org.jspecify.annotations.NullMarked;
