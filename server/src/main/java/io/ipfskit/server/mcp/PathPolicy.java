package io.ipfskit.server.mcp;

import io.ipfskit.anyio.Disk;
import io.ipfskit.mcp.ToolContext;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Principal;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Which paths of this machine an MCP client may have read.
///
/// A path is taken only inside a root: one of `mcp.roots`, or of the client's `file://` roots where
/// these count, or, where the client tells none, the default root. It is checked twice: as written,
/// normalised, before the disk is touched, so that nothing outside can be probed for; and with all
/// symbolic links resolved. What is returned is the resolved path, so that a link that is changed
/// afterwards does not lead elsewhere.
public final class PathPolicy {
    private final Disk disk;
    private final List<Path> configured;
    private final @Nullable Path defaultRoot;
    private final Predicate<Principal> clientRootsCount;

    private PathPolicy(
            Disk disk,
            List<Path> configured,
            @Nullable Path defaultRoot,
            Predicate<Principal> clientRootsCount) {
        this.disk = disk;
        this.configured = List.copyOf(configured);
        this.defaultRoot = defaultRoot;
        this.clientRootsCount = clientRootsCount;
    }

    /// Over stdio: the client started this process and could read all that it can, so its roots
    /// count; `workingDirectory` is the default.
    public static PathPolicy overStdio(Disk disk, List<Path> configured, Path workingDirectory) {
        return new PathPolicy(disk, configured, workingDirectory, caller -> true);
    }

    /// Over HTTP: no default, and a client's roots count only when it proved by a token who it is.
    /// Otherwise any local user could name `/` as root and read this process's files.
    public static PathPolicy overHttp(Disk disk, List<Path> configured) {
        return new PathPolicy(disk, configured, null, caller -> !caller.equals(Principal.LOCAL));
    }

    /// The real path of `given`, a path or `file://` URI; a relative one is below the first root.
    ///
    /// @throws OperationFailed `permission_denied` outside the roots, `not_found`, or
    ///   `invalid_argument` when it is no path
    public Path check(String given, ToolContext context) throws InterruptedException {
        List<Path> roots = roots(context);
        if (roots.isEmpty()) {
            throw new OperationFailed(
                    ErrorCode.PERMISSION_DENIED,
                    "no folder is open to this client, so no path can be read; give the content as"
                            + " text or base64, or set mcp.roots in the configuration of the node");
        }
        Path path = roots.getFirst().resolve(parse(given)).normalize();
        List<Path> realRoots = new ArrayList<>();
        for (Path root : roots) {
            try {
                realRoots.add(disk.realPath(root));
            } catch (IOException absent) {
                // a root that is not there has nothing inside
            }
        }
        if (!isInside(path, roots) && !isInside(path, realRoots)) {
            throw outside(given, roots);
        }
        Path real;
        try {
            real = disk.realPath(path);
        } catch (NoSuchFileException absent) {
            throw new OperationFailed(
                    ErrorCode.NOT_FOUND, "path: there is no file or folder " + given, absent);
        } catch (IOException unreadable) {
            throw new OperationFailed(
                    ErrorCode.PERMISSION_DENIED,
                    "path: " + given + " cannot be read: " + unreadable.getMessage(),
                    unreadable);
        }
        if (!isInside(real, realRoots)) {
            throw outside(given, roots);
        }
        return real;
    }

    private static boolean isInside(Path path, List<Path> roots) {
        return roots.stream().anyMatch(path::startsWith);
    }

    private static OperationFailed outside(String given, List<Path> roots) {
        return new OperationFailed(
                ErrorCode.PERMISSION_DENIED,
                "path: " + given + " is outside the folders open to this client: " + roots);
    }

    /// The roots, absolute and normalised, the one for relative paths first.
    private List<Path> roots(ToolContext context) throws InterruptedException {
        List<Path> roots = new ArrayList<>();
        Optional<List<ToolContext.Root>> told =
                clientRootsCount.test(context.principal()) ? context.roots() : Optional.empty();
        if (told.isPresent()) {
            for (ToolContext.Root root : told.get()) {
                Path path = fileUri(root.uri());
                if (path != null) {
                    roots.add(path.normalize());
                }
            }
        } else if (defaultRoot != null) {
            roots.add(defaultRoot.toAbsolutePath().normalize());
        }
        configured.forEach(root -> roots.add(root.toAbsolutePath().normalize()));
        return roots;
    }

    private static Path parse(String given) {
        if (given.startsWith("file:")) {
            Path path = fileUri(given);
            if (path == null) {
                throw OperationFailed.invalidField("path", "no file:// URI of this machine");
            }
            return path;
        }
        try {
            return Path.of(given);
        } catch (InvalidPathException invalid) {
            throw OperationFailed.invalidField("path", "no path: " + invalid.getReason());
        }
    }

    private static @Nullable Path fileUri(String text) {
        try {
            URI uri = URI.create(text);
            boolean local = uri.getAuthority() == null || uri.getAuthority().equals("localhost");
            if (!"file".equalsIgnoreCase(uri.getScheme()) || !local || uri.getPath() == null) {
                return null;
            }
            Path path = Path.of(uri.getPath());
            return path.isAbsolute() ? path : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
