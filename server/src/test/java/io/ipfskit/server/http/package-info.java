/// Tests of HTTP itself, without any operation.
@NullMarked
package io.ipfskit.server.http;

import org.jspecify.annotations.NullMarked;
