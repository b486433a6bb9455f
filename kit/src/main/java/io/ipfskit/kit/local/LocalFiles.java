package io.ipfskit.kit.local;

import io.ipfskit.anyio.Disk;
import io.ipfskit.kit.json.Json;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.FieldError;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// The server's side of a hand-over: checks who names a path, and whether it means the same here.
public final class LocalFiles {
    private static final String FIELD = "view";

    private final @Nullable LocalSecret secret;
    private final @Nullable FileView view;

    private LocalFiles(@Nullable LocalSecret secret, @Nullable FileView view) {
        this.secret = secret;
        this.view = view;
    }

    /// Takes nothing over.
    public static LocalFiles none() {
        return new LocalFiles(null, null);
    }

    /// Takes paths over from who can read `dataDir`, where the system can tell.
    public static LocalFiles open(Disk disk, Path dataDir)
            throws IOException, InterruptedException {
        FileView view = FileView.ofThisProcess(disk);
        return view == null ? none() : new LocalFiles(LocalSecret.create(disk, dataDir), view);
    }

    /// A path that a client named.
    ///
    /// @param path it, absolute
    /// @param rules what is taken below it
    public record Named(Path path, Tree.AddRules rules) {}

    /// The path that the body names.
    ///
    /// @param header the value of [LocalSecret#HEADER], or null
    /// @throws OperationFailed a refusal ([#isRefusal]) when the client is not known to see the
    ///   same files; `invalid_argument` when the body is wrong
    public Named accept(@Nullable String header, byte[] body) {
        LocalSecret known = secret;
        FileView here = view;
        if (known == null || here == null || !known.isRevealedBy(header)) {
            throw refusal(
                    "the header "
                            + LocalSecret.HEADER
                            + " does not prove that the caller is"
                            + " the owner of the data directory");
        }
        PathBody named = Json.standard().read(body, PathBody.class);
        if (!named.view().equals(here.text())) {
            throw refusal("the caller sees other files than this server, or with other rights");
        }
        try {
            Path path = Path.of(named.path());
            if (!path.isAbsolute()) {
                throw OperationFailed.invalidField("path", "must be absolute");
            }
            return new Named(path, named.rules());
        } catch (InvalidPathException malformed) {
            throw OperationFailed.invalidField("path", "is no path of this system");
        }
    }

    private static OperationFailed refusal(String why) {
        String message = "a path cannot be taken over: " + why + "; send the bytes";
        return new Failure(
                        ErrorCode.UNSUPPORTED,
                        message,
                        null,
                        null,
                        false,
                        null,
                        List.of(new FieldError(FIELD, why)))
                .toException();
    }

    /// Whether a failure says that the server wants the bytes instead.
    public static boolean isRefusal(Failure failure) {
        return failure.code() == ErrorCode.UNSUPPORTED
                && failure.fields().stream().anyMatch(field -> field.field().equals(FIELD));
    }
}
