package io.ipfskit.server.rest;

import io.ipfskit.kit.Operations;
import io.ipfskit.kit.Registry;
import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.local.LocalFiles;
import io.ipfskit.operation.Principal;
import io.ipfskit.server.RawClient;
import io.ipfskit.server.TestServer;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The REST door over the test operations, and a client for it.
public final class RestServer implements AutoCloseable {
    final TestOperations operations = new TestOperations();
    final Operations calls = new Operations();
    final TestServer server;
    final HttpClient client = HttpClient.newHttpClient();

    /// Serves as `principal`.
    public RestServer(Principal principal) throws IOException {
        this("threads", principal);
    }

    /// Serves as the owner, on the backend.
    RestServer(String backend) throws IOException {
        this(backend, Principal.LOCAL);
    }

    private RestServer(String backend, Principal principal) throws IOException {
        RouteTable routes = new RouteTable(Registry.of(operations.all()).all());
        RestDoor door =
                new RestDoor(
                        routes, calls, Json.standard(), Duration.ofSeconds(30), LocalFiles.none());
        server = new TestServer(backend, exchange -> door.serve(exchange, principal));
    }

    /// Serves as the owner.
    public RestServer() throws IOException {
        this(Principal.LOCAL);
    }

    /// A request to a path below the prefix.
    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(server.uri(RestDoor.PREFIX + path))
                .version(HttpClient.Version.HTTP_1_1);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(to(path));
    }

    HttpResponse<String> post(String path, String json) throws Exception {
        return send(
                to(path).header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    HttpResponse<String> multipart(String path, String body) throws Exception {
        return send(
                to(path).header("Content-Type", "multipart/form-data; boundary=\"xYz\"")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        body.replace("\n", "\r\n"), StandardCharsets.UTF_8)));
    }

    static JsonNode json(HttpResponse<String> response) {
        return Json.standard().parse(response.body());
    }

    RawClient connect() throws IOException {
        return server.connect();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
