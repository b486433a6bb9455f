/// Whole-system tests in simulated runs: a node as its doors see it, through the one call path, on
/// a simulated disk, with several callers at once and a model that knows what they were told.
///
/// May see every module; no module may see it.
@NullMarked
package io.ipfskit.simtests;

import org.jspecify.annotations.NullMarked;
