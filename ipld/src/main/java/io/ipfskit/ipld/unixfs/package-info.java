/// UnixFS: files, directories and symbolic links as DAGs of dag-pb and raw blocks.
///
/// [Specification](https://specs.ipfs.tech/unixfs/). Building:
/// [io.ipfskit.ipld.unixfs.ImportProfile] holds every parameter that decides a CID,
/// [io.ipfskit.ipld.unixfs.Chunker] cuts a file, [io.ipfskit.ipld.unixfs.Leaf] hashes one chunk,
/// [io.ipfskit.ipld.unixfs.FileDagBuilder] and [io.ipfskit.ipld.unixfs.DirectoryBuilder] put the
/// nodes above. Changing: [io.ipfskit.ipld.unixfs.DirectoryEditor] a directory,
/// [io.ipfskit.ipld.unixfs.FileEditor] a file. Reading: [io.ipfskit.ipld.unixfs.UnixFs#read] one
/// node, [io.ipfskit.ipld.unixfs.FileReader] the bytes of a file from any offset,
/// [io.ipfskit.ipld.unixfs.DirectoryReader] the entries of a directory, sharded or not,
/// [io.ipfskit.ipld.unixfs.PathResolver] a path.
///
/// ```java
/// ImportProfile profile = ImportProfile.UNIXFS_V1_2025;
/// FileDagBuilder file = new FileDagBuilder(profile, sink);
/// file.add(Leaf.of(profile, ByteBuffer.wrap("hello world".getBytes(UTF_8))));
/// DagNode node = file.finish();   // bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e
/// ```
///
/// Both import profiles of IPIP-0499 give the CIDs that Kubo gives, sharded directories included,
/// and so does every other chunker, layout, limit and hash function that Kubo has, except BLAKE.
///
/// Reading trusts no claim of a DAG: depth is bounded, a size that its children do not confirm is
/// [io.ipfskit.ipld.MalformedBlock], a sharded directory whose entries stand in the wrong place
/// too. Names come as they are in the DAG: who writes them to a disk checks them.
@NullMarked
package io.ipfskit.ipld.unixfs;

import org.jspecify.annotations.NullMarked;
