/// Runs each example as a user would.
@NullMarked
package io.ipfskit.examples;

import org.jspecify.annotations.NullMarked;
