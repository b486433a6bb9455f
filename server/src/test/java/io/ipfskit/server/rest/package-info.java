/// Tests of the package of the same name.
@NullMarked
package io.ipfskit.server.rest;

import org.jspecify.annotations.NullMarked;
