/// The terminal door: `ipfs-kit`, with the habits of Kubo's `ipfs`.
///
/// [Main] parses and gives each command to one of three ways: it needs nothing ([Command.Plain]:
/// help, version, completion), it talks to a node ([Command.OnNode]: a running server if there is
/// one, else the data directory itself, see [Nodes]), or it is a server itself (`daemon`, `mcp`).
/// stdout carries results only; progress, logs and messages go to stderr. Exit codes are those of
/// `ErrorCode`, 2 for usage, 130 and 143 after signals.
///
/// Nothing below is started before a command needs it: `--help` loads neither kit nor logging.
@NullMarked
package io.ipfskit.cli;

import org.jspecify.annotations.NullMarked;
