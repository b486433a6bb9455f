package io.ipfskit.cli;

import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.Call;
import io.ipfskit.operation.Principal;
import io.ipfskit.operation.Progress;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

/// The call of a handler that takes nothing beside its input, in a run without a node.
enum NoCall implements Call {
    INSTANCE;

    @Override
    public Principal principal() {
        return Principal.LOCAL;
    }

    @Override
    public String operationId() {
        return "00000000-0000-0000-0000-000000000000";
    }

    @Override
    public @Nullable ByteSource bytes() {
        return null;
    }

    @Override
    public @Nullable Tree tree() {
        return null;
    }

    @Override
    public void item(Object row) {
        throw new IllegalStateException("this operation gives no rows");
    }

    @Override
    public void progress(Progress progress) {
        // nobody looks
    }
}
