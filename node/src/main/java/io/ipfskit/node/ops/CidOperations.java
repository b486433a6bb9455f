package io.ipfskit.node.ops;

import io.ipfskit.node.cid.CidTools;
import io.ipfskit.operation.Bound;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;

import java.util.List;

/// Group `cid`: CIDs as text. Nothing here looks at what the node holds.
public final class CidOperations {
    private static final String EXAMPLE =
            "{\"cid\": \"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"}";

    /// Shows a CID in another form.
    public static final Operation<CidFormatInput, CidFormatted> FORMAT =
            Operation.named("cid", "format", CidFormatInput.class, CidFormatted.class)
                    .summary("Shows a CID by a pattern, in another version, codec or base.")
                    .get("/cid/format/{cid...}")
                    .example("as it is", EXAMPLE)
                    .errors(ErrorCode.INVALID_ARGUMENT)
                    .build();

    /// Takes a CID apart.
    public static final Operation<CidInput, CidInspected> INSPECT =
            Operation.named("cid", "inspect", CidInput.class, CidInspected.class)
                    .summary("Takes a CID apart: version, base, codec, hash, its other version.")
                    .get("/cid/inspect/{cid...}")
                    .example("a raw block", EXAMPLE)
                    .errors(ErrorCode.INVALID_ARGUMENT)
                    .build();

    /// Gives the normal form of a CID.
    public static final Operation<CidInput, CidFormatted> BASE32 =
            Operation.named("cid", "base32", CidInput.class, CidFormatted.class)
                    .summary("Gives a CID as CIDv1 in base32, the same whatever form came.")
                    .get("/cid/base32/{cid...}")
                    .example("a raw block", EXAMPLE)
                    .errors(ErrorCode.INVALID_ARGUMENT)
                    .build();

    /// Lists the bases.
    public static final Operation<CidTableInput, CidTable> BASES =
            Operation.named("cid", "bases", CidTableInput.class, CidTable.class)
                    .summary("Lists the multibase encodings that are read and written.")
                    .get("/cid/bases")
                    .givesRows(CidBase.class)
                    .example("all of them", "{}")
                    .build();

    /// Lists the codecs.
    public static final Operation<CidTableInput, CidTable> CODECS =
            Operation.named("cid", "codecs", CidTableInput.class, CidTable.class)
                    .summary("Lists the registered codecs of blocks.")
                    .get("/cid/codecs")
                    .givesRows(CidCode.class)
                    .example("all of them", "{}")
                    .build();

    /// Lists the hash functions.
    public static final Operation<CidTableInput, CidTable> HASHES =
            Operation.named("cid", "hashes", CidTableInput.class, CidTable.class)
                    .summary("Lists the hash functions that blocks are verified with.")
                    .get("/cid/hashes")
                    .givesRows(CidCode.class)
                    .example("all of them", "{}")
                    .build();

    private CidOperations() {}

    /// The operations of this group; they need no node.
    public static List<Bound<?, ?>> bind() {
        return List.of(
                FORMAT.to((input, call) -> CidTools.format(input)),
                INSPECT.to((input, call) -> CidTools.inspect(input)),
                BASE32.to((input, call) -> CidTools.base32(input)),
                BASES.to((input, call) -> CidTools.bases(call::item)),
                CODECS.to((input, call) -> CidTools.codecs(call::item)),
                HASHES.to((input, call) -> CidTools.hashes(call::item)));
    }
}
