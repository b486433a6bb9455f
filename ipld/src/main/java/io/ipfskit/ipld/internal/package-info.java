/// The protobuf wire format, as far as dag-pb and UnixFS need it. Not for use outside this module.
@NullMarked
package io.ipfskit.ipld.internal;

import org.jspecify.annotations.NullMarked;
