package io.ipfskit.node.keys;

import io.ipfskit.anyio.Disk;
import io.ipfskit.anyio.Lock;
import io.ipfskit.multiformats.Multibase;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.multiformats.PeerKey;
import io.ipfskit.node.Failures;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keys by name. Thread-safe; what was put is durable when the method returns.
///
/// A name has 1 to 128 bytes of UTF-8 and no control characters; `self` is the node's identity,
/// which is kept elsewhere, so no key here has that name.
public final class KeyStore {
    /// The longest name in bytes.
    public static final int NAME_BYTES_MAX = 128;

    /// The most keys.
    public static final int KEYS_MAX = 16_384;

    /// The name of the identity.
    public static final String SELF = "self";

    private static final String PREFIX = "key_";
    private static final int FOLDER_MODE = 0700;
    private static final int FILE_MODE = 0600;

    private final Disk disk;
    private final Path folder;
    private final Lock changes = new Lock();

    /// Keys in `folder`, which is made with the first one.
    public KeyStore(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /// A name that a key can have.
    ///
    /// @throws OperationFailed `invalid_argument` about `field`
    public static String checkName(String field, String name) {
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > NAME_BYTES_MAX) {
            throw OperationFailed.invalidField(
                    field, "has 1 to " + NAME_BYTES_MAX + " bytes, was " + bytes);
        }
        if (name.equals(SELF)) {
            throw OperationFailed.invalidField(
                    field, "is the name of the node's identity: choose another one");
        }
        boolean isText =
                StandardCharsets.UTF_8.newEncoder().canEncode(name)
                        && name.codePoints().noneMatch(Character::isISOControl);
        if (!isText) {
            throw OperationFailed.invalidField(
                    field, "has control characters or is no Unicode text");
        }
        return name;
    }

    /// Whether there is a key of that name.
    public boolean has(String name) throws InterruptedException {
        Path file = file(name);
        try {
            return disk.exists(file);
        } catch (IOException e) {
            throw Failures.of(e, "key file " + file);
        }
    }

    /// The key of that name.
    ///
    /// @throws OperationFailed `integrity` when its file is damaged
    public Optional<PeerKey> get(String name) throws InterruptedException {
        Path file = file(name);
        try {
            return disk.exists(file)
                    ? Optional.of(KeyFile.decode(file, disk.readAll(file, KeyFile.BYTES_MAX)))
                    : Optional.empty();
        } catch (IOException e) {
            throw Failures.of(e, "key file " + file);
        }
    }

    /// Keeps a new key. Durable when it returns.
    ///
    /// @throws OperationFailed `already_exists` when there is one of that name, which stays;
    ///   `resource_exhausted` when there are as many as allowed
    public void put(String name, PeerKey key) throws InterruptedException {
        Path file = file(name);
        changes.<@Nullable Void, RuntimeException>withLock(() -> {
            try {
                if (disk.exists(file)) {
                    throw new OperationFailed(
                            ErrorCode.ALREADY_EXISTS,
                            "there is a key " + name + " already: choose another name");
                }
                disk.createDirectories(folder, FOLDER_MODE);
                if (disk.list(folder).size() >= KEYS_MAX) {
                    throw Failures.limit("there are " + KEYS_MAX + " keys already");
                }
                disk.writeAtomically(file, KeyFile.encode(key), FILE_MODE);
                Path above = folder.getParent();
                if (above != null) {
                    disk.forceDirectory(above);
                }
                return null;
            } catch (IOException e) {
                throw Failures.of(e, "key file " + file);
            }
        });
    }

    /// The names of all keys, sorted.
    ///
    /// @throws OperationFailed `integrity` when the folder holds something else than keys
    public List<String> list() throws InterruptedException {
        List<String> names = new ArrayList<>();
        try {
            if (!disk.exists(folder)) {
                return List.of();
            }
            for (String file : disk.list(folder)) {
                if (!file.startsWith(".")) { // what a crash left of a file that was being written
                    names.add(nameOf(file));
                }
            }
        } catch (IOException e) {
            throw Failures.of(e, "folder " + folder);
        }
        names.sort(null);
        return List.copyOf(names);
    }

    private Path file(String name) {
        byte[] bytes = checkName("name", name).getBytes(StandardCharsets.UTF_8);
        return folder.resolve(PREFIX + Multibase.BASE32.encodeRaw(bytes));
    }

    private String nameOf(String file) {
        try {
            if (file.startsWith(PREFIX)) {
                byte[] bytes = Multibase.BASE32.decodeRaw(file.substring(PREFIX.length()));
                String name = new String(bytes, StandardCharsets.UTF_8);
                if (file(name).endsWith(file)) {
                    return name;
                }
            }
        } catch (MultiformatException | OperationFailed noName) {
            // told below
        }
        throw new OperationFailed(
                ErrorCode.INTEGRITY,
                folder.resolve(file) + " is no key file: move it out of the folder of keys");
    }

    /// The folder, and nothing of the keys.
    @Override
    public String toString() {
        return "KeyStore[" + folder + "]";
    }
}
