package io.ipfskit.mcp;

import io.ipfskit.anyio.Rng;
import io.ipfskit.anyio.Time;
import io.ipfskit.operation.Principal;

import org.jspecify.annotations.Nullable;

import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// The sessions of clients over HTTP, by id. Bounded; a session that is idle for too long ends,
/// found at the next look.
final class HttpSessions {
    private static final class Held {
        final Session session;
        long lastUse;

        Held(Session session, long now) {
            this.session = session;
            this.lastUse = now;
        }
    }

    private final HttpOptions options;

    /// In order of last use, least recent first.
    private final Map<String, Held> byId = new LinkedHashMap<>();

    HttpSessions(HttpOptions options) {
        this.options = options;
    }

    /// Keeps `session` and returns its id: 128 random bits, hexadecimal.
    ///
    /// @throws ProtocolError when there is no room because all sessions have requests running
    synchronized String add(Session session) throws ProtocolError {
        long now = Time.now();
        expire(now);
        if (byId.size() >= options.sessionsMax() && !dropOldestIdle()) {
            throw ProtocolError.tooMany(
                    "the server has " + byId.size() + " sessions with requests running; try later");
        }
        String id = HexFormat.of().formatHex(Rng.bytes(16));
        byId.put(id, new Held(session, now));
        return id;
    }

    /// The session with this id that belongs to `principal`, or null.
    synchronized @Nullable Session find(String id, Principal principal) {
        long now = Time.now();
        expire(now);
        Held held = byId.get(id);
        if (held == null || !held.session.principal().equals(principal)) {
            return null;
        }
        byId.remove(id);
        byId.put(id, held);
        held.lastUse = now;
        return held.session;
    }

    synchronized void remove(String id) {
        byId.remove(id);
    }

    synchronized int count() {
        return byId.size();
    }

    private void expire(long now) {
        Iterator<Held> oldestFirst = byId.values().iterator();
        while (oldestFirst.hasNext()) {
            Held held = oldestFirst.next();
            if (now - held.lastUse < options.idleMax().toNanos()) {
                return;
            }
            if (held.session.runningCount() == 0) {
                oldestFirst.remove();
            }
        }
    }

    private boolean dropOldestIdle() {
        Iterator<Held> oldestFirst = byId.values().iterator();
        while (oldestFirst.hasNext()) {
            if (oldestFirst.next().session.runningCount() == 0) {
                oldestFirst.remove();
                return true;
            }
        }
        return false;
    }
}
