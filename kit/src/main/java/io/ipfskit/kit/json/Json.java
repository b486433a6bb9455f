package io.ipfskit.kit.json;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.ipfskit.operation.FieldError;
import io.ipfskit.operation.OperationFailed;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/// The one JSON mapping of operation records, for every door.
///
/// Names are snake_case, absent fields are left out, enums are lower case, durations are texts that
/// [Durations] reads, CIDs and peer ids are texts. Reading is strict: unknown fields, wrong types,
/// missing fields and values out of bounds are told all at once as field errors; defaults come from
/// [io.ipfskit.operation.Doc]. Depth 64, texts 8 MiB, numbers 64 digits. Immutable, for any number
/// of tasks.
public final class Json {
    /// Deepest nesting that is read.
    public static final int DEPTH_MAX = 64;

    /// Longest text that is read, in characters.
    public static final int TEXT_MAX = 8 << 20;

    private static final Json STANDARD = new Json();

    private final JsonMapper mapper;
    private final RecordReader reader;

    private Json() {
        JsonFactory factory =
                JsonFactory.builder()
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxNestingDepth(DEPTH_MAX)
                                        .maxStringLength(TEXT_MAX)
                                        .maxNumberLength(64)
                                        .maxNameLength(1_000)
                                        .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                        .build();
        mapper =
                JsonMapper.builder(factory)
                        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                        .changeDefaultPropertyInclusion(all ->
                                JsonInclude.Value.construct(
                                        JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                        .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
                        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                        .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                        .addModule(new ValueModule())
                        .build();
        reader = new RecordReader(mapper);
    }

    /// The mapping.
    public static Json standard() {
        return STANDARD;
    }

    /// The configured mapper, for documents that are no operation records.
    public JsonMapper mapper() {
        return mapper;
    }

    /// Parses JSON text.
    ///
    /// @throws OperationFailed with code `invalid_argument` when it is no JSON or over a limit
    public JsonNode parse(String text) {
        try {
            return mapper.readTree(text);
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /// Parses UTF-8 JSON.
    ///
    /// @throws OperationFailed with code `invalid_argument` when it is no JSON or over a limit
    public JsonNode parse(byte[] utf8) {
        try {
            return mapper.readTree(utf8);
        } catch (JacksonException e) {
            throw malformed(e);
        }
    }

    /// Reads an input record; absent fields get their defaults.
    ///
    /// @throws OperationFailed with code `invalid_argument` and one field error per wrong field
    public <T> T read(JsonNode json, Class<T> record) {
        return reader.read(json, record);
    }

    /// Parses and reads an input record.
    ///
    /// @throws OperationFailed with code `invalid_argument`
    public <T> T read(String text, Class<T> record) {
        return read(parse(text), record);
    }

    /// Parses and reads an input record; no bytes at all are an empty object.
    ///
    /// @throws OperationFailed with code `invalid_argument`
    public <T> T read(byte[] utf8, Class<T> record) {
        return read(utf8.length == 0 ? mapper.createObjectNode() : parse(utf8), record);
    }

    /// Reads an input record from texts, as a query or a command line gives them: each is converted
    /// by the type of its field, several texts of one name are a list.
    ///
    /// @throws OperationFailed with code `invalid_argument` and one field error per wrong field
    public <T> T readTexts(Map<String, List<String>> texts, Class<T> record) {
        return reader.readTexts(texts, record);
    }

    /// Reads an output record or row that another node wrote: fields it does not know are skipped.
    ///
    /// @throws OperationFailed with code `internal` when it does not fit
    public <T> T readOutput(JsonNode json, Class<T> record) {
        return reader.readOutput(json, record);
    }

    /// The record as a tree.
    public ObjectNode tree(Object record) {
        JsonNode node = mapper.valueToTree(record);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException(record.getClass().getName() + " is no record");
    }

    /// The record as JSON text on one line.
    public String write(Object record) {
        return mapper.writeValueAsString(record);
    }

    /// The record as UTF-8 JSON on one line.
    public byte[] writeBytes(Object record) {
        return mapper.writeValueAsBytes(record);
    }

    static OperationFailed malformed(JacksonException e) {
        String where =
                e.getLocation() == null || e.getLocation().getLineNr() < 0
                        ? ""
                        : " at line "
                                + e.getLocation().getLineNr()
                                + ", column "
                                + e.getLocation().getColumnNr();
        String what =
                switch (e) {
                    case StreamConstraintsException _ -> "JSON over a limit: ";
                    case DatabindException _ -> "JSON of the wrong form: ";
                    default -> "not JSON: ";
                };
        String message = what + e.getOriginalMessage() + where;
        return Validator.invalid(List.of(new FieldError("", message)));
    }
}
