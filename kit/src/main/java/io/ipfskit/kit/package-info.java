/// The Java API [io.ipfskit.kit.IpfsKit], the registry of operations and the one call path that all
/// doors share, and the composition of the node.
///
/// ```java
/// try (var kit = IpfsKit.open(Config.load())) {
///     var added = kit.ipfs().add(Tree.of(Path.of("photos")), AddOptions.defaults());
///     System.out.println(added.cid());
/// }
/// ```
///
/// This is the one place that calls constructors of other modules' services. It knows no HTTP
/// server and no terminal: those are built on it (module `server`, module `cli`), and a server is
/// passed in as [io.ipfskit.kit.Doors].
@NullMarked
package io.ipfskit.kit;

import org.jspecify.annotations.NullMarked;
