/// The dag-pb codec: nodes with data and named links.
///
/// [Specification](https://ipld.io/specs/codecs/dag-pb/spec/). [io.ipfskit.ipld.dagpb.DagPb#encode]
/// writes the one canonical form. [io.ipfskit.ipld.dagpb.DagPb#decode] accepts only that form;
/// [io.ipfskit.ipld.dagpb.DagPb#read] is for content that others made and tolerates the two things
/// that old nodes wrote: data in front of the links, and unsorted links.
@NullMarked
package io.ipfskit.ipld.dagpb;

import org.jspecify.annotations.NullMarked;
