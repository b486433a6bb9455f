package io.ipfskit.node.kubo;

import io.ipfskit.ipld.codec.CodecException;
import io.ipfskit.ipld.codec.CodecLimits;
import io.ipfskit.ipld.codec.Codecs;
import io.ipfskit.ipld.data.DataNode;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// What the file `datastore_spec` says of a repository: which store stands where.
///
/// @param blocks the folder of the flatfs with the blocks, relative
/// @param shard its shard function
/// @param rest the folder of the LevelDB with all else, relative
record DatastoreSpec(Path blocks, ShardFunction shard, Path rest) {
    private static final CodecLimits LIMITS = new CodecLimits(64 << 10, 16, 1024);

    /// Reads it.
    ///
    /// @throws OperationFailed `unsupported` naming a store that is not read here; `integrity` when
    ///   it is malformed
    static DatastoreSpec parse(byte[] json) {
        DataNode root;
        try {
            root = Codecs.JSON.decode(ByteBuffer.wrap(json), LIMITS);
        } catch (CodecException malformed) {
            throw malformed(String.valueOf(malformed.getMessage()));
        }
        String type = text(root, "type");
        if (!type.equals("mount")) {
            throw unknown(type, "/");
        }
        if (!(field(root, "mounts") instanceof DataNode.ListNode mounts)) {
            throw malformed("it lists no mounts");
        }
        Path blocks = null;
        ShardFunction shard = null;
        Path rest = null;
        for (DataNode mount : mounts.items()) {
            String store = text(mount, "type");
            String place = text(mount, "mountpoint");
            if (store.equals("flatfs") && place.equals("/blocks") && blocks == null) {
                blocks = path(mount);
                String function = text(mount, "shardFunc");
                shard =
                        ShardFunction.parse(function)
                                .orElseThrow(() -> malformed("unknown shard function " + function));
            } else if (store.equals("levelds") && place.equals("/") && rest == null) {
                rest = path(mount);
            } else {
                throw unknown(store, place);
            }
        }
        if (blocks == null || shard == null || rest == null) {
            throw malformed("it names no flatfs at /blocks, or no levelds at /");
        }
        return new DatastoreSpec(blocks, shard, rest);
    }

    private static Path path(DataNode mount) {
        String text = text(mount, "path");
        Path path;
        try {
            path = Path.of(text);
        } catch (InvalidPathException invalid) {
            throw malformed("a path is none of this system");
        }
        if (path.isAbsolute()
                || text.isEmpty()
                || !path.equals(path.normalize())
                || path.startsWith("..")) {
            throw new OperationFailed(
                    ErrorCode.UNSUPPORTED,
                    "datastore_spec: the store at "
                            + path
                            + " is outside the repository; only stores within it are read");
        }
        return path;
    }

    private static @Nullable DataNode field(@Nullable DataNode node, String name) {
        return node instanceof DataNode.MapNode map ? map.get(name).orElse(null) : null;
    }

    private static String text(@Nullable DataNode node, String name) {
        if (field(node, name) instanceof DataNode.Text(String value)) {
            return value;
        }
        throw malformed("it lacks the text " + name);
    }

    private static OperationFailed malformed(String why) {
        return new OperationFailed(
                ErrorCode.INTEGRITY, "the file datastore_spec cannot be read: " + why);
    }

    private static OperationFailed unknown(String type, String place) {
        return new OperationFailed(
                ErrorCode.UNSUPPORTED,
                "datastore_spec: a store of type "
                        + shown(type)
                        + " at "
                        + shown(place)
                        + " cannot be read; flatfs at /blocks and levelds at / can. Take the"
                        + " content over by archives instead: ipfs dag export CID > FILE, then"
                        + " ipfs-kit dag import FILE");
    }

    private static String shown(String text) {
        return text.length() > 64 ? text.substring(0, 64) + "…" : text;
    }
}
