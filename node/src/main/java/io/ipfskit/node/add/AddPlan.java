package io.ipfskit.node.add;

import io.ipfskit.ipld.unixfs.Attributes;
import io.ipfskit.ipld.unixfs.Chunker;
import io.ipfskit.ipld.unixfs.ImportHash;
import io.ipfskit.ipld.unixfs.ImportProfile;
import io.ipfskit.ipld.unixfs.Layout;
import io.ipfskit.node.ops.AddInput;
import io.ipfskit.node.pins.PinService;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.UnaryOperator;

/// What an add was asked to do, checked.
///
/// @param profile every parameter that decides the CIDs
/// @param input the options as they came
/// @param pinName the name of the pin, or null
/// @param ignore what to leave out
/// @param mode permission bits of everything, 0 when each has its own or none
/// @param mtime modification time of everything, or null when each has its own or none
record AddPlan(
        ImportProfile profile,
        AddInput input,
        @Nullable String pinName,
        IgnoreRules ignore,
        int mode,
        @Nullable Instant mtime) {
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
                profile(input),
                input,
                PinService.checkName("pin_name", input.pinName()),
                IgnoreRules.of(input.ignore()),
                mode(input.mode()),
                mtime(input));
    }

    private static ImportProfile profile(AddInput input) {
        ImportProfile profile =
                with(
                        "profile",
                        ImportProfile.UNIXFS_V1_2025,
                        _ -> ImportProfile.named(input.profile()));
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
        String hash = input.hash();
        if (hash != null) {
            profile = with("hash", profile, it -> it.withHash(ImportHash.named(hash)));
        }
        if (input.inline()) {
            profile = with("inline_limit", profile, it -> it.withInlineLimit(input.inlineLimit()));
        }
        String chunker = input.chunker();
        if (chunker != null) {
            profile = with("chunker", profile, it -> it.withChunker(Chunker.parse(chunker)));
        }
        if (input.trickle()) {
            profile = profile.withLayout(Layout.TRICKLE);
        }
        Integer links = input.maxFileLinks();
        if (links != null) {
            profile = with("max_file_links", profile, it -> it.withMaxLinks(links));
        }
        return directories(input, leaves(input, profile));
    }

    private static ImportProfile leaves(AddInput input, ImportProfile profile) {
        boolean attributes =
                input.preserveMode()
                        || input.preserveMtime()
                        || input.mode() != null
                        || input.mtime() != null;
        Boolean raw = input.rawLeaves();
        if (input.nocopy()) {
            if (attributes || Boolean.FALSE.equals(raw)) {
                throw OperationFailed.invalidField(
                        "nocopy",
                        "needs raw leaves: it cannot be with raw_leaves=false, preserve_mode,"
                                + " preserve_mtime, mode or mtime");
            }
            return profile.withRawLeaves(true);
        }
        if (raw == null) {
            return attributes ? profile.withRawLeaves(false) : profile;
        }
        if (raw && attributes) {
            throw OperationFailed.invalidField(
                    "raw_leaves",
                    "cannot be true with preserve_mode, preserve_mtime, mode or mtime: a raw leaf"
                            + " holds neither");
        }
        return profile.withRawLeaves(raw);
    }

    private static ImportProfile directories(AddInput input, ImportProfile profile) {
        Integer most = input.maxDirectoryLinks();
        Integer fanout = input.maxHamtFanout();
        ImportProfile chosen = profile;
        if (most != null) {
            chosen =
                    with(
                            "max_directory_links",
                            chosen,
                            it -> it.withDirectories(most, it.shardFanout()));
        }
        if (fanout != null) {
            chosen =
                    with(
                            "max_hamt_fanout",
                            chosen,
                            it -> it.withDirectories(it.directoryMaxLinks(), fanout));
        }
        return chosen;
    }

    /// Changes a profile; a refusal is one of the field.
    private static ImportProfile with(
            String field, ImportProfile profile, UnaryOperator<ImportProfile> change) {
        try {
            return change.apply(profile);
        } catch (IllegalArgumentException e) {
            throw OperationFailed.invalidField(field, String.valueOf(e.getMessage()));
        }
    }

    private static int mode(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        if (!text.matches("0[0-7]{1,5}")) {
            throw badMode(text);
        }
        int mode = Integer.parseInt(text, 8);
        if (mode > MODE_BITS) {
            throw badMode(text);
        }
        return mode;
    }

    private static OperationFailed badMode(String text) {
        return OperationFailed.invalidField(
                "mode",
                "must be octal permission bits with a leading 0, at most 07777, was '"
                        + (text.length() > 20 ? text.substring(0, 20) + "…" : text)
                        + "'");
    }

    private static @Nullable Instant mtime(AddInput input) {
        Long seconds = input.mtime();
        if (seconds == null) {
            if (input.mtimeNsecs() != 0) {
                throw OperationFailed.invalidField("mtime_nsecs", "needs mtime, too");
            }
            return null;
        }
        try {
            return Instant.ofEpochSecond(seconds, input.mtimeNsecs());
        } catch (DateTimeException e) {
            throw OperationFailed.invalidField("mtime", "is out of range, was " + seconds);
        }
    }

    /// What is recorded of the mode and time of a file or folder.
    Attributes attributes(@Nullable Integer own, @Nullable Instant modified) {
        int bits = mode;
        if (bits == 0 && input.preserveMode() && own != null) {
            bits = own & MODE_BITS;
        }
        Instant time = mtime != null ? mtime : input.preserveMtime() ? modified : null;
        return bits == 0 && time == null ? Attributes.NONE : new Attributes(bits, time);
    }

    /// Whether the rules leave an entry out.
    ///
    /// @param path names from the root, the root's own name first; the root itself is always taken
    boolean ignores(String path, boolean folder) {
        int slash = path.indexOf('/');
        return slash >= 0 && ignore.excludesPath(path.substring(slash + 1), folder);
    }
}
