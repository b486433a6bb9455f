package io.ipfskit.operation;

import org.jspecify.annotations.Nullable;

/// How far a running operation has come. Values of one run replace each other: a slow reader sees
/// the newest and slows nothing.
///
/// @param phase what is being done now, one word: `read`, `write`, `send`
/// @param done how much of it is done, in `unit`
/// @param total how much there is, or -1 when unknown
/// @param unit `bytes`, `blocks`, `files`
/// @param item what is being worked on, a path for example
public record Progress(String phase, long done, long total, String unit, @Nullable String item) {}
