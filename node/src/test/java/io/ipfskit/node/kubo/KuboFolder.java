package io.ipfskit.node.kubo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.ipld.Block;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multibase;
import io.ipfskit.multiformats.PeerKey;
import io.ipfskit.node.kubo.leveldb.DatabaseFiles;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// Writes a small Kubo repository, file by file.
final class KuboFolder {
    static final String SPEC =
            "{\"mounts\":[{\"mountpoint\":\"/blocks\",\"path\":\"blocks\",\"shardFunc\":\"/repo/flatfs/shard/v1/next-to-last/2\",\"type\":\"flatfs\"},{\"mountpoint\":\"/\",\"path\":\"datastore\",\"type\":\"levelds\"}],\"type\":\"mount\"}";

    final Path root;
    final Map<String, byte[]> database = new LinkedHashMap<>();
    private int pins;

    KuboFolder(Path root) throws IOException {
        this.root = root;
        Files.createDirectories(root.resolve("blocks/.temp"));
        Files.createDirectories(root.resolve("keystore"));
        Files.writeString(root.resolve("version"), "18\n");
        Files.writeString(root.resolve("datastore_spec"), SPEC);
        Files.writeString(
                root.resolve("blocks/SHARDING"), "/repo/flatfs/shard/v1/next-to-last/2\n");
        Files.writeString(root.resolve("blocks/_README"), "This is a repository.");
        Files.writeString(root.resolve("blocks/diskUsage.cache"), "{}");
        Files.writeString(root.resolve("config"), "{}");
    }

    /// Where a block stands.
    Path file(Cid cid) {
        String key = Multibase.BASE32_UPPER.encodeRaw(cid.multihash().bytes());
        return root.resolve(
                "blocks/"
                        + key.substring(key.length() - 3, key.length() - 1)
                        + "/"
                        + key
                        + ".data");
    }

    Path write(Cid cid, byte[] bytes) throws IOException {
        Path file = file(cid);
        Files.createDirectories(file.resolveSibling(""));
        return Files.write(file, bytes);
    }

    Cid block(int codec, byte[] bytes) throws IOException {
        Cid cid = Block.of(1, codec, ByteBuffer.wrap(bytes)).cid();
        write(cid, bytes);
        return cid;
    }

    /// A node that links others.
    Cid links(Cid... cids) throws IOException {
        DataNode list =
                new DataNode.ListNode(
                        Stream.of(cids).<DataNode>map(cid -> DataNode.of(cid)).toList());
        ByteBuffer encoded = Codecs.DAG_CBOR.encode(list);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return block(Codecs.DAG_CBOR.code(), bytes);
    }

    /// A pin as Kubo writes it.
    void pin(Cid cid, int mode, @Nullable String name) {
        SequencedMap<String, DataNode> map = new LinkedHashMap<>();
        map.put("cid", DataNode.Bytes.of(cid.bytes()));
        map.put("mode", DataNode.of(mode));
        if (name != null) {
            map.put("name", DataNode.of(name));
        }
        ByteBuffer encoded = Codecs.CBOR.encode(new DataNode.MapNode(map));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        database.put("/pins/pin/" + pins++, bytes);
    }

    void key(String name, PeerKey key) throws IOException {
        Files.write(
                root.resolve("keystore/key_" + Multibase.BASE32.encodeRaw(name.getBytes(UTF_8))),
                key.protobuf());
    }

    void identity(PeerKey key) throws IOException {
        Files.writeString(
                root.resolve("config"),
                "{\"Identity\": {\"PeerID\": \"%s\", \"PrivKey\": \"%s\"}}"
                        .formatted(
                                key.peerId(), Base64.getEncoder().encodeToString(key.protobuf())));
    }

    /// Writes the database; call it last.
    Path done() throws IOException {
        DatabaseFiles.write(root.resolve("datastore"), database);
        return root;
    }
}
