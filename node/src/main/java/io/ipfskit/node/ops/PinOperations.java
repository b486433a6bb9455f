package io.ipfskit.node.ops;

import io.ipfskit.node.Node;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;

import java.util.List;

/// Group `pin`: what must stay.
public final class PinOperations {
    private static final String CID = "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";
    private static final String EXAMPLE = "{\"path\": \"" + CID + "\"}";

    /// Pins content.
    public static final Operation<PinAddInput, Pinned> ADD =
            Operation.named("pin", "add", PinAddInput.class, Pinned.class)
                    .summary("Pins content, so that it stays.")
                    .route(Operation.Verb.POST, "/pin/add")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.IDEMPOTENT)
                    .example("everything below a root", EXAMPLE)
                    .example("for a day", "{\"path\": \"" + CID + "\", \"expires_in\": \"24h\"}")
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.CONFLICT,
                            ErrorCode.RESOURCE_EXHAUSTED,
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
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.RESOURCE_EXHAUSTED)
                    .build();

    /// Moves a pin to a new version of the content.
    public static final Operation<PinUpdateInput, PinUpdated> UPDATE =
            Operation.named("pin", "update", PinUpdateInput.class, PinUpdated.class)
                    .summary("Pins content instead of an earlier version of it.")
                    .route(Operation.Verb.POST, "/pin/update")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.DESTRUCTIVE)
                    .example(
                            "keep the old pin, too",
                            "{\"from\":"
                                + " \"bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi\","
                                + " \"to\": \""
                                    + CID
                                    + "\", \"unpin\": false}")
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.CONFLICT,
                            ErrorCode.RESOURCE_EXHAUSTED,
                            ErrorCode.INTEGRITY)
                    .build();

    /// Hashes what is pinned again.
    public static final Operation<PinVerifyInput, PinsVerified> VERIFY =
            Operation.named("pin", "verify", PinVerifyInput.class, PinsVerified.class)
                    .summary(
                            "Reads and hashes all blocks of recursive pins and names the bad ones.")
                    .route(Operation.Verb.POST, "/pin/verify")
                    .hints(Operation.Hint.READ_ONLY, Operation.Hint.IDEMPOTENT)
                    .givesRows(PinVerdict.class)
                    .example("all, the good ones too", "{\"verbose\": true}")
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.RESOURCE_EXHAUSTED)
                    .build();

    private PinOperations() {}

    /// The operations of this group, done by `node`.
    public static List<Bound<?, ?>> bind(Node node) {
        return List.of(
                ADD.to((input, call) -> node.pins().add(input, call::progress)),
                RM.to((input, call) -> node.pins().remove(input)),
                LS.to((input, call) -> node.pins().list(input, call::item)),
                UPDATE.to((input, call) -> node.pins().update(input, call::progress)),
                VERIFY.to((input, call) -> node.pins().verify(input, call::item, call::progress)));
    }
}
