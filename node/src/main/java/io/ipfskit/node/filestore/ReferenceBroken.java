package io.ipfskit.node.filestore;

import io.ipfskit.multiformats.Cid;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// A reference does not lead to the bytes of its block.
public final class ReferenceBroken extends IOException {
    /// Why.
    public enum Why {
        /// Other bytes are there, or too few.
        CHANGED("changed"),
        /// The file is gone, or the server does not know the URL any more.
        MISSING("no-file"),
        /// It may not be read: by the rules of this node, or for want of rights.
        FORBIDDEN("forbidden"),
        /// It cannot be read now.
        FAILED("error");

        private final String id;

        Why(String id) {
            this.id = id;
        }

        /// As it is shown; the first two and the last as Kubo names them.
        public String id() {
            return id;
        }
    }

    private static final long serialVersionUID = 1L;

    private final Why why;

    /// @param block the block that cannot be had
    /// @param reference what does not lead to it
    /// @param how what is the matter, to follow the place in a sentence
    ReferenceBroken(
            Why why, Cid block, Reference reference, String how, @Nullable Throwable cause) {
        super(
                "block %s is kept by reference to %s, which %s"
                        .formatted(block, reference.place(), how),
                cause);
        this.why = why;
    }

    /// Why.
    public Why why() {
        return why;
    }

    /// Whether the bytes are gone or others, as far as this node can tell.
    boolean isLost() {
        return why == Why.CHANGED || why == Why.MISSING;
    }
}
