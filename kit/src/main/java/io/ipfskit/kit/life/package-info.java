/// The life of a node: its data directory with lock and version, the list of services that start in
/// order and stop in reverse, why it stops, and how it is.
///
/// It knows no operation and no service in particular.
@NullMarked
package io.ipfskit.kit.life;

import org.jspecify.annotations.NullMarked;
