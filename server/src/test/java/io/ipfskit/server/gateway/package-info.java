/// Tests of the package of the same name.
@NullMarked
package io.ipfskit.server.gateway;

import org.jspecify.annotations.NullMarked;
