package io.ipfskit.server.openapi;

import io.ipfskit.kit.json.Json;
import io.ipfskit.kit.json.RecordField;
import io.ipfskit.kit.json.Schemas;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.Operation.BodyIn;
import io.ipfskit.operation.Operation.BodyOut;
import io.ipfskit.operation.Operation.Example;
import io.ipfskit.operation.Operation.Hint;
import io.ipfskit.operation.Operation.Verb;
import io.ipfskit.server.rest.RestDoor;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Makes the document. It is made when it is first asked for, and kept.
public final class OpenApi {
    private static final String PROBLEM = "#/components/responses/problem";

    private final List<Operation<?, ?>> operations;
    private final Schemas schemas;
    private final Json json;
    private final String version;
    private final boolean isTokenNeeded;
    private volatile byte @Nullable [] made;

    /// @param version of the product
    /// @param isTokenNeeded whether callers must bring a bearer token
    public OpenApi(
            List<Operation<?, ?>> operations,
            Schemas schemas,
            Json json,
            String version,
            boolean isTokenNeeded) {
        this.operations = List.copyOf(operations);
        this.schemas = schemas;
        this.json = json;
        this.version = version;
        this.isTokenNeeded = isTokenNeeded;
    }

    /// The document as UTF-8. To be changed by nobody.
    public byte[] bytes() {
        byte[] bytes = made;
        if (bytes == null) {
            bytes = json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(document());
            made = bytes;
        }
        return bytes;
    }

    /// The document.
    public ObjectNode document() {
        ObjectNode document = json.mapper().createObjectNode();
        document.put("openapi", "3.1.1");
        document.putObject("info")
                .put("title", "ipfs-kit")
                .put("version", version)
                .put("summary", "The REST API of an ipfs-kit node, made from its operations.")
                .putObject("license")
                .put("name", "Apache-2.0 OR MIT");
        document.put("jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema");
        document.putArray("servers").addObject().put("url", RestDoor.PREFIX);
        Set<String> groups = new LinkedHashSet<>();
        operations.forEach(operation -> groups.add(operation.group()));
        ArrayNode tags = document.putArray("tags");
        groups.forEach(group -> tags.addObject().put("name", group));
        Map<String, ObjectNode> paths = new TreeMap<>();
        for (Operation<?, ?> operation : operations) {
            paths.computeIfAbsent(
                            operation.path().replace("...}", "}"),
                            path -> json.mapper().createObjectNode())
                    .set(operation.verb().name().toLowerCase(Locale.ROOT), operation(operation));
        }
        ObjectNode pathsNode = document.putObject("paths");
        paths.forEach(pathsNode::set);
        document.set("components", components());
        if (isTokenNeeded) {
            document.putArray("security").addObject().putArray("bearer");
        }
        return document;
    }

    private ObjectNode operation(Operation<?, ?> operation) {
        ObjectNode node = json.mapper().createObjectNode();
        node.put("operationId", operation.group() + "_" + operation.name());
        node.put("summary", operation.summary());
        node.putArray("tags").add(operation.group());
        node.put("x-access", operation.access().name().toLowerCase(Locale.ROOT));
        ArrayNode hints = node.putArray("x-hints");
        for (Hint hint : Hint.values()) {
            if (operation.is(hint)) {
                hints.add(hint.name().toLowerCase(Locale.ROOT));
            }
        }
        ObjectNode input = schemas.input(operation);
        boolean hasJsonBody =
                operation.bodyIn() == BodyIn.NONE
                        && operation.verb() != Verb.GET
                        && operation.verb() != Verb.DELETE;
        node.set("parameters", parameters(operation, input, !hasJsonBody));
        if (hasJsonBody) {
            node.set("requestBody", jsonBody(operation, input));
        } else if (operation.bodyIn() != BodyIn.NONE) {
            node.set("requestBody", streamBody(operation));
        }
        node.set("responses", responses(operation));
        return node;
    }

