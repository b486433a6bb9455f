/// Tests of the whole product against foreign clients and peers: Kubo, curl, strace, an MCP client
/// from npm, a headless browser. They start the built distribution as a user would and know nothing
/// of its insides, except where a test says so.
///
/// What a test needs and does not find makes it skip with the reason; when the environment says
/// `CI=true` it fails instead.
@NullMarked
package io.ipfskit.interop;

import org.jspecify.annotations.NullMarked;
