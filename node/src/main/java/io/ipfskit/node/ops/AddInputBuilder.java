package io.ipfskit.node.ops;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Makes an [AddInput], beginning with what is used when the caller says nothing. For one task.
public final class AddInputBuilder {
    private @Nullable String name;
    private @Nullable String url;
    private boolean pin = true;
    private boolean wrap;
    private String profile = "unixfs-v1-2025";
    private @Nullable Integer cidVersion;
    private boolean onlyHash;
    private @Nullable Boolean rawLeaves;
    private @Nullable String chunker;
    private boolean nocopy;
    private boolean hidden;
    private boolean preserveMode;
    private boolean preserveMtime;
    private @Nullable String pinName;
    private boolean trickle;
    private @Nullable String hash;
    private boolean inline;
    private int inlineLimit = 32;
    private @Nullable Integer maxFileLinks;
    private @Nullable Integer maxDirectoryLinks;
    private @Nullable Integer maxHamtFanout;
    private @Nullable String mode;
    private @Nullable Long mtime;
    private int mtimeNsecs;
    private List<String> ignore = List.of();
    private boolean emptyDirs = true;

    /// The defaults: pinned, profile `unixfs-v1-2025`, no hidden files.
    public AddInputBuilder() {}

    /// Sets the file name of a single stream of bytes.
    public AddInputBuilder name(@Nullable String name) {
        this.name = name;
        return this;
    }

    /// Sets the URL of what is added, or null for what comes with the call.
    public AddInputBuilder url(@Nullable String url) {
        this.url = url;
        return this;
    }

    /// Sets whether the root is pinned recursively.
    public AddInputBuilder pin(boolean pin) {
        this.pin = pin;
        return this;
    }

    /// Sets whether the content is put into a folder.
    public AddInputBuilder wrap(boolean wrap) {
        this.wrap = wrap;
        return this;
    }

    /// Sets the import profile.
    public AddInputBuilder profile(String profile) {
        this.profile = profile;
        return this;
    }

    /// Sets the CID version, or null for that of the profile.
    public AddInputBuilder cidVersion(@Nullable Integer cidVersion) {
        this.cidVersion = cidVersion;
        return this;
    }

    /// Sets whether only the CID is computed.
    public AddInputBuilder onlyHash(boolean onlyHash) {
        this.onlyHash = onlyHash;
        return this;
    }

    /// Sets whether leaves are raw blocks, or null for what the profile says.
    public AddInputBuilder rawLeaves(@Nullable Boolean rawLeaves) {
        this.rawLeaves = rawLeaves;
        return this;
    }

    /// Sets the chunker, or null for that of the profile.
    public AddInputBuilder chunker(@Nullable String chunker) {
        this.chunker = chunker;
        return this;
    }

    /// Sets whether leaves are kept by reference to where their bytes are.
    public AddInputBuilder nocopy(boolean nocopy) {
        this.nocopy = nocopy;
        return this;
    }

    /// Sets whether names that begin with a dot are taken.
    public AddInputBuilder hidden(boolean hidden) {
        this.hidden = hidden;
        return this;
    }

    /// Sets whether permission bits are recorded.
    public AddInputBuilder preserveMode(boolean preserveMode) {
        this.preserveMode = preserveMode;
        return this;
    }

    /// Sets whether modification times are recorded.
    public AddInputBuilder preserveMtime(boolean preserveMtime) {
        this.preserveMtime = preserveMtime;
        return this;
    }

    /// Sets the name of the pin.
    public AddInputBuilder pinName(@Nullable String pinName) {
        this.pinName = pinName;
        return this;
    }

    /// Sets whether files have the trickle layout.
    public AddInputBuilder trickle(boolean trickle) {
        this.trickle = trickle;
        return this;
    }

    /// Sets the hash function, or null for that of the profile.
    public AddInputBuilder hash(@Nullable String hash) {
        this.hash = hash;
        return this;
    }

    /// Sets whether small blocks are put into their CIDs.
    public AddInputBuilder inline(boolean inline) {
        this.inline = inline;
        return this;
    }

    /// Sets the largest block to inline in bytes.
    public AddInputBuilder inlineLimit(int inlineLimit) {
        this.inlineLimit = inlineLimit;
        return this;
    }

    /// Sets the most links of a node of a file, or null for what the profile says.
    public AddInputBuilder maxFileLinks(@Nullable Integer maxFileLinks) {
        this.maxFileLinks = maxFileLinks;
        return this;
    }

    /// Sets the most entries of a folder that is not sharded, or null for no such limit.
    public AddInputBuilder maxDirectoryLinks(@Nullable Integer maxDirectoryLinks) {
        this.maxDirectoryLinks = maxDirectoryLinks;
        return this;
    }

    /// Sets the width of the nodes of a sharded folder, or null for what the profile says.
    public AddInputBuilder maxHamtFanout(@Nullable Integer maxHamtFanout) {
        this.maxHamtFanout = maxHamtFanout;
        return this;
    }

    /// Sets the permission bits to record of everything, octal with a leading 0.
    public AddInputBuilder mode(@Nullable String mode) {
        this.mode = mode;
        return this;
    }

    /// Sets the modification time to record of everything in seconds since 1970.
    public AddInputBuilder mtime(@Nullable Long mtime) {
        this.mtime = mtime;
        return this;
    }

    /// Sets the nanoseconds to add to the modification time.
    public AddInputBuilder mtimeNsecs(int mtimeNsecs) {
        this.mtimeNsecs = mtimeNsecs;
        return this;
    }

    /// Sets the rules of what to leave out.
    public AddInputBuilder ignore(List<String> ignore) {
        this.ignore = ignore;
        return this;
    }

    /// Sets whether folders without entries are taken.
    public AddInputBuilder emptyDirs(boolean emptyDirs) {
        this.emptyDirs = emptyDirs;
        return this;
    }

    /// The options.
    public AddInput build() {
        return new AddInput(
                name,
                url,
                pin,
                wrap,
                profile,
                cidVersion,
                onlyHash,
                rawLeaves,
                chunker,
                nocopy,
                hidden,
                preserveMode,
                preserveMtime,
                pinName,
                trickle,
                hash,
                inline,
                inlineLimit,
                maxFileLinks,
                maxDirectoryLinks,
                maxHamtFanout,
                mode,
                mtime,
                mtimeNsecs,
                ignore,
                emptyDirs);
    }
}
