/// The checks, on programs before and after.
@NullMarked
package io.ipfskit.anyiomigration;

import org.jspecify.annotations.NullMarked;
