package io.ipfskit.node.pins;

import io.ipfskit.blockstore.BlockStore;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.Dags;
import io.ipfskit.node.repository.PinEntry;
import io.ipfskit.node.repository.PinKind;
import io.ipfskit.node.repository.RepositoryLog;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// Finds what lies below recursive pins.
final class IndirectPins {
    private IndirectPins() {}

    /// Ends a walk early. Never leaves this class.
    private static final class Found extends IOException {
        private static final long serialVersionUID = 1L;

        Found() {
            super("found");
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }

    /// The recursive pin below which `cid` lies, or null.
    static @Nullable Cid holder(BlockStore blocks, RepositoryLog repository, Cid cid)
            throws IOException, InterruptedException {
        for (PinEntry pin : repository.pinsAfter(null)) {
            if (pin.kind() != PinKind.RECURSIVE || pin.cid().equals(cid)) {
                continue;
            }
            try {
                Dags.walk(
                        blocks,
                        pin.cid(),
                        found -> {
                            if (found.equals(cid)) {
                                throw new Found();
                            }
                        });
            } catch (Found e) {
                return pin.cid();
            } catch (BlockNotFound e) {
                // A pinned DAG that lost a block: repo.verify and pin.verify tell.
            }
        }
        return null;
    }
}
