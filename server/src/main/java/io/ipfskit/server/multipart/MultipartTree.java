package io.ipfskit.server.multipart;

import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.StringJoiner;

/// A tree of files out of a multipart body, by the conventions of Kubo's `add`:
///
/// - `filename` is the path in the tree, form-encoded (`a%2Fb+c.txt` is `a/b c.txt`); one that does
///   not decode is taken as it is, since browsers do not encode.
/// - `Content-Type: application/x-directory` (or a nested multipart type) is a folder without
///   content, so that empty folders survive; `application/symlink` is a link whose target is the
///   content; everything else is a file.
/// - `mode` (octal), `mtime` (seconds) and `mtime-nsecs` are parameters of the content disposition,
///   or headers of these names as older clients send them.
public final class MultipartTree implements Tree.EntrySource {
    private static final int TARGET_BYTES_MAX = 4096;
    private static final int PATH_LENGTH_MAX = 4096;

    private final MultipartReader parts;
    private int number;

    /// Reads the entries of `parts`.
    public MultipartTree(MultipartReader parts) {
        this.parts = parts;
    }

    @Override
    public Tree.@Nullable Entry next() throws IOException, InterruptedException {
        PartHeader header = parts.next();
        if (header == null) {
            return null;
        }
        number++;
        String path = path(header);
        String type = header.contentType() == null ? "" : header.contentType();
        Integer mode = mode(header);
        Instant modified = modified(header);
        if (type.equals("application/x-directory") || type.startsWith("multipart/")) {
            return new Tree.Entry(path, Tree.Kind.DIRECTORY, null, null, mode, modified);
        }
        if (type.equals("application/symlink")) {
            return new Tree.Entry(path, Tree.Kind.SYMLINK, null, target(path), mode, modified);
        }
        int mine = number;
        ByteSource content =
                ByteSource.of(
                        target -> {
                            if (mine != number) {
                                throw new IllegalStateException(
                                        "the content of "
                                                + path
                                                + " is gone: the next was asked for");
                            }
                            return parts.read(target);
                        },
                        -1);
        return new Tree.Entry(path, Tree.Kind.FILE, content, null, mode, modified);
    }

    private String path(PartHeader header) {
        String name = header.fileName();
        if (name == null || name.isEmpty()) {
            name = header.name() == null || header.name().isEmpty() ? "file" : header.name();
        } else {
            name = decode(name);
        }
        if (name.length() > PATH_LENGTH_MAX || name.indexOf('\0') >= 0) {
            throw invalid("its path is longer than " + PATH_LENGTH_MAX + " or holds a NUL");
        }
        StringJoiner path = new StringJoiner("/");
        for (String segment : name.split("/", -1)) {
            if (segment.equals("..")) {
                throw invalid("its path holds .. : " + name);
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                path.add(segment);
            }
        }
        if (path.length() == 0) {
            throw invalid("its path names nothing: " + name);
        }
        return path.toString();
    }

    private static String decode(String name) {
        try {
            String decoded = URLDecoder.decode(name, StandardCharsets.UTF_8);
            return decoded.indexOf('\ufffd') >= 0 && name.indexOf('\ufffd') < 0 ? name : decoded;
        } catch (IllegalArgumentException notEncoded) {
            return name;
        }
    }

    private String target(String path) throws IOException, InterruptedException {
        ByteBuffer target = ByteBuffer.allocate(TARGET_BYTES_MAX + 1);
        while (parts.read(target) >= 0) {
            if (!target.hasRemaining()) {
                throw invalid("the target of symlink " + path + " is longer than 4096 bytes");
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(target.flip()).toString();
        } catch (CharacterCodingException notUtf8) {
            throw invalid("the target of symlink " + path + " is not UTF-8");
        }
    }

    private @Nullable Integer mode(PartHeader header) {
        String text = parameter(header, "mode");
        if (text == null) {
            return null;
        }
        try {
            int mode = Integer.parseInt(text, 8);
            if (mode >= 0 && mode <= 07777) {
                return mode;
            }
        } catch (NumberFormatException malformed) {
            // told below
        }
        throw invalid("mode must be octal and at most 7777, was " + text);
    }

    private @Nullable Instant modified(PartHeader header) {
        String seconds = parameter(header, "mtime");
        if (seconds == null) {
            return null;
        }
        String nanos = parameter(header, "mtime-nsecs");
        try {
            return Instant.ofEpochSecond(
                    Long.parseLong(seconds), nanos == null ? 0 : Integer.parseUnsignedInt(nanos));
        } catch (NumberFormatException | java.time.DateTimeException malformed) {
            throw invalid("mtime must be seconds since 1970, was " + seconds);
        }
    }

    private static @Nullable String parameter(PartHeader header, String name) {
        Map<String, String> disposition = header.disposition();
        return disposition.containsKey(name) ? disposition.get(name) : header.headers().get(name);
    }

    private OperationFailed invalid(String what) {
        return new OperationFailed(
                ErrorCode.INVALID_ARGUMENT, "part " + number + " of the multipart body: " + what);
    }
}
