package io.ipfskit.node.kubo;

import io.ipfskit.anyio.Disk;
import io.ipfskit.ipld.codec.CodecException;
import io.ipfskit.ipld.codec.CodecLimits;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.multiformats.Multibase;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.multiformats.PeerKey;
import io.ipfskit.node.keys.KeyStore;
import io.ipfskit.operation.OperationFailed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Takes over Kubo's keys: those of the folder `keystore`, each in the file `key_` and its name in
/// base32, and the identity, whose place is the file `config`. All are private keys in libp2p's
/// protobuf form, in `config` in base64.
///
/// A key of ours is never replaced. Messages show names and peer ids, nothing of a key.
final class KeyImport {
    /// Under which name Kubo's identity is kept.
    static final String IDENTITY = "kubo-self";

    private static final String FOLDER = "keystore";
    private static final String PREFIX = "key_";
    private static final int KEY_MAX = 16 << 10;
    private static final int CONFIG_MAX = 4 << 20;
    private static final CodecLimits LIMITS = new CodecLimits(CONFIG_MAX, 64, 1 << 18);

    private final Disk disk;
    private final KeyStore keys;
    private final Import to;
    private final boolean dryRun;
    private long imported;
    private long present;
    private long failed;

    KeyImport(Disk disk, KeyStore keys, Import to, boolean dryRun) {
        this.disk = disk;
        this.keys = keys;
        this.to = to;
        this.dryRun = dryRun;
    }

    /// Takes all keys of the folder. Durable when it returns.
    void run(Path root) throws IOException, InterruptedException {
        Path folder = root.resolve(FOLDER);
        if (!disk.exists(folder)) {
            return;
        }
        Path real = SourceFolder.folder(disk, root, Path.of(FOLDER));
        for (String file : disk.list(real)) {
            try {
                byte[] secret = SourceFolder.read(disk, real.resolve(file), KEY_MAX);
                take(name(file), PeerKey.ofProtobuf(secret));
                Arrays.fill(secret, (byte) 0);
            } catch (MultiformatException | OperationFailed e) {
                fail(real.resolve(file), String.valueOf(e.getMessage()));
            } catch (IOException e) {
                fail(real.resolve(file), "it cannot be read: " + e.getMessage());
            }
        }
    }

    private static String name(String file) {
        if (!file.startsWith(PREFIX)) {
            throw new MultiformatException("it is no key: its name does not begin with " + PREFIX);
        }
        byte[] bytes = Multibase.BASE32.decodeRaw(file.substring(PREFIX.length()));
        String name = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(name.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new MultiformatException("the key's name is no UTF-8");
        }
        return KeyStore.checkName("name", name);
    }

    private void take(String name, PeerKey key) throws InterruptedException {
        Optional<PeerKey> ours = keys.get(name);
        if (ours.isPresent()) {
            if (ours.get().peerId().equals(key.peerId())) {
                present++;
            } else {
                fail(
                        name,
                        "there is another key of that name here ("
                                + ours.get().peerId()
                                + "), which stays; this one is "
                                + key.peerId());
            }
            return;
        }
        if (!dryRun) {
            keys.put(name, key);
        }
        imported++;
    }

    private void fail(Object what, String why) throws InterruptedException {
        failed++;
        to.problem("key", what, why);
    }

    /// Takes the identity as the key [#IDENTITY] and returns its peer id; nothing when it cannot be
    /// read, which is told.
    Optional<String> identity(Path root) throws IOException, InterruptedException {
        Path config = root.resolve("config");
        try {
            PeerKey key = identity(SourceFolder.read(disk, config, CONFIG_MAX));
            take(IDENTITY, key);
            return Optional.of(key.peerId().toString());
        } catch (MultiformatException | OperationFailed e) {
            fail(config, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static PeerKey identity(byte[] config) {
        DataNode root;
        try {
            root = Codecs.JSON.decode(ByteBuffer.wrap(config), LIMITS);
        } catch (CodecException e) {
            // Its message may show what stands around the place.
            throw new MultiformatException("it is no JSON, at byte " + e.offset());
        }
        String secret = text(root, "PrivKey");
        String told = text(root, "PeerID");
        PeerKey key;
        try {
            key = PeerKey.ofProtobuf(Base64.getDecoder().decode(secret));
        } catch (IllegalArgumentException malformed) {
            throw new MultiformatException("Identity.PrivKey is no private key");
        }
        if (!key.peerId().toString().equals(told)) {
            throw new MultiformatException("Identity.PrivKey is not the key of Identity.PeerID");
        }
        return key;
    }

    private static String text(DataNode root, String field) {
        if (root instanceof DataNode.MapNode map
                && map.get("Identity").orElse(null) instanceof DataNode.MapNode identity
                && identity.get(field).orElse(null) instanceof DataNode.Text(String value)) {
            return value;
        }
        throw new MultiformatException("it has no text Identity." + field);
    }

    /// Keys that were not here; of a dry run, that would be kept.
    long imported() {
        return imported;
    }

    /// Keys that were here already.
    long present() {
        return present;
    }

    /// Keys that were not taken.
    long failed() {
        return failed;
    }
}
