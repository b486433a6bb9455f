/// Tests of the test kit itself.
@NullMarked
package io.ipfskit.anyiotesting;

import org.jspecify.annotations.NullMarked;
