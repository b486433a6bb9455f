package io.ipfskit.ipld.unixfs;

import java.io.IOException;

/// A path names something that its DAG does not have.
public final class PathNotFound extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient ContentPath path;
    private final String segment;

    /// With what is missing and why.
    public PathNotFound(ContentPath path, String segment, String why) {
        super("no '" + segment + "' in " + path + ": " + why);
        this.path = path;
        this.segment = segment;
    }

    /// The whole path.
    public ContentPath path() {
        return path;
    }

    /// The first name that is not there.
    public String segment() {
        return segment;
    }
}
