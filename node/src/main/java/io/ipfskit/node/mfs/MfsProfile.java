package io.ipfskit.node.mfs;

import io.ipfskit.ipld.unixfs.ImportHash;
import io.ipfskit.ipld.unixfs.ImportProfile;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

/// How new files and folders of the tree are made: as by the profile `unixfs-v1-2025`, and as Kubo
/// does with that profile.
final class MfsProfile {
    static final ImportProfile BASE = ImportProfile.UNIXFS_V1_2025;

    private MfsProfile() {}

    /// The profile for what an input asks for.
    ///
    /// @param cidVersion 0 or 1, or null
    /// @param hash name of a hash function, or null; with one, the version is 1
    /// @throws OperationFailed `invalid_argument` about `cid_version` or `hash`
    static ImportProfile of(@Nullable Integer cidVersion, @Nullable String hash) {
        if (cidVersion != null && cidVersion != 0 && cidVersion != 1) {
            throw OperationFailed.invalidField("cid_version", "must be 0 or 1, was " + cidVersion);
        }
        ImportProfile profile = BASE;
        if (hash != null) {
            try {
                return profile.withHash(ImportHash.named(hash));
            } catch (IllegalArgumentException e) {
                throw OperationFailed.invalidField("hash", String.valueOf(e.getMessage()));
            }
        }
        return cidVersion != null && cidVersion == 0 ? profile.withCidVersion(0) : profile;
    }
}
