package io.ipfskit.kit.remote;

import io.ipfskit.kit.CallOptions;
import io.ipfskit.kit.json.Json;
import io.ipfskit.operation.Operation;

import tools.jackson.databind.JsonNode;

/// Takes the answer of a call that gives one record, with the rows and the progress before it.
final class Answers {
    private Answers() {}

    /// Hands rows and progress to the takers of `call` and returns the result.
    static <O> O take(Reply reply, Operation<?, O> operation, CallOptions call)
            throws InterruptedException {
        if (!Rows.isIn(reply)) {
            return Json.standard()
                    .readOutput(Json.standard().parse(reply.whole()), operation.output());
        }
        Rows said = new Rows(reply);
        Class<?> item = operation.item();
        while (true) {
            switch (said.next()) {
                case Rows.Said.Item(JsonNode json) -> {
                    if (item != null && call.onItem() != null) {
                        call.onItem().item(Json.standard().readOutput(json, item));
                    }
                }
                case Rows.Said.Progressed(JsonNode json) -> {
                    var progress = Rows.progress(json);
                    if (progress != null && call.onProgress() != null) {
                        call.onProgress().progress(progress);
                    }
                }
                case Rows.Said.Result(JsonNode json) -> {
                    return Json.standard().readOutput(json, operation.output());
                }
            }
        }
    }
}
