package io.ipfskit.simtests;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// One file that callers add, pin, unpin and read, several of them at once; and the model of it:
/// which states it may be in after what its callers were told.
///
/// A call that overlapped with none of another caller and was acknowledged decides. One that
/// failed, was cancelled or overlapped leaves open what it may have done.
final class Piece {
    /// What was stored and what must stay.
    enum State {
        ABSENT,
        STORED,
        PINNED
    }

    /// What a call does when it happens. An add that pins does two things, one after the other.
    enum Change {
        STORE,
        ADD,
        PIN,
        UNPIN;

        State of(State before) {
            return switch (this) {
                case STORE -> before == State.PINNED ? before : State.STORED;
                case ADD, PIN -> State.PINNED;
                case UNPIN -> before == State.ABSENT ? before : State.STORED;
            };
        }
    }

    /// A call under way.
    final class Running {
        private final Change change;
        private boolean isAlone = running.isEmpty();

        private Running(Change change) {
            this.change = change;
        }

        /// Whether no other call overlapped with it so far.
        boolean isAlone() {
            return isAlone;
        }

        /// The caller was told that it happened.
        void acknowledged() {
            running.remove(this);
            if (isAlone) {
                Set<State> after = EnumSet.noneOf(State.class);
                possible.forEach(state -> after.add(change.of(state)));
                possible = after;
            } else if (change != Change.UNPIN) {
                possible.remove(State.ABSENT); // no call takes blocks away
            }
        }

        /// The caller was told that it failed, or nothing.
        void ended() {
            running.remove(this);
        }
    }

    final String cid;
    final byte[] bytes;
    private final List<Running> running;
    private Set<State> possible;

    private Piece(String cid, byte[] bytes, Set<State> possible) {
        this.cid = cid;
        this.bytes = bytes;
        this.possible = possible;
        this.running = new ArrayList<>();
    }

    Piece(String cid, byte[] bytes) {
        this(cid, bytes, EnumSet.of(State.ABSENT));
    }

    /// The bytes of the piece of that number: from none to many blocks.
    static byte[] bytes(int number) {
        Random random = new Random(number);
        byte[] bytes = new byte[number == 0 ? 0 : random.nextInt(number % 4 == 0 ? 40_000 : 6_000)];
        random.nextBytes(bytes);
        return bytes;
    }

    /// A call begins.
    Running begin(Change change) {
        Running call = new Running(change);
        running.forEach(other -> other.isAlone = false);
        running.add(call);
        Set<State> with = EnumSet.copyOf(possible);
        boolean grows = true;
        while (grows) {
            Set<State> more = EnumSet.copyOf(with);
            for (Running one : running) {
                with.forEach(state -> more.add(one.change.of(state)));
                if (one.change == Change.ADD) {
                    with.forEach(state -> more.add(Change.STORE.of(state)));
                }
            }
            grows = with.addAll(more);
        }
        possible = with;
        return call;
    }

    /// Whether it is surely in one of these states, whatever runs now.
    boolean isSurely(Set<State> states) {
        return states.containsAll(possible);
    }

    /// A new life found it in a state, which counts from then on.
    ///
    /// @return whether that may be
    boolean found(State state) {
        boolean mayBe = possible.contains(state);
        running.clear();
        possible = EnumSet.of(state);
        return mayBe;
    }

    Piece copy() {
        return new Piece(cid, bytes, EnumSet.copyOf(possible));
    }

    @Override
    public String toString() {
        return cid + " of " + bytes.length + " bytes, which may be " + possible;
    }
}
