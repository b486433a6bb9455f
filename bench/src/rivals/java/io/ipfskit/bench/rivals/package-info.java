/// Peers that need preview features of the JDK. Compiled by `bench/anyio`, never by the build.
package io.ipfskit.bench.rivals;
