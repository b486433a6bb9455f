package io.ipfskit.node.cid;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.CidConversion;
import io.ipfskit.multiformats.CidFormat;
import io.ipfskit.multiformats.CidInspection;
import io.ipfskit.multiformats.CidText;
import io.ipfskit.multiformats.HashFunction;
import io.ipfskit.multiformats.Multibase;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.multiformats.MulticodecEntry;
import io.ipfskit.multiformats.MultiformatException;
import io.ipfskit.multiformats.Multihash;
import io.ipfskit.node.Rows;
import io.ipfskit.node.ops.CidBase;
import io.ipfskit.node.ops.CidCode;
import io.ipfskit.node.ops.CidFormatInput;
import io.ipfskit.node.ops.CidFormatted;
import io.ipfskit.node.ops.CidInput;
import io.ipfskit.node.ops.CidInspected;
import io.ipfskit.node.ops.CidTable;
import io.ipfskit.operation.OperationFailed;

import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What the operations of the group `cid` do. Bad input fails with `invalid_argument` naming the
/// field; only listing rows can block.
public final class CidTools {
    private static final String UNKNOWN = "unknown";

    private CidTools() {}

    /// Converts a CID and shows it by the pattern.
    public static CidFormatted format(CidFormatInput input) {
        CidFormat format = field("format", () -> CidFormat.parse(input.format()));
        Multibase base =
                input.base() == null
                        ? null
                        : field("base", () -> Multibase.ofName(String.valueOf(input.base())));
        Integer codec =
                input.codec() == null
                        ? null
                        : field("codec", () -> Multicodec.code(String.valueOf(input.codec())));
        CidConversion conversion =
                field("version", () -> new CidConversion(input.version(), codec, base));
        CidText text = field("cid", () -> CidText.parse(input.cid()));
        return field(
                "cid", () -> new CidFormatted(input.cid(), format.apply(conversion.apply(text))));
    }

    /// Gives the CIDv1 in base32.
    public static CidFormatted base32(CidInput input) {
        return field(
                "cid",
                () ->
                        new CidFormatted(
                                input.cid(),
                                CidConversion.NORMAL.apply(CidText.parse(input.cid())).toString()));
    }

    /// Takes a CID apart.
    public static CidInspected inspect(CidInput input) {
        CidInspection inspection = field("cid", () -> CidInspection.of(input.cid()));
        CidText text = inspection.text();
        Cid cid = text.cid();
        Multihash hash = cid.multihash();
        return new CidInspected(
                input.cid(),
                cid.version(),
                new CidInspected.Base(text.base().prefix(), text.base().registeredName()),
                new CidInspected.Codec(cid.codec(), name(cid.codec())),
                new CidInspected.Hash(
                        hash.code(), name(hash.code()), hash.digestLength(), inspection.digest()),
                inspection.v0().map(Cid::toString).orElse(null),
                inspection.whyNoV0().orElse(null),
                inspection.v1(),
                inspection.human());
    }

    private static String name(int code) {
        return Multicodec.entry(code).map(MulticodecEntry::name).orElse(UNKNOWN);
    }

    /// Lists the bases, by code.
    public static CidTable bases(Rows rows) throws InterruptedException {
        return give(
                Stream.of(Multibase.values())
                        .sorted(Comparator.comparingInt(Multibase::code))
                        .map(base -> new CidBase(base.code(), base.registeredName(), base.prefix()))
                        .toList(),
                rows);
    }

    /// Lists the codecs of blocks in the multicodec table, by code.
    public static CidTable codecs(Rows rows) throws InterruptedException {
        return give(
                Multicodec.entries().stream()
                        .filter(entry -> entry.tag().equals("ipld"))
                        .map(entry -> new CidCode(entry.code(), entry.name()))
                        .toList(),
                rows);
    }

    /// Lists the hash functions of the allow-list, by code.
    public static CidTable hashes(Rows rows) throws InterruptedException {
        return give(
                HashFunction.all().stream()
                        .filter(HashFunction::isTrusted)
                        .map(function -> new CidCode(function.code(), function.name()))
                        .toList(),
                rows);
    }

    private static CidTable give(List<? extends Record> all, Rows rows)
            throws InterruptedException {
        for (Record row : all) {
            rows.give(row);
        }
        return new CidTable(all.size());
    }

    private static <T> T field(String name, Supplier<T> read) {
        try {
            return read.get();
        } catch (MultiformatException e) {
            throw OperationFailed.invalidField(name, String.valueOf(e.getMessage()));
        }
    }
}
