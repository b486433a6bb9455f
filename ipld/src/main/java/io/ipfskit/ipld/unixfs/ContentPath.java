package io.ipfskit.ipld.unixfs;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.MultiformatException;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A path into a DAG: a root and names below it.
///
/// @param root where the path begins
/// @param segments the names, none of them empty, `.` or `..`
public record ContentPath(Cid root, List<String> segments) {
    /// The longest text that [#parse] reads.
    public static final int MAX_LENGTH = 65536;

    /// The most names in a path.
    public static final int MAX_SEGMENTS = 4096;

    /// Copies and checks the names.
    public ContentPath {
        segments = List.copyOf(segments);
        if (segments.size() > MAX_SEGMENTS) {
            throw new IllegalArgumentException(
                    "a path has at most " + MAX_SEGMENTS + " names, got " + segments.size());
        }
        for (String segment : segments) {
            if (segment.isEmpty()
                    || segment.equals(".")
                    || segment.equals("..")
                    || segment.indexOf('/') >= 0) {
                throw new IllegalArgumentException("a name in a path cannot be '" + segment + "'");
            }
        }
    }

    /// The root itself.
    public static ContentPath of(Cid root) {
        return new ContentPath(root, List.of());
    }

    /// Reads `/ipfs/CID/a/b`, `CID/a/b`, or the URL `ipfs://CID/a%20b`, whose names are
    /// percent-decoded. Empty names and `.` are dropped, `..` goes up one name but not above the
    /// root.
    ///
    /// @throws IllegalArgumentException if it is malformed, or of another namespace
    public static ContentPath parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a path has at most " + MAX_LENGTH + " characters, got " + text.length());
        }
        boolean url = text.startsWith("ipfs://");
        String rest;
        if (url) {
            rest = text.substring(7);
        } else if (text.startsWith("/ipfs/")) {
            rest = text.substring(6);
        } else if (text.startsWith("/")) {
            throw new IllegalArgumentException(
                    "a path begins with /ipfs/ or a CID, got '" + excerpt(text) + "'");
        } else {
            rest = text;
        }
        String[] words = rest.split("/", -1);
        Cid root;
        try {
            root = Cid.parse(words[0]);
        } catch (MultiformatException e) {
            throw new IllegalArgumentException(
                    "invalid path '" + excerpt(text) + "': " + e.getMessage(), e);
        }
        List<String> segments = new ArrayList<>();
        for (int i = 1; i < words.length; i++) {
            String word = url ? percentDecode(words[i]) : words[i];
            if (word.equals("..")) {
                if (segments.isEmpty()) {
                    throw new IllegalArgumentException(
                            "path '" + excerpt(text) + "' goes above its root");
                }
                segments.removeLast();
            } else if (!word.isEmpty() && !word.equals(".")) {
                segments.add(word);
            }
        }
        return new ContentPath(root, segments);
    }

    private static String percentDecode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '%') {
                int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
                int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new IllegalArgumentException(
                            "invalid percent-encoding in '" + excerpt(text) + "'");
                }
                out.put((byte) (high << 4 | low));
                i += 2;
            } else {
                out.put(in[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "percent-encoding in '" + excerpt(text) + "' is not UTF-8", e);
        }
    }

    private static String excerpt(String text) {
        String cut = text.length() > 100 ? text.substring(0, 100) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }

    /// The path of a name below this one.
    public ContentPath child(String name) {
        List<String> longer = new ArrayList<>(segments);
        longer.add(name);
        return new ContentPath(root, longer);
    }

    /// The last name, or the CID if there is none.
    public String name() {
        return segments.isEmpty() ? root.toString() : segments.getLast();
    }

    /// The form `/ipfs/CID/a/b`.
    @Override
    public String toString() {
        return segments.isEmpty()
                ? "/ipfs/" + root
                : "/ipfs/" + root + "/" + String.join("/", segments);
    }
}
