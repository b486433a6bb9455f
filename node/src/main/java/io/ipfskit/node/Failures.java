package io.ipfskit.node;

import io.ipfskit.blockstore.StoreConflict;
import io.ipfskit.blockstore.StoreDamaged;
import io.ipfskit.ipld.BlockNotFound;
import io.ipfskit.ipld.IntegrityException;
import io.ipfskit.ipld.MalformedBlock;
import io.ipfskit.ipld.UnsupportedContent;
import io.ipfskit.ipld.car.CarException;
import io.ipfskit.ipld.traverse.WalkLimitPassed;
import io.ipfskit.ipld.unixfs.PathNotFound;
import io.ipfskit.node.fetch.FetchFailed;
import io.ipfskit.node.filestore.ReferenceBroken;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.wal.log.DiskFull;
import io.ipfskit.wal.log.LogDamaged;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Locale;

/// The one mapping from what the floors below throw to the vocabulary of operations.
public final class Failures {
    private Failures() {}

    /// The failure that `cause` is, for something done with `what` (a path, a CID).
    public static OperationFailed of(IOException cause, String what) {
        String message = message(cause);
        return switch (cause) {
            case BlockNotFound e ->
                    failed(
                            ErrorCode.NOT_FOUND,
                            "block " + e.cid() + " is not here: add or import it first",
                            e);
            case IntegrityException e ->
                    failed(
                            ErrorCode.INTEGRITY,
                            message + "; restore the block " + e.cid() + " from another copy",
                            e);
            case MalformedBlock e -> failed(ErrorCode.INTEGRITY, message, e);
            case UnsupportedContent e -> failed(ErrorCode.UNSUPPORTED, message, e);
            case PathNotFound e -> failed(ErrorCode.NOT_FOUND, message, e);
            case ReferenceBroken e -> failed(code(e.why()), message, e);
            case FetchFailed e -> failed(e.code(), message, e);
            case CarException e -> failed(ErrorCode.INVALID_ARGUMENT, message, e);
            case WalkLimitPassed e -> limit(message, e);
            case StoreConflict e -> failed(ErrorCode.CONFLICT, message, e);
            case StoreDamaged e -> failed(ErrorCode.INTEGRITY, message, e);
            case LogDamaged e -> failed(ErrorCode.INTEGRITY, message, e);
            case NoSuchFileException e ->
                    failed(
                            ErrorCode.NOT_FOUND,
                            "there is no " + file(e, what) + ": check the path",
                            e);
            case AccessDeniedException e ->
                    failed(
                            ErrorCode.PERMISSION_DENIED,
                            "cannot read or write "
                                    + file(e, what)
                                    + ": permission denied; give the user of this process access,"
                                    + " or leave it out",
                            e);
            case FileSystemLoopException e ->
                    failed(
                            ErrorCode.INVALID_ARGUMENT,
                            "symbolic links go in a circle at " + what,
                            e);
            default -> other(cause, what, message);
        };
    }

    private static ErrorCode code(ReferenceBroken.Why why) {
        return switch (why) {
            case CHANGED -> ErrorCode.INTEGRITY;
            case MISSING -> ErrorCode.NOT_FOUND;
            case FORBIDDEN -> ErrorCode.PERMISSION_DENIED;
            case FAILED -> ErrorCode.UNAVAILABLE;
        };
    }

    private static OperationFailed other(IOException cause, String what, String message) {
        if (DiskFull.isCauseOf(cause)) {
            return limit(
                    "no space left on the disk of the data directory while working on "
                            + what
                            + ": nothing of it was stored; free some space and try again",
                    cause);
        }
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("too long")) {
            return limit("the path is too long for this system at " + what, cause);
        }
        if (lower.contains("permission denied") || lower.contains("not permitted")) {
            return failed(
                    ErrorCode.PERMISSION_DENIED, "cannot work on " + what + ": " + message, cause);
        }
        if (lower.contains("utf-8")) {
            return failed(ErrorCode.INVALID_ARGUMENT, message, cause);
        }
        return failed(ErrorCode.UNAVAILABLE, what + ": " + message, cause);
    }

    private static String file(FileSystemException e, String what) {
        return e.getFile() == null ? what : e.getFile();
    }

    private static String message(IOException cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static OperationFailed failed(ErrorCode code, String message, IOException cause) {
        return new OperationFailed(code, message, cause);
    }

    /// A limit that waiting does not lift.
    public static OperationFailed limit(String message, IOException cause) {
        return new Failure(
                        ErrorCode.RESOURCE_EXHAUSTED, message, null, null, false, null, List.of())
                .toException(cause);
    }

    /// A limit that waiting does not lift.
    public static OperationFailed limit(String message) {
        return new Failure(
                        ErrorCode.RESOURCE_EXHAUSTED, message, null, null, false, null, List.of())
                .toException();
    }
}
