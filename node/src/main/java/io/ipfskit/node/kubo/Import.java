package io.ipfskit.node.kubo;

import io.ipfskit.node.ops.KuboProblem;
import io.ipfskit.operation.Call;
import io.ipfskit.operation.Progress;

import java.util.concurrent.atomic.AtomicLong;

/// What one import tells on its way: rows for what is not taken, and progress.
final class Import {
    private final Call call;
    private final AtomicLong problems = new AtomicLong();

    Import(Call call) {
        this.call = call;
    }

    /// Tells that something was not taken.
    ///
    /// @param kind of what: `block`, `stray`, `pin`, `key`, `files`, `database`
    void problem(String kind, Object what, String why) throws InterruptedException {
        problems.incrementAndGet();
        call.item(new KuboProblem(kind, what.toString(), why));
    }

    /// How many were told.
    long problems() {
        return problems.get();
    }

    void progress(Progress progress) {
        call.progress(progress);
    }
}
