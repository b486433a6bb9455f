package io.ipfskit.mcp;

import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.Promise;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/// The requests of the server to one client, and the roots that the client told.
final class ClientRequests {
    /// How long a client may take to answer.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /// A client's list is read up to here.
    private static final int ROOTS_MAX = 256;

    private final Map<RequestId, Promise<Message.Answer>> awaited = new LinkedHashMap<>();
    private long lastId;
    private @Nullable List<ToolContext.Root> roots;

    /// Delivers an answer of the client; one that nobody awaits is dropped.
    void answered(Message.Answer answer) {
        Promise<Message.Answer> promise;
        synchronized (this) {
            promise = awaited.remove(answer.id());
        }
        if (promise != null) {
            promise.complete(answer);
        }
    }

    /// The client's roots changed: ask again next time.
    synchronized void forgetRoots() {
        roots = null;
    }

    /// The client's roots, asked for over `outlet` unless they are known.
    List<ToolContext.Root> roots(Outlet outlet) throws InterruptedException {
        synchronized (this) {
            if (roots != null) {
                return roots;
            }
        }
        ObjectNode result = ask("roots/list", Wire.NODES.objectNode(), outlet);
        List<ToolContext.Root> told = new ArrayList<>();
        for (JsonNode root : result.path("roots")) {
            if (told.size() == ROOTS_MAX) {
                throw new ClientRequestFailed("the client gave more than " + ROOTS_MAX + " roots");
            }
            told.add(
                    new ToolContext.Root(
                            root.path("uri").asString(""), root.path("name").asString("")));
        }
        List<ToolContext.Root> known = List.copyOf(told);
        synchronized (this) {
            roots = known;
        }
        return known;
    }

    private ObjectNode ask(String method, ObjectNode params, Outlet outlet)
            throws InterruptedException {
        Promise<Message.Answer> promise = new Promise<>();
        RequestId id;
        synchronized (this) {
            lastId++;
            id = new RequestId.Text("server-" + lastId);
            awaited.put(id, promise);
        }
        try {
            Message.Answer answer =
                    CancelScope.failAfter(
                            PATIENCE,
                            scope -> {
                                outlet.send(Wire.request(id, method, params));
                                return promise.await();
                            });
            ObjectNode result = answer.result();
            if (result == null) {
                throw new ClientRequestFailed(
                        "the client refused " + method + ": " + Wire.describe(message(answer)));
            }
            return result;
        } catch (TimeoutException late) {
            throw new ClientRequestFailed(
                    "the client did not answer " + method + " in " + PATIENCE.toSeconds() + " s");
        } catch (IOException gone) {
            throw new ClientRequestFailed("the client went away before it answered " + method);
        } catch (RuntimeException unchecked) {
            throw unchecked;
        } catch (Exception other) {
            if (other instanceof InterruptedException interrupted) {
                throw interrupted;
            }
            throw new IllegalStateException(other);
        } finally {
            synchronized (this) {
                awaited.remove(id);
            }
        }
    }

    private static JsonNode message(Message.Answer answer) {
        ObjectNode error = answer.error();
        return error == null ? Wire.NODES.nullNode() : error.path("message");
    }
}
