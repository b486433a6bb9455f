/// The specification of anyio, as tests on the backend `threads`.
@NullMarked
package io.ipfskit.anyio;

import org.jspecify.annotations.NullMarked;
