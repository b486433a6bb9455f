package io.ipfskit.node.ops;

import io.ipfskit.node.Node;
import io.ipfskit.operation.Access;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;

import java.util.List;

/// Group `files`: the tree of files (MFS), whose paths can be changed.
public final class FilesOperations {
    private static final String PATH = "{\"path\": \"/docs\"}";

    /// Lists a folder.
    public static final Operation<FilesLsInput, FilesListed> LS =
            Operation.named("files", "ls", FilesLsInput.class, FilesListed.class)
                    .summary("Lists a folder of the tree of files.")
                    .get("/files/ls")
                    .givesRows(FilesEntry.class)
                    .example("the root, with types and sizes", "{\"details\": true}")
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.INTEGRITY,
                            ErrorCode.RESOURCE_EXHAUSTED)
                    .build();

    /// Says what is at a path.
    public static final Operation<FilesStatInput, FilesStat> STAT =
            Operation.named("files", "stat", FilesStatInput.class, FilesStat.class)
                    .summary("Says what is at a path of the tree of files, and how large.")
                    .get("/files/stat")
                    .example("the root, with its CID", "{\"path\": \"/\"}")
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.INTEGRITY,
                            ErrorCode.RESOURCE_EXHAUSTED)
                    .build();

    /// Gives the bytes of a file.
    public static final Operation<FilesReadInput, ByteStream> READ =
            Operation.named("files", "read", FilesReadInput.class, ByteStream.class)
                    .summary("Gives the bytes of a file in the tree of files, or a range of them.")
                    .get("/files/read")
                    .givesBytes()
                    .example(
                            "ten bytes from the fifth on",
                            "{\"path\": \"/docs/readme\", \"offset\": 4, \"length\": 10}")
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.INTEGRITY)
                    .build();

    /// Writes bytes to a file.
    public static final Operation<FilesWriteInput, FilesChanged> WRITE =
            Operation.named("files", "write", FilesWriteInput.class, FilesChanged.class)
                    .summary("Writes bytes to a file in the tree of files, over what is there.")
                    .route(Operation.Verb.POST, "/files/write")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.DESTRUCTIVE, Operation.Hint.IDEMPOTENT)
                    .takes(Operation.BodyIn.BYTES)
                    .example(
                            "a new file with its folders",
                            "{\"dest\": \"/docs/readme\", \"create\": true, \"parents\": true,"
                                    + " \"truncate\": true}")
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.CONFLICT,
                            ErrorCode.INTEGRITY,
                            ErrorCode.RESOURCE_EXHAUSTED)
                    .build();

    /// Makes a folder.
    public static final Operation<FilesMkdirInput, FilesChanged> MKDIR =
            Operation.named("files", "mkdir", FilesMkdirInput.class, FilesChanged.class)
                    .summary("Makes a folder in the tree of files.")
                    .route(Operation.Verb.POST, "/files/mkdir")
                    .access(Access.WRITE)
                    .example(
                            "a folder and those on the way to it",
                            "{\"path\": \"/docs/new\", \"parents\": true}")
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.ALREADY_EXISTS)
                    .build();

    /// Removes a file or folder.
    public static final Operation<FilesRmInput, FilesChanged> RM =
            Operation.named("files", "rm", FilesRmInput.class, FilesChanged.class)
                    .summary("Removes a file or folder from the tree of files.")
                    .route(Operation.Verb.POST, "/files/rm")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.DESTRUCTIVE)
                    .example(
                            "a folder with all that is in it",
                            "{\"path\": \"/docs/old\", \"recursive\": true}")
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.INTEGRITY)
                    .build();

    /// Links content.
    public static final Operation<FilesCpInput, FilesChanged> CP =
            Operation.named("files", "cp", FilesCpInput.class, FilesChanged.class)
                    .summary(
                            "Links content, or a part of the tree of files, at another path; copies"
                                    + " no blocks.")
                    .route(Operation.Verb.POST, "/files/cp")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.DESTRUCTIVE)
                    .example(
                            "content by its CID",
                            "{\"source\":"
                                + " \"/ipfs/bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\","
                                + " \"dest\": \"/docs/hello\", \"parents\": true}")
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.ALREADY_EXISTS,
                            ErrorCode.INTEGRITY,
                            ErrorCode.UNSUPPORTED)
                    .build();

    /// Moves a file or folder.
    public static final Operation<FilesMvInput, FilesChanged> MV =
            Operation.named("files", "mv", FilesMvInput.class, FilesChanged.class)
                    .summary("Moves a file or folder within the tree of files, at once.")
                    .route(Operation.Verb.POST, "/files/mv")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.DESTRUCTIVE)
                    .example("a file", "{\"source\": \"/docs/a\", \"dest\": \"/docs/b\"}")
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.ALREADY_EXISTS,
                            ErrorCode.INTEGRITY)
                    .build();

    /// Says what is durable.
    public static final Operation<FilesFlushInput, FilesFlushed> FLUSH =
            Operation.named("files", "flush", FilesFlushInput.class, FilesFlushed.class)
                    .summary("Gives the CID of a path; every change is durable already.")
                    .route(Operation.Verb.POST, "/files/flush")
                    .hints(Operation.Hint.READ_ONLY, Operation.Hint.IDEMPOTENT)
                    .example("the root", "{}")
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.INTEGRITY)
                    .build();

    /// Sets permission bits.
    public static final Operation<FilesChmodInput, FilesChanged> CHMOD =
            Operation.named("files", "chmod", FilesChmodInput.class, FilesChanged.class)
                    .summary("Records permission bits of a file or folder.")
                    .route(Operation.Verb.POST, "/files/chmod")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.IDEMPOTENT)
                    .example("a file", "{\"mode\": \"0644\", \"path\": \"/docs/readme\"}")
                    .errors(
                            ErrorCode.INVALID_ARGUMENT,
                            ErrorCode.NOT_FOUND,
                            ErrorCode.INTEGRITY,
                            ErrorCode.UNSUPPORTED)
                    .build();

    /// Sets a modification time.
    public static final Operation<FilesTouchInput, FilesChanged> TOUCH =
            Operation.named("files", "touch", FilesTouchInput.class, FilesChanged.class)
                    .summary("Records the modification time of a file or folder.")
                    .route(Operation.Verb.POST, "/files/touch")
                    .access(Access.WRITE)
                    .example("now", PATH)
                    .example("a time", "{\"path\": \"/docs\", \"mtime\": 1630937926}")
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.INTEGRITY)
                    .build();

    /// Changes how the CID of a folder is made.
    public static final Operation<FilesChcidInput, FilesChanged> CHCID =
            Operation.named("files", "chcid", FilesChcidInput.class, FilesChanged.class)
                    .summary("Changes the CID version or hash function of a folder.")
                    .route(Operation.Verb.POST, "/files/chcid")
                    .access(Access.WRITE)
                    .hints(Operation.Hint.IDEMPOTENT)
                    .example("CIDv0", "{\"path\": \"/docs\", \"cid_version\": 0}")
                    .errors(ErrorCode.INVALID_ARGUMENT, ErrorCode.NOT_FOUND, ErrorCode.INTEGRITY)
                    .build();

    private FilesOperations() {}

    /// The operations of this group, done by `node`.
    public static List<Bound<?, ?>> bind(Node node) {
        return List.of(
                LS.to((input, call) -> node.files().ls(input, call::item)),
                STAT.to((input, call) -> node.files().stat(input)),
                READ.to((input, call) -> node.files().read(input)),
                WRITE.to((input, call) -> node.files().write(input, call)),
                MKDIR.to((input, call) -> node.files().mkdir(input)),
                RM.to((input, call) -> node.files().rm(input)),
                CP.to((input, call) -> node.files().cp(input)),
                MV.to((input, call) -> node.files().mv(input)),
                FLUSH.to((input, call) -> node.files().flush(input)),
                CHMOD.to((input, call) -> node.files().chmod(input)),
                TOUCH.to((input, call) -> node.files().touch(input)),
                CHCID.to((input, call) -> node.files().chcid(input)));
    }
}