    private ArrayNode parameters(Operation<?, ?> operation, ObjectNode input, boolean withQuery) {
        ArrayNode parameters = json.mapper().createArrayNode();
        List<String> inPath = operation.pathFields();
        JsonNode properties = input.path("properties");
        for (RecordField field : RecordField.of(operation.input())) {
            boolean isInPath = inPath.contains(field.name());
            if (!isInPath && !withQuery) {
                continue;
            }
            ObjectNode parameter = parameters.addObject();
            parameter.put("name", field.name()).put("in", isInPath ? "path" : "query");
            if (!field.summary().isEmpty()) {
                parameter.put("description", description(operation, field, isInPath));
            }
            parameter.put("required", isInPath || field.required());
            JsonNode schema = properties.path(field.name());
            parameter.set("schema", schema.isObject() ? schema : json.mapper().createObjectNode());
        }
        for (String common : List.of("timeout", "timeoutHeader")) {
            parameters.addObject().put("$ref", "#/components/parameters/" + common);
        }
        return parameters;
    }

    private static String description(
            Operation<?, ?> operation, RecordField field, boolean isInPath) {
        return isInPath && operation.path().contains("{" + field.name() + "...}")
                ? field.summary() + "; may hold slashes"
                : field.summary();
    }

    private ObjectNode jsonBody(Operation<?, ?> operation, ObjectNode input) {
        for (String name : operation.pathFields()) {
            if (input.path("properties") instanceof ObjectNode properties) {
                properties.remove(name);
            }
            if (input.path("required") instanceof ArrayNode required) {
                List<JsonNode> kept = new ArrayList<>();
                required.forEach(value -> {
                    if (!value.asString("").equals(name)) {
                        kept.add(value);
                    }
                });
                required.removeAll().addAll(kept);
            }
        }
        ObjectNode body = json.mapper().createObjectNode();
        body.put("required", input.path("required").size() > 0);
        ObjectNode media = body.putObject("content").putObject("application/json");
        media.set("schema", input);
        examples(operation, media);
        return body;
    }

    private void examples(Operation<?, ?> operation, ObjectNode media) {
        if (!operation.examples().isEmpty()) {
            ObjectNode examples = media.putObject("examples");
            int number = 1;
            for (Example example : operation.examples()) {
                examples.putObject("example" + number++)
                        .put("summary", example.summary())
                        .set("value", json.parse(example.inputJson()));
            }
        }
    }

    private ObjectNode streamBody(Operation<?, ?> operation) {
        ObjectNode body = json.mapper().createObjectNode();
        body.put("required", true);
        ObjectNode content = body.putObject("content");
        content.putObject("application/octet-stream").putObject("schema");
        ObjectNode form = content.putObject("multipart/form-data").putObject("schema");
        form.put("type", "object");
        form.put(
                "description",
                operation.bodyIn() == BodyIn.TREE
                        ? "One part per entry, as Kubo's add takes them: the form-encoded filename"
                                + " is the path in the tree, application/x-directory is a folder,"
                                + " application/symlink a link with its target as content."
                        : "The first part is taken.");
        form.putObject("additionalProperties").put("contentMediaType", "application/octet-stream");
        return body;
    }

    private ObjectNode responses(Operation<?, ?> operation) {
        ObjectNode responses = json.mapper().createObjectNode();
        ObjectNode ok = responses.putObject("200");
        ok.put("description", description(operation));
        ObjectNode headers = ok.putObject("headers");
        for (String name : List.of("X-Operation-Id", "X-Duration-Ms", "X-Async-Backend")) {
            headers.putObject(name).put("$ref", "#/components/headers/" + name);
        }
        ObjectNode content = ok.putObject("content");
        ObjectNode output = schemas.output(operation);
        ObjectNode item = schemas.item(operation);
        if (operation.bodyOut() == BodyOut.BYTES) {
            content.putObject("application/octet-stream").putObject("schema");
            ObjectNode partial = responses.putObject("206");
            partial.put("description", "the range of the header Range");
            partial.putObject("content").putObject("application/octet-stream").putObject("schema");
            responses.putObject("304").put("description", "the client has it already");
            responses.putObject("416").put("$ref", PROBLEM);
        } else {
            content.putObject("application/json").set("schema", withItems(output.deepCopy(), item));
            if (item != null) {
                content.putObject("application/x-ndjson").set("schema", line(output, item));
            }
            content.putObject("text/event-stream").putObject("schema").put("type", "string");
        }
        Set<Integer> statuses = new LinkedHashSet<>(List.of(400, 422));
        for (ErrorCode code : operation.errors()) {
            statuses.add(code.httpStatus());
        }
        statuses.stream()
                .sorted()
                .forEach(status -> responses.putObject(status.toString()).put("$ref", PROBLEM));
        responses.putObject("default").put("$ref", PROBLEM);
        return responses;
    }

