/// Holds the tree to its rules: [io.ipfskit.build.Format] keeps one form of source text; the tests
/// of this module hold the floors of the house (`FloorsTest`) and its tidiness (`TidyTest`).
///
/// Nothing of this is shipped, and no other module may depend on it.
@NullMarked
package io.ipfskit.build;

import org.jspecify.annotations.NullMarked;
