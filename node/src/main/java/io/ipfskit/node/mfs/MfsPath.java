package io.ipfskit.node.mfs;

import io.ipfskit.node.repository.TreeChange;
import io.ipfskit.operation.OperationFailed;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A path in the tree of files.
///
/// @param names from the root down, none of them empty, `.` or `..`; none for the root itself
/// @param endsWithSlash whether it was written so, which says that it names a folder
record MfsPath(List<String> names, boolean endsWithSlash) {
    /// The most names of a path.
    static final int DEPTH_MAX = 256;

    static final MfsPath ROOT = new MfsPath(List.of(), false);

    MfsPath {
        names = List.copyOf(names);
    }

    /// Reads a path that came from outside. Empty names and `.` are dropped, `..` goes up one name.
    ///
    /// @param field the field that messages name
    /// @throws OperationFailed `invalid_argument` about the field
    static MfsPath parse(String field, String text) {
        if (text.isEmpty()) {
            throw OperationFailed.invalidField(field, "paths must not be empty");
        }
        if (text.charAt(0) != '/') {
            throw OperationFailed.invalidField(field, "paths must start with a leading slash");
        }
        check(field, text);
        List<String> names = new ArrayList<>();
        for (String name : text.split("/", -1)) {
            if (name.equals("..")) {
                if (names.isEmpty()) {
                    throw OperationFailed.invalidField(field, "goes above the root");
                }
                names.removeLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        if (names.size() > DEPTH_MAX) {
            throw OperationFailed.invalidField(
                    field, "has more than " + DEPTH_MAX + " names: " + names.size());
        }
        return new MfsPath(names, text.endsWith("/") && !names.isEmpty());
    }

    private static void check(String field, String text) {
        if (text.indexOf('\0') >= 0) {
            throw OperationFailed.invalidField(field, "has a NUL");
        }
        if (text.length() > TreeChange.PATH_BYTES_MAX) {
            throw tooLong(field);
        }
        try {
            int bytes =
                    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).remaining();
            if (bytes > TreeChange.PATH_BYTES_MAX) {
                throw tooLong(field);
            }
        } catch (CharacterCodingException e) {
            throw OperationFailed.invalidField(field, "is not valid Unicode");
        }
    }

    private static OperationFailed tooLong(String field) {
        return OperationFailed.invalidField(
                field, "has more than " + TreeChange.PATH_BYTES_MAX + " bytes");
    }

    boolean isRoot() {
        return names.isEmpty();
    }

    /// The last name.
    String name() {
        return names.getLast();
    }

    /// The folder that it is in.
    MfsPath parent() {
        return new MfsPath(names.subList(0, names.size() - 1), false);
    }

    /// The path of a name below.
    ///
    /// @throws OperationFailed `invalid_argument` about the field when that is too long
    MfsPath child(String field, String name) {
        return parse(field, (isRoot() ? "" : this) + "/" + name);
    }

    /// Whether it is that path or below it.
    boolean isWithin(MfsPath that) {
        return names.size() >= that.names.size()
                && names.subList(0, that.names.size()).equals(that.names);
    }

    /// The one form: `/` or `/a/b`.
    @Override
    public String toString() {
        return "/" + String.join("/", names);
    }
}
