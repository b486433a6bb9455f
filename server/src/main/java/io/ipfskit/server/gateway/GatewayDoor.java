package io.ipfskit.server.gateway;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Deadline;
import io.ipfskit.ipld.BlockSource;
import io.ipfskit.ipld.unixfs.ContentPath;
import io.ipfskit.ipld.unixfs.Directories;
import io.ipfskit.ipld.unixfs.DirectoryEntry;
import io.ipfskit.ipld.unixfs.PathResolver;
import io.ipfskit.ipld.unixfs.Resolved;
import io.ipfskit.ipld.unixfs.UnixFs;
import io.ipfskit.ipld.unixfs.UnixFsNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.node.Failures;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Failure;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.server.http.ClientGone;
import io.ipfskit.server.http.EntityTags;
import io.ipfskit.server.http.HostPolicy;
import io.ipfskit.server.http.HttpExchange;
import io.ipfskit.server.http.HttpProblem;
import io.ipfskit.server.http.HttpService;
import io.ipfskit.server.http.PercentEncoding;
import io.ipfskit.server.http.Problems;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// Answers requests of the gateway listener.
public final class GatewayDoor implements HttpService {
    static final String IMMUTABLE = "public, max-age=29030400, immutable";
    private static final String PREFIX = "/ipfs/";
    private static final String INDEX = "index.html";

    private final BlockSource blocks;
    private final HostPolicy hosts;
    private final Duration timeout;
    private final SmallFiles smallFiles = new SmallFiles();

    /// Serves what `blocks` has, to the hosts that `hosts` allows.
    ///
    /// @param timeout until an answer begins
    public GatewayDoor(BlockSource blocks, HostPolicy hosts, Duration timeout) {
        this.blocks = blocks;
        this.timeout = timeout;
        this.hosts = hosts;
    }

    @Override
    public boolean serveAtOnce(HttpExchange exchange) {
        return smallFiles.serve(exchange, hosts);
    }

    @Override
    public void serve(HttpExchange exchange) throws IOException, InterruptedException {
        try {
            hosts.check(exchange);
            CancelScope.failAfter(
                    timeout,
                    scope -> {
                        exchange.beforeFirstByte(() -> scope.deadline(Deadline.NONE));
                        route(exchange);
                        return null;
                    });
        } catch (TimeoutException late) {
            refuse(
                    exchange,
                    new OperationFailed(
                            ErrorCode.TIMEOUT,
                            "the content was not found within " + timeout.toSeconds() + " s",
                            late));
        } catch (ClientGone gone) {
            throw gone;
        } catch (IOException failed) {
            if (exchange.isCommitted()) {
                throw failed;
            }
            refuse(exchange, Failures.of(failed, exchange.rawPath()));
        } catch (OperationFailed | HttpProblem failed) {
            if (exchange.isCommitted()) {
                throw failed;
            }
            refuse(exchange, failed);
        }
    }

    /// Errors of a content listener are for people: plain text.
    private static void refuse(HttpExchange exchange, RuntimeException failed)
            throws IOException, InterruptedException {
        Failure failure = Problems.failureOf(failed, exchange);
        int status =
                failed instanceof HttpProblem problem
                        ? problem.status()
                        : failure.code().httpStatus();
        if (failed instanceof HttpProblem problem) {
            problem.headers().forEach(exchange::set);
        }
        exchange.clearContentHeaders();
        exchange.beforeFirstByte(() -> {}); // the scope of the deadline was left
        exchange.set("Cache-Control", "no-store");
        exchange.set("X-Content-Type-Options", "nosniff");
        exchange.respond(
                status,
                "text/plain; charset=utf-8",
                failure.code().id() + ": " + failure.message() + "\n");
        exchange.linger();
    }

    private void route(HttpExchange exchange) throws IOException, InterruptedException {
        String path = exchange.rawPath();
        if (!exchange.method().equals("GET") && !exchange.isHead()) {
            throw new HttpProblem(
                    405,
                    Failure.of(
                            ErrorCode.INVALID_ARGUMENT,
                            "the gateway only reads: GET and HEAD, not " + exchange.method()),
                    Map.of("Allow", "GET, HEAD"));
        }
        String uri = exchange.query().first("uri");
        if (path.equals(PREFIX) && uri != null) {
            redirectUri(exchange, uri);
            return;
        }
        if (path.startsWith("/ipns/")) {
            throw new HttpProblem(
                    501, ErrorCode.UNSUPPORTED, "this gateway does not resolve IPNS names yet");
        }
        if (!path.startsWith(PREFIX) || path.length() == PREFIX.length()) {
            throw new HttpProblem(
                    404, ErrorCode.NOT_FOUND, "content is at /ipfs/CID, nothing at " + path);
        }
        String format = exchange.query().first("format");
        if (format != null && !format.equals("raw")) {
            throw new HttpProblem(
                    501, ErrorCode.UNSUPPORTED, "format " + format + " is not served here");
        }
        content(exchange, parse(path), path.endsWith("/"), format != null);
    }

