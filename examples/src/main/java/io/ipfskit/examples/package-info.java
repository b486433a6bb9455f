/// One idea per example; each is a program of a few lines that compiles and runs in the build. They
/// use the libraries as a stranger would and hold no code that others need.
@NullMarked
package io.ipfskit.examples;

import org.jspecify.annotations.NullMarked;