    private static String description(Operation<?, ?> operation) {
        return switch (operation.bodyOut()) {
            case VALUE -> "the result";
            case BYTES -> "the bytes";
            case ROWS -> "the rows, then the result";
        };
    }

    private static ObjectNode withItems(ObjectNode output, @Nullable ObjectNode item) {
        if (item != null) {
            ObjectNode properties =
                    output.path("properties") instanceof ObjectNode existing
                            ? existing
                            : output.putObject("properties");
            properties.putObject("items").put("type", "array").set("items", item);
        }
        return output;
    }

    private ObjectNode line(ObjectNode output, ObjectNode item) {
        ObjectNode line = json.mapper().createObjectNode();
        line.put("type", "object");
        line.put(
                "description",
                "One per line: item, item, …, result; error instead where it failed.");
        ObjectNode properties = line.putObject("properties");
        properties.set("item", item);
        properties.set("result", output);
        properties.putObject("error").put("$ref", "#/components/schemas/Problem");
        return line;
    }

    private ObjectNode components() {
        ObjectNode components = json.mapper().createObjectNode();
        components.putObject("schemas").set("Problem", problem());
        ObjectNode response = components.putObject("responses").putObject("problem");
        response.put("description", "why it failed");
        response.putObject("content")
                .putObject("application/problem+json")
                .putObject("schema")
                .put("$ref", "#/components/schemas/Problem");
        ObjectNode parameters = components.putObject("parameters");
        parameter(parameters, "timeout", "timeout", "query");
        parameter(parameters, "timeoutHeader", "X-Request-Timeout", "header");
        ObjectNode headers = components.putObject("headers");
        header(headers, "X-Operation-Id", "the id of this run", "string");
        header(headers, "X-Duration-Ms", "milliseconds from request to answer", "integer");
        header(headers, "X-Async-Backend", "backend and engine the node runs on", "string");
        if (isTokenNeeded) {
            components
                    .putObject("securitySchemes")
                    .putObject("bearer")
                    .put("type", "http")
                    .put("scheme", "bearer");
        }
        return components;
    }

    private static void parameter(ObjectNode parameters, String key, String name, String in) {
        ObjectNode parameter = parameters.putObject(key);
        parameter.put("name", name).put("in", in);
        parameter.put("description", "how long the operation may take: 90 (seconds), 1.5s, 10m");
        parameter.put("required", false);
        parameter.putObject("schema").put("type", "string");
    }

    private static void header(ObjectNode headers, String name, String description, String type) {
        headers.putObject(name)
                .put("description", description)
                .putObject("schema")
                .put("type", type);
    }

    private ObjectNode problem() {
        ObjectNode problem = json.mapper().createObjectNode();
        problem.put("type", "object");
        problem.put("description", "Problem details of RFC 9457.");
        ObjectNode properties = problem.putObject("properties");
        for (String name : List.of("type", "title", "detail", "operation", "operationId")) {
            properties.putObject(name).put("type", "string");
        }
        properties.putObject("status").put("type", "integer");
        ObjectNode code = properties.putObject("code").put("type", "string");
        ArrayNode codes = code.putArray("enum");
        for (ErrorCode value : ErrorCode.values()) {
            codes.add(value.id());
        }
        properties.putObject("retryable").put("type", "boolean");
        properties.putObject("retryAfter").put("type", "integer");
        ObjectNode field = properties.putObject("fields").put("type", "array").putObject("items");
        field.put("type", "object");
        ObjectNode fieldProperties = field.putObject("properties");
        fieldProperties.putObject("field").put("type", "string");
        fieldProperties.putObject("message").put("type", "string");
        ArrayNode required = problem.putArray("required");
        List.of("type", "title", "status", "detail", "code", "retryable").forEach(required::add);
        return problem;
    }
}