    /// `/ipfs/?uri=ipfs://CID/path`, where browsers send links of the scheme.
    private static void redirectUri(HttpExchange exchange, String uri)
            throws IOException, InterruptedException {
        if (!uri.startsWith("ipfs://")) {
            throw new HttpProblem(
                    400, ErrorCode.INVALID_ARGUMENT, "uri must begin with ipfs://, was " + uri);
        }
        try {
            ContentPath path = ContentPath.parse(uri);
            redirect(exchange, encode(path) + (uri.endsWith("/") ? "/" : ""));
        } catch (IllegalArgumentException malformed) {
            throw new OperationFailed(
                    ErrorCode.INVALID_ARGUMENT, String.valueOf(malformed.getMessage()), malformed);
        }
    }

    private static void redirect(HttpExchange exchange, String location)
            throws IOException, InterruptedException {
        exchange.set("Location", location);
        exchange.respond(301, "text/plain; charset=utf-8", "moved to " + location + "\n");
    }

    private static String encode(ContentPath path) {
        return path.segments().stream()
                .map(PercentEncoding::encodeSegment)
                .collect(Collectors.joining("/", PREFIX + path.root() + "/", ""))
                .replaceAll("/$", "");
    }

    private static ContentPath parse(String rawPath) {
        String[] words = rawPath.substring(PREFIX.length()).split("/", -1);
        List<String> names = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            String name = PercentEncoding.decode(words[i], "the path");
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        try {
            return new ContentPath(Cid.parse(words[0]), names);
        } catch (MultiformatException malformed) {
            throw new OperationFailed(
                    ErrorCode.INVALID_ARGUMENT,
                    words[0] + " is no CID: " + malformed.getMessage(),
                    malformed);
        } catch (IllegalArgumentException malformed) {
            throw new OperationFailed(
                    ErrorCode.INVALID_ARGUMENT, String.valueOf(malformed.getMessage()), malformed);
        }
    }

    private void content(HttpExchange exchange, ContentPath path, boolean hasSlash, boolean isRaw)
            throws IOException, InterruptedException {
        BlockSource source = new LastBlock(blocks);
        Resolved resolved = PathResolver.resolve(source, path);
        if (!resolved.remainder().isEmpty()) {
            throw new OperationFailed(
                    ErrorCode.UNSUPPORTED,
                    "paths into codec " + resolved.cid().codec() + " are not read");
        }
        exchange.set("X-Ipfs-Path", encode(path));
        exchange.set(
                "X-Ipfs-Roots",
                resolved.walked().stream().map(Cid::toString).collect(Collectors.joining(",")));
        exchange.set("X-Content-Type-Options", "nosniff");
        if (isRaw) {
            raw(exchange, source, resolved.cid());
            return;
        }
        switch (UnixFs.read(source, resolved.cid())) {
            case UnixFsNode.Content file ->
                    new FileAnswer(source, exchange, smallFiles).send(file, path.name());
            case UnixFsNode.SymlinkNode link -> {
                if (!isNotModified(exchange, "\"" + link.cid() + "\"", IMMUTABLE)) {
                    exchange.respond(200, "inode/symlink", link.target());
                }
            }
            case UnixFsNode.Folder folder -> folder(exchange, source, path, folder, hasSlash);
        }
    }

    private static void raw(HttpExchange exchange, BlockSource source, Cid cid)
            throws IOException, InterruptedException {
        if (!isNotModified(exchange, "\"" + cid + ".raw\"", IMMUTABLE)) {
            byte[] bytes = new byte[BlockSource.fetch(source, cid).size()];
            BlockSource.fetch(source, cid).bytes().get(bytes);
            exchange.set("Content-Disposition", "attachment; filename=\"" + cid + ".bin\"");
            exchange.respond(200, "application/vnd.ipld.raw", bytes);
        }
    }

    private void folder(
            HttpExchange exchange,
            BlockSource source,
            ContentPath path,
            UnixFsNode.Folder folder,
            boolean hasSlash)
            throws IOException, InterruptedException {
        if (!hasSlash) {
            String query = exchange.rawQuery();
            redirect(exchange, encode(path) + "/" + (query == null ? "" : "?" + query));
            return;
        }
        Optional<DirectoryEntry> index = Directories.lookup(source, folder, INDEX);
        if (index.isPresent()
                && UnixFs.read(source, index.get().cid()) instanceof UnixFsNode.Content page) {
            new FileAnswer(source, exchange, smallFiles).send(page, INDEX);
            return;
        }
        String tag = "\"DirIndex-" + DirectoryPage.VERSION + "_CID-" + folder.cid() + "\"";
        if (!isNotModified(exchange, tag, DirectoryPage.CACHE_CONTROL)) {
            DirectoryPage.send(exchange, source, path, folder);
        }
    }

    /// Sets entity tag and caching; answers 304 when the client has this already.
    static boolean isNotModified(HttpExchange exchange, String tag, String cacheControl)
            throws IOException, InterruptedException {
        exchange.set("ETag", tag);
        exchange.set("Cache-Control", cacheControl);
        if (EntityTags.matches(exchange.header("If-None-Match"), tag)) {
            exchange.status(304).finish();
            return true;
        }
        return false;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
