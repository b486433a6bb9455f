package io.ipfskit.node.add;

import io.ipfskit.ipld.unixfs.Attributes;
import io.ipfskit.ipld.unixfs.ImportProfile;
import io.ipfskit.node.ops.AddInput;
import io.ipfskit.node.pins.PinService;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What an add was asked to do, checked.
///
/// @param profile every parameter that decides the CIDs
/// @param input the options as they came
/// @param pinName the name of the pin, or null
record AddPlan(ImportProfile profile, AddInput input, @Nullable String pinName) {
    private static final int MODE_BITS = 07777;

    static AddPlan of(AddInput input) {
        String name = input.name();
        if (name != null
                && (name.isEmpty()
                        || name.indexOf('/') >= 0
                        || name.indexOf('\0') >= 0
                        || name.equals(".")
                        || name.equals(".."))) {
            throw OperationFailed.invalidField("name", "must be one file name without slashes");
        }
        return new AddPlan(
                profile(input), input, PinService.checkName("pin_name", input.pinName()));
    }

    private static ImportProfile profile(AddInput input) {
        ImportProfile profile;
        try {
            profile = ImportProfile.named(input.profile());
        } catch (IllegalArgumentException e) {
            throw OperationFailed.invalidField("profile", String.valueOf(e.getMessage()));
        }
        Integer version = input.cidVersion();
        if (version != null && version != profile.cidVersion()) {
            profile =
                    switch (version) {
                        case 0 -> ImportProfile.UNIXFS_V0_2015;
                        case 1 -> profile.withCidVersion(1).withRawLeaves(true);
                        default ->
                                throw OperationFailed.invalidField(
                                        "cid_version", "must be 0 or 1, was " + version);
                    };
        }
        Boolean raw = input.rawLeaves();
        if (raw != null) {
            if (raw && (input.preserveMode() || input.preserveMtime())) {
                throw OperationFailed.invalidField(
                        "raw_leaves",
                        "cannot be true with preserve_mode or preserve_mtime: a raw leaf holds"
                                + " neither");
            }
            profile = profile.withRawLeaves(raw);
        }
        String chunker = input.chunker();
        if (chunker != null) {
            try {
                profile = profile.withChunkSize(ImportProfile.parseChunker(chunker));
            } catch (IllegalArgumentException e) {
                throw OperationFailed.invalidField("chunker", String.valueOf(e.getMessage()));
            }
        }
        return profile;
    }

    /// What is recorded of a file's mode and time.
    Attributes attributes(@Nullable Integer mode, @Nullable Instant modified) {
        int bits = input.preserveMode() && mode != null ? mode & MODE_BITS : 0;
        Instant time = input.preserveMtime() ? modified : null;
        return bits == 0 && time == null ? Attributes.NONE : new Attributes(bits, time);
    }

    /// The profile of a file: one with attributes needs a root that can hold them.
    ImportProfile profileOf(Attributes attributes) {
        return attributes.isEmpty() ? profile : profile.withRawLeaves(false);
    }
}
