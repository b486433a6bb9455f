package io.ipfskit.anyio;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;

/// The flight recorder's event of a scope that was cancelled; its stack is that of whoever
/// cancelled. Its fields are read by the recorder.
@Name("io.ipfskit.anyio.Cancel")
@Label("Cancel")
@Description("A scope of anyio was cancelled")
@Category({"ipfs-kit", "anyio"})
@SuppressWarnings("UnusedVariable")
final class CancelEvent extends Event {
    @Label("Scope")
    private final long scope;

    @Label("Task")
    @Description("The task whose scope it is")
    private final String task;

    @Label("Reason")
    private final String reason;

    @Label("Class of Reason")
    private final String reasonClass;

    @Label("Backend")
    private final String backend;

    private CancelEvent(CancelScope scope) {
        this.scope = scope.id();
        this.task = scope.owner().name();
        this.reason = scope.reason();
        CancelReasonClass why = scope.reasonClass();
        this.reasonClass = why == null ? "" : why.label();
        this.backend = scope.owner().run().backend().engine();
    }

    static void commit(CancelScope scope) {
        CancelEvent event = new CancelEvent(scope);
        if (event.shouldCommit()) {
            event.commit();
        }
    }
}
