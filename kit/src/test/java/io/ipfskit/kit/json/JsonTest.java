package io.ipfskit.kit.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.ipfskit.multiformats.Cid;
import io.ipfskit.operation.Doc;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.FieldError;
import io.ipfskit.operation.OperationFailed;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class JsonTest {
    private static final String CID = "bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e";

    enum Colour {
        RED,
        DARK_BLUE
    }

    record Inner(
            @Doc("a name") String innerName,
            @Doc(value = "a number", defaultValue = "7") int number) {}

    record Sample(
            @Doc("text") String someText,
            @Doc(value = "flag", defaultValue = "true") boolean flag,
            @Doc(value = "count", defaultValue = "3", minimum = 1, maximum = 9) long count,
            @Doc(
                            value = "format",
                            defaultValue = "\"tar\"",
                            values = {"tar", "raw"})
                    String format,
            @Doc("pause") @Nullable Duration pause,
            @Doc("root") @Nullable Cid root,
            @Doc("colour") @Nullable Colour colour,
            @Doc("inner") @Nullable Inner inner,
            @Doc(value = "rows", defaultValue = "[]") List<Inner> rows,
            @Doc(value = "names", defaultValue = "[]") List<String> names,
            @Doc("when") @Nullable Instant when,
            @JsonProperty("wait") @Doc("limit") @Nullable Duration waitLimit) {}

    private final Json json = Json.standard();

    private List<FieldError> errors(String text) {
        OperationFailed failed =
                catchThrowableOfType(OperationFailed.class, () -> json.read(text, Sample.class));
        assertThat(failed).as("reading %s", text).isNotNull();
        assertThat(failed.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        return failed.failure().fields();
    }

    @Test
    void absentFieldsGetTheirDefaults() {
        Sample sample = json.read("{\"some_text\": \"x\"}", Sample.class);
        assertThat(sample)
                .isEqualTo(
                        new Sample(
                                "x", true, 3, "tar", null, null, null, null, List.of(), List.of(),
                                null, null));
    }

    @Test
    void everyKindOfFieldIsRead() {
        Sample sample =
                json.read(
                        """
                        {"some_text": "x", "flag": false, "count": 9, "format": "raw", "pause": "1.5s",
                         "root": "%s", "colour": "dark_blue", "inner": {"inner_name": "i"},
                         "rows": [{"inner_name": "r", "number": 1}], "names": ["a", "b"],
                         "when": "2026-01-02T03:04:05Z", "wait": 90}
                        """
                                .formatted(CID),
                        Sample.class);
        assertThat(sample.pause()).isEqualTo(Duration.ofMillis(1500));
        assertThat(sample.root()).hasToString(CID);
        assertThat(sample.colour()).isEqualTo(Colour.DARK_BLUE);
        assertThat(sample.inner()).isEqualTo(new Inner("i", 7));
        assertThat(sample.rows()).containsExactly(new Inner("r", 1));
        assertThat(sample.when()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(sample.waitLimit()).isEqualTo(Duration.ofSeconds(90));
        assertThat(json.read(json.write(sample), Sample.class)).isEqualTo(sample);
    }

    @Test
    void namesAreSnakeCaseAndAbsentFieldsAreLeftOut() {
        assertThat(json.write(new Inner("a", 1))).isEqualTo("{\"inner_name\":\"a\",\"number\":1}");
        assertThat(
                        json.write(
                                new Sample(
                                        "x",
                                        true,
                                        3,
                                        "tar",
                                        Duration.ofMinutes(10),
                                        null,
                                        Colour.DARK_BLUE,
                                        null,
                                        List.of(),
                                        List.of(),
                                        null,
                                        Duration.ofMillis(250))))
                .isEqualTo(
                        "{\"some_text\":\"x\",\"flag\":true,\"count\":3,\"format\":\"tar\",\"pause\":\"10m\","
                            + "\"colour\":\"dark_blue\",\"rows\":[],\"names\":[],\"wait\":\"250ms\"}");
    }

    @Test
    void anUnknownFieldIsNamedWithTheNearestOne() {
        assertThat(errors("{\"some_text\": \"x\", \"formt\": \"tar\"}"))
                .containsExactly(new FieldError("formt", "is no field here; did you mean format?"));
    }

    @Test
    void allWrongFieldsAreToldAtOnce() {
        assertThat(
                        errors(
                                "{\"flag\": \"yes\", \"count\": \"many\", \"names\": \"a\","
                                        + " \"inner\": {\"number\": 1.5}}"))
                .containsExactlyInAnyOrder(
                        new FieldError("some_text", "is required"),
                        new FieldError("flag", "must be true or false, was the text \"yes\""),
                        new FieldError("count", "must be a whole number, was the text \"many\""),
                        new FieldError("names", "must be a list, was the text \"a\""),
                        new FieldError("inner.inner_name", "is required"),
                        new FieldError(
                                "inner.number", "must be a whole number, was the number 1.5"));
    }

    @Test
    void boundsAndAllowedValuesAreChecked() {
        assertThat(errors("{\"some_text\": \"x\", \"count\": 10, \"format\": \"zip\"}"))
                .containsExactly(
                        new FieldError("count", "must be at most 9, was 10"),
                        new FieldError("format", "must be one of tar, raw, was \"zip\""));
    }

    @Test
    void aMalformedCidIsAFieldError() {
        assertThat(errors("{\"some_text\": \"x\", \"root\": \"nonsense\"}"))
                .singleElement()
                .satisfies(error -> assertThat(error.field()).isEqualTo("root"));
    }

    @Test
    void aMalformedDurationIsAFieldError() {
        assertThat(errors("{\"some_text\": \"x\", \"pause\": \"soon\"}"))
                .containsExactly(
                        new FieldError(
                                "pause",
                                "must be a duration like 90 (seconds), 1.5s, 250ms, 10m or 24h, was"
                                        + " \"soon\""));
    }

    @Test
    void rowsOfAListAreCheckedOneByOne() {
        assertThat(
                        errors(
                                "{\"some_text\": \"x\", \"rows\": [{\"inner_name\": \"a\"},"
                                        + " {\"name\": 1}]}"))
                .extracting(FieldError::field)
                .containsExactly("rows[1].name", "rows[1].inner_name");
    }

    @Test
    void whatIsNoObjectIsTold() {
        assertThat(errors("[1]"))
                .containsExactly(new FieldError("", "must be an object, was a list"));
    }

    @Test
    void textThatIsNoJsonIsToldWithItsPlace() {
        assertThat(errors("{\"some_text\": \n nope}"))
                .singleElement()
                .satisfies(error ->
                        assertThat(error.message()).startsWith("not JSON: ").contains("line 2"));
    }

    @Test
    void trailingTextDuplicateKeysAndDeepNestingAreRefused() {
        assertThat(errors("{\"some_text\": \"x\"} {}")).hasSize(1);
        assertThat(errors("{\"some_text\": \"x\", \"some_text\": \"y\"}")).hasSize(1);
        assertThat(errors("[".repeat(100_000)))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).startsWith("JSON over a limit"));
    }

    @Test
    void textsOfAQueryAreConvertedByTheTypeOfTheField() {
        Sample sample =
                json.readTexts(
                        Map.of(
                                "some_text", List.of("12"),
                                "flag", List.of("false"),
                                "count", List.of("4"),
                                "names", List.of("a", "b"),
                                "pause", List.of("90")),
                        Sample.class);
        assertThat(sample.someText()).isEqualTo("12");
        assertThat(sample.flag()).isFalse();
        assertThat(sample.count()).isEqualTo(4);
        assertThat(sample.names()).containsExactly("a", "b");
        assertThat(sample.pause()).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void wrongTextsOfAQueryAreFieldErrors() {
        OperationFailed failed =
                catchThrowableOfType(
                        OperationFailed.class,
                        () ->
                                json.readTexts(
                                        Map.of(
                                                "count",
                                                List.of("x"),
                                                "some_text",
                                                List.of("a", "b")),
                                        Sample.class));
        assertThat(failed.failure().fields())
                .containsExactlyInAnyOrder(
                        new FieldError("count", "must be a whole number, was \"x\""),
                        new FieldError("some_text", "must be given once, came 2 times"));
    }

    @Test
    void outputsOfANewerNodeAreReadLeniently() {
        assertThat(
                        json.readOutput(
                                json.parse(
                                        "{\"inner_name\": \"a\", \"number\": 1, \"later\": true}"),
                                Inner.class))
                .isEqualTo(new Inner("a", 1));
    }
}
