package io.ipfskit.node.ops;

import io.ipfskit.node.Node;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;

import java.util.List;

/// Group `pin`: what must stay.
public final class PinOperations {
    private static final String EXAMPLE =
            "{\"path\": \"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"}";

    /// Pins content.
    public static final Operation<PinAddInput, Pinned> ADD =
            Operation.named("pin", "add", PinAddInput.class, Pinned.class)
                    .summary("Pins content, so that it stays.")
                    .route(Operation.Verb.POST, "/pin/add")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.IDEMPOTENT)
                    .example("everything below a root", EXAMPLE)
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.CONFLICT,
                            ErrorCode.INTEGRITY)
                    .build();

    /// Removes a pin.
    public static final Operation<PinRmInput, Unpinned> RM =
            Operation.named("pin", "rm", PinRmInput.class, Unpinned.class)
                    .summary("Removes a pin; the blocks stay until they are collected.")
                    .route(Operation.Verb.POST, "/pin/rm")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.DESTRUCTIVE)
                    .example("a recursive pin", EXAMPLE)
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.CONFLICT)
                    .build();

    /// Lists pins.
    public static final Operation<PinLsInput, PinsListed> LS =
            Operation.named("pin", "ls", PinLsInput.class, PinsListed.class)
                    .summary("Lists what is pinned.")
                    .get("/pin/ls")
                    .givesRows(Pin.class)
                    .example("recursive pins", "{\"type\": \"recursive\"}")
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND)
                    .build();

    private PinOperations() {}

    /// The operations of this group, done by `node`.
    public static List<Bound<?, ?>> bind(Node node) {
        return List.of(
                ADD.to((input, call) -> node.pins().add(input, call::progress)),
                RM.to((input, call) -> node.pins().remove(input)),
                LS.to((input, call) -> node.pins().list(input, call::item)));
    }
}
