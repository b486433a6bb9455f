package io.ipfskit.node.repository;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.node.gc.PinRoots;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// The pins at one moment. Never changes, costs nothing to keep, and is read without any lock.
///
/// A pin that expired is here until its removal is durable: who lists pins leaves it out, see
/// [PinEntry#isExpired].
public final class PinView implements PinRoots {
    static final PinView EMPTY = new PinView(PackedTree.EMPTY, PackedTree.EMPTY, 0);

    /// The state of each pin by its CID.
    private final PackedTree pins;

    /// The pins that expire, by time (8 bytes, big-endian) and CID.
    private final PackedTree expiring;

    private final long sequence;

    private PinView(PackedTree pins, PackedTree expiring, long sequence) {
        this.pins = pins;
        this.expiring = expiring;
        this.sequence = sequence;
    }

    PinView with(PinRecords.Change change) {
        return switch (change) {
            case PinRecords.Change.Set(PinEntry pin) -> with(pin);
            case PinRecords.Change.Remove(Cid cid) -> without(cid);
            case PinRecords.Change.Replace(Cid removed, PinEntry pin) -> without(removed).with(pin);
        };
    }

    PinView at(long sequenceNow) {
        return sequenceNow == sequence ? this : new PinView(pins, expiring, sequenceNow);
    }

    private PinView with(PinEntry pin) {
        byte[] key = pin.cid().bytes();
        PackedTree times = withoutExpiry(key);
        if (pin.expiresMillis() != PinEntry.NEVER) {
            times = times.put(timeKey(pin.expiresMillis(), key), new byte[0]);
        }
        return new PinView(pins.put(key, PinState.encode(pin)), times, sequence);
    }

    private PinView without(Cid cid) {
        byte[] key = cid.bytes();
        return new PinView(pins.remove(key), withoutExpiry(key), sequence);
    }

    private PackedTree withoutExpiry(byte[] key) {
        if (expiring.size() == 0) {
            return expiring;
        }
        byte[] state = pins.get(key);
        return state == null || PinState.expires(state) == PinEntry.NEVER
                ? expiring
                : expiring.remove(timeKey(PinState.expires(state), key));
    }

    /// Flips the sign, so that the unsigned order of bytes is that of times.
    private static byte[] timeKey(long millis, byte[] cid) {
        return ByteBuffer.allocate(Long.BYTES + cid.length)
                .putLong(millis ^ Long.MIN_VALUE)
                .put(cid)
                .array();
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public long count() {
        return pins.size();
    }

    /// The pin of this very CID. O(log n).
    public Optional<PinEntry> pin(Cid cid) {
        byte[] state = pins.get(cid.bytes());
        return state == null ? Optional.empty() : Optional.of(decode(cid, state));
    }

    private static PinEntry decode(Cid cid, byte[] state) {
        try {
            return PinState.decode(cid, ByteBuffer.wrap(state));
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("the index holds what was never put in", e);
        }
    }

    /// All pins after `cid` (all when null), in the order of the CIDs' binary forms. The first one
    /// costs O(log n), each further one O(1).
    public Iterable<PinEntry> after(@Nullable Cid cid) {
        return () -> {
            PackedTree.Cursor cursor = pins.cursor(cid == null ? null : cid.bytes());
            return new Iterator<>() {
                private boolean more = cursor.next();

                @Override
                public boolean hasNext() {
                    return more;
                }

                @Override
                public PinEntry next() {
                    if (!more) {
                        throw new NoSuchElementException();
                    }
                    PinEntry pin = decode(Cid.decode(cursor.key()), cursor.value());
                    more = cursor.next();
                    return pin;
                }
            };
        };
    }

    @Override
    public void forEach(Visitor visitor) throws IOException, InterruptedException {
        PackedTree.Cursor cursor = pins.cursor(null);
        while (cursor.next()) {
            visitor.root(Cid.decode(cursor.key()), PinState.isRecursive(cursor.value()));
        }
    }

    /// The pin that expires first; it may have done so already.
    public Optional<PinEntry> firstToExpire() {
        PackedTree.Cursor cursor = expiring.cursor(null);
        if (!cursor.next()) {
            return Optional.empty();
        }
        byte[] key = cursor.key();
        return pin(Cid.decode(Arrays.copyOfRange(key, Long.BYTES, key.length)));
    }

    /// At most `max` of the pins that expired before or at that time, the earliest first.
    public List<Cid> expired(long nowMillis, int max) {
        List<Cid> expired = new ArrayList<>();
        PackedTree.Cursor cursor = expiring.cursor(null);
        while (expired.size() < max && cursor.next()) {
            ByteBuffer key = ByteBuffer.wrap(cursor.key());
            if ((key.getLong() ^ Long.MIN_VALUE) > nowMillis) {
                break;
            }
            expired.add(Cid.decode(key));
        }
        return expired;
    }
}
