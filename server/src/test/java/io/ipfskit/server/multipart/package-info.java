/// Tests of the package of the same name.
@NullMarked
package io.ipfskit.server.multipart;

import org.jspecify.annotations.NullMarked;
