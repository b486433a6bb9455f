package io.ipfskit.ipld.codec;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A set of codecs by their multicodec. Immutable.
public final class Codecs {
    /// Strict dag-cbor.
    public static final Codec DAG_CBOR = new CborCodec(true);

    /// Canonical dag-json.
    public static final Codec DAG_JSON = new JsonCodec(true);

    /// dag-pb as the map `{Data, Links}`.
    public static final Codec DAG_PB = new DagPbCodec();

    /// Bytes.
    public static final Codec RAW = new RawCodec();

    /// CBOR without links.
    public static final Codec CBOR = new CborCodec(false);

    /// JSON without links and bytes.
    public static final Codec JSON = new JsonCodec(false);

    private static final Codecs STANDARD =
            new Codecs(new TreeMap<>())
                    .with(RAW)
                    .with(DAG_PB)
                    .with(DAG_CBOR)
                    .with(DAG_JSON)
                    .with(CBOR)
                    .with(JSON);

    private final SortedMap<Integer, Codec> byCode;

    private Codecs(SortedMap<Integer, Codec> byCode) {
        this.byCode = Collections.unmodifiableSortedMap(byCode);
    }

    /// All codecs of this package.
    public static Codecs standard() {
        return STANDARD;
    }

    /// These codecs and another one, which takes the place of one with the same code.
    public Codecs with(Codec codec) {
        TreeMap<Integer, Codec> more = new TreeMap<>(byCode);
        more.put(codec.code(), codec);
        return new Codecs(more);
    }

    /// The codec of this multicodec.
    public Optional<Codec> get(int code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /// The codec of this name.
    public Optional<Codec> named(String name) {
        return byCode.values().stream().filter(codec -> codec.name().equals(name)).findFirst();
    }

    /// All codecs, by ascending code.
    public Collection<Codec> all() {
        return byCode.values();
    }
}
