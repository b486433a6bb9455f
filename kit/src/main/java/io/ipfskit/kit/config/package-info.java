/// Configuration: one table of keys, typed records, and for every value where it came from.
///
/// Precedence of each key: flag, system property `ipfskit.*`, environment `IPFS_KIT_*`, file,
/// default. What is wrong is told completely, with file, line and the nearest valid key.
@NullMarked
package io.ipfskit.kit.config;

import org.jspecify.annotations.NullMarked;
