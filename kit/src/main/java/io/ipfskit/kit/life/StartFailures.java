package io.ipfskit.kit.life;

import io.ipfskit.blockstore.StoreDamaged;
import io.ipfskit.blockstore.StoreFull;
import io.ipfskit.blockstore.StoreLocked;
import io.ipfskit.blockstore.StoreVersionUnsupported;
import io.ipfskit.kit.life.StartRefused.Reason;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.wal.log.LogDamaged;
import io.ipfskit.wal.log.LogFull;
import io.ipfskit.wal.log.LogLocked;
import io.ipfskit.wal.log.LogVersionUnsupported;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/// What a failure of a start step means for the exit code.
final class StartFailures {
    private StartFailures() {}

    static StartRefused refused(String service, Throwable cause) {
        String message = service + " did not start: " + cause.getMessage();
        return new StartRefused(reason(cause), message, cause);
    }

    private static Reason reason(Throwable cause) {
        return switch (cause) {
            case LogDamaged _, StoreDamaged _ -> Reason.DAMAGED;
            case LogLocked _, StoreLocked _ -> Reason.DATA_IN_USE;
            case LogVersionUnsupported _, StoreVersionUnsupported _ -> Reason.NEWER_DATA;
            case AccessDeniedException _, LogFull _, StoreFull _ -> Reason.NOT_WRITABLE;
            case FileSystemException e when String.valueOf(e.getMessage()).contains("Read-only") ->
                    Reason.NOT_WRITABLE;
            case OperationFailed failed when failed.code() == ErrorCode.INTEGRITY -> Reason.DAMAGED;
            case OperationFailed failed when failed.code() == ErrorCode.UNSUPPORTED ->
                    Reason.NEWER_DATA;
            default -> Reason.OTHER;
        };
    }
}
