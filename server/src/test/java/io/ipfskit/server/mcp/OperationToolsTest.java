package io.ipfskit.server.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.Disk;
import io.ipfskit.kit.Operations;
import io.ipfskit.kit.Registry;
import io.ipfskit.kit.json.Json;
import io.ipfskit.mcp.ContentBlock;
import io.ipfskit.mcp.Tool;
import io.ipfskit.mcp.ToolResult;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.operation.ByteStream;
import io.ipfskit.operation.Doc;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.Operation;
import io.ipfskit.operation.OperationFailed;
import io.ipfskit.operation.Progress;
import io.ipfskit.operation.Tree;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

class OperationToolsTest {
    record Name(@Doc("a name") String name) {}

    record Greeting(@Doc("a greeting") String text) {}

    record Page(
            @Doc(value = "most rows", minimum = 1) @Nullable Integer limit,
            @Doc("where to go on") @Nullable String cursor) {}

    record Row(@Doc("its number") int number) {}

    record End(@Doc("rows given") long count) {}

    record Window(
            @Doc("what") String path,
            @Doc(value = "from", defaultValue = "0", minimum = 0) long offset,
            @Doc(value = "most bytes", minimum = 0) @Nullable Long length) {}

    record Whole(@Doc("what") String path) {}

    record Kept(@Doc("how it came") String how) {}

    private static final Operation<Name, Greeting> HELLO =
            Operation.named("test", "hello", Name.class, Greeting.class)
                    .summary("Greets.")
                    .hints(Operation.Hint.READ_ONLY)
                    .build();

    private static final Operation<Page, End> COUNT =
            Operation.named("test", "count", Page.class, End.class)
                    .summary("Counts.")
                    .givesRows(Row.class)
                    .build();

    private static final Operation<Window, Bytes> READ =
            Operation.named("test", "read", Window.class, Bytes.class)
                    .summary("Reads.")
                    .get("/test/read/{path...}")
                    .givesBytes()
                    .build();

    private static final Operation<Whole, Bytes> FETCH =
            Operation.named("test", "fetch", Whole.class, Bytes.class)
                    .summary("Fetches.")
                    .get("/test/fetch/{path...}")
                    .givesBytes()
                    .build();

    private static final Operation<Name, Kept> KEEP =
            Operation.named("test", "keep", Name.class, Kept.class)
                    .summary("Keeps.")
                    .takes(Operation.BodyIn.TREE)
                    .build();

    record Source(@Doc("where it is") @Nullable String url) {}

    private static final Operation<Source, Kept> TAKE =
            Operation.named("test", "take", Source.class, Kept.class)
                    .summary("Takes.")
                    .takes(Operation.BodyIn.TREE)
                    .build();

    @TempDir Path temp;

    private byte[] content = {};
    private @Nullable String restUrl;

    private OperationTools tools() {
        Registry registry =
                Registry.of(
                        List.of(
                                HELLO.to((input, call) -> {
                                    if (input.name().equals("nobody")) {
                                        throw new OperationFailed(
                                                ErrorCode.NOT_FOUND, "nobody is here");
                                    }
                                    call.progress(new Progress("greet", 1, 2, "words", "hello"));
                                    return new Greeting("hello " + input.name());
                                }),
                                COUNT.to((input, call) -> {
                                    Integer limit = input.limit();
                                    int rows = limit == null ? 5000 : limit;
                                    for (int row = 0; row < rows; row++) {
                                        call.item(new Row(row));
                                    }
                                    return new End(rows);
                                }),
                                READ.to((input, call) -> {
                                    Long length = input.length();
                                    return new Bytes(
                                            content,
                                            (int) input.offset(),
                                            length == null ? content.length : length.intValue());
                                }),
                                FETCH.to((input, call) -> new Bytes(content, 0, content.length)),
                                KEEP.to((input, call) -> new Kept(how(call.bytes(), call.tree()))),
                                TAKE.to((input, call) ->
                                        new Kept(
                                                input.url()
                                                        + " "
                                                        + how(call.bytes(), call.tree())))));
        return new OperationTools(
                new LocalCaller(registry, new Operations()),
                PathPolicy.overStdio(Disk.real(), List.of(), temp),
                () -> restUrl);
    }

    private static String how(@Nullable ByteSource bytes, @Nullable Tree tree) {
        if (bytes instanceof ByteSource.OfBytes(byte[] given)) {
            return "bytes " + new String(given, StandardCharsets.UTF_8);
        }
        return tree instanceof Tree.OfPath(Path path, Tree.AddRules rules)
                ? "tree " + path.getFileName() + " " + rules.hidden()
                : "nothing";
    }

    private ToolResult call(String name, String arguments, TestContext context) throws Exception {
        OperationTools tools = tools();
        Tool tool =
                tools.list().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return AnyIO.run(
                Backends.named("threads"),
                run -> tools.call(tool, (ObjectNode) Json.standard().parse(arguments), context));
    }

    private ObjectNode good(String name, String arguments) throws Exception {
        ToolResult result = call(name, arguments, TestContext.local());
        assertThat(result.isError()).as("%s", result).isFalse();
        ObjectNode structured = result.structuredContent();
        assertThat(structured).isNotNull();
        return structured == null ? Json.standard().mapper().createObjectNode() : structured;
    }

    private JsonNode problem(String name, String arguments) throws Exception {
        ToolResult result = call(name, arguments, TestContext.local());
        assertThat(result.isError()).isTrue();
        return result.meta().get("io.ipfskit/problem");
    }

    @Test
    void aToolIsMadeOfEachOperation() {
        List<Tool> tools = tools().list();
        assertThat(tools)
                .extracting(Tool::name)
                .containsExactly(
                        "test_hello",
                        "test_count",
                        "test_read",
                        "test_fetch",
                        "test_keep",
                        "test_take");
        assertThat(tools.getFirst().annotations().readOnly()).isTrue();
        assertThat(tools.getFirst().inputSchema().at("/properties/name/type").asString())
                .isEqualTo("string");
        assertThat(tools.getFirst().inputSchema().at("/additionalProperties").asBoolean(true))
                .isFalse();
        assertThat(tools.getLast().inputSchema().get("properties").has("base64")).isTrue();
        assertThat(tools.get(1).outputSchema()).isNotNull();
    }

    @Test
    void aRecordIsStructuredContentWithTheIdOfItsRun() throws Exception {
        TestContext context = TestContext.local();
        ToolResult result = call("test_hello", "{\"name\":\"you\"}", context);
        assertThat(String.valueOf(result.structuredContent()))
                .isEqualTo("{\"text\":\"hello you\"}");
        assertThat(result.meta().get("io.ipfskit/operation_id").asString()).hasSize(36);
        assertThat(context.progress).containsExactly("1.0/2.0 greet hello");
    }

    @Test
    void aFailureIsTheProblemOfEveryDoor() throws Exception {
        JsonNode problem = problem("test_hello", "{\"name\":\"nobody\"}");
        assertThat(problem.get("code").asString()).isEqualTo("not_found");
        assertThat(problem.get("status").asInt()).isEqualTo(404);
        assertThat(problem.get("operation").asString()).isEqualTo("test.hello");
        assertThat(problem.get("operationId").asString()).hasSize(36);
    }

    @Test
    void aTimeoutInTheMetaIsTheDeadline() throws Exception {
        TestContext context = TestContext.local();
        context.meta.put("io.ipfskit/timeout", "soon");
        ToolResult result = call("test_hello", "{\"name\":\"you\"}", context);
        assertThat(result.meta().at("/io.ipfskit~1problem/code").asString())
                .isEqualTo("invalid_argument");
    }

    @Test
    void rowsComeInPagesOfAHundred() throws Exception {
        assertThat(good("test_count", "{}").get("items")).hasSize(100);
        ObjectNode three = good("test_count", "{\"limit\":3}");
        assertThat(three.toString())
                .isEqualTo(
                        "{\"count\":3,\"items\":[{\"number\":0},{\"number\":1},{\"number\":2}]}");
    }

    @Test
    void rowsBeyondTheBoundAreCountedNotDropped() throws Exception {
        ObjectNode many = good("test_count", "{\"limit\":1500}");
        assertThat(many.get("items")).hasSize(1000);
        assertThat(many.get("items_left_out").asInt()).isEqualTo(500);
    }

    @Test
    void textComesAsText() throws Exception {
        content = "héllo".getBytes(StandardCharsets.UTF_8);
        ObjectNode window = good("test_read", "{\"path\":\"x\"}");
        assertThat(window.toString())
                .isEqualTo(
                        "{\"content\":\"héllo\",\"encoding\":\"utf-8\",\"offset\":0,\"length\":6,"
                                + "\"total\":6,\"truncated\":false,\"media_type\":\"text/test\"}");
    }

    @Test
    void otherBytesComeAsBase64() throws Exception {
        content = new byte[] {0, (byte) 0xff, 1};
        ObjectNode window = good("test_read", "{\"path\":\"x\"}");
        assertThat(window.get("encoding").asString()).isEqualTo("base64");
        assertThat(Base64.getDecoder().decode(window.get("content").asString())).isEqualTo(content);
    }

    @Test
    void longContentIsReadWindowByWindowWithoutCuttingCharacters() throws Exception {
        content = "a€".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        StringBuilder whole = new StringBuilder();
        long offset = 0;
        boolean truncated = true;
        while (truncated) {
            ObjectNode window = good("test_read", "{\"path\":\"x\",\"offset\":" + offset + "}");
            assertThat(window.get("encoding").asString()).isEqualTo("utf-8");
            assertThat(window.get("length").asInt()).isLessThanOrEqualTo(262_144);
            whole.append(window.get("content").asString());
            offset += window.get("length").asLong();
            truncated = window.get("truncated").asBoolean();
        }
        assertThat(whole.toString().getBytes(StandardCharsets.UTF_8)).isEqualTo(content);
    }

    @Test
    void bytesWithoutWindowAreALinkWhereADaemonServesThem() throws Exception {
        content = new byte[10];
        assertThat(problem("test_fetch", "{\"path\":\"x\"}").get("code").asString())
                .isEqualTo("unsupported");
        restUrl = "http://127.0.0.1:5001";
        ToolResult result =
                call("test_fetch", "{\"path\":\"/ipfs/bafy/a b/c?\"}", TestContext.local());
        assertThat(result.content().getFirst())
                .isInstanceOfSatisfying(
                        ContentBlock.ResourceLink.class,
                        link -> {
                            assertThat(link.uri())
                                    .isEqualTo(
                                            "http://127.0.0.1:5001/api/v1/test/fetch/bafy/a%20b/c%3F");
                            assertThat(link.size()).hasValue(10);
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"text\":\"hé\"' | bytes hé",
                "'\"base64\":\"aGk=\"' | bytes hi",
                "'\"path\":\"folder\"' | tree folder false"
            })
    void contentComesAsTextBase64OrPath(String argument, String how) throws Exception {
        Files.createDirectories(temp.resolve("folder"));
        assertThat(good("test_keep", "{\"name\":\"n\"," + argument + "}").get("how").asString())
                .isEqualTo(how);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"name\":\"n\"' | text",
                "'\"name\":\"n\",\"text\":\"\",\"path\":\"x\"' | path",
                "'\"name\":\"n\",\"base64\":\"%\"' | base64",
                "'\"text\":\"\"' | name"
            })
    void contentThatIsWrongNamesTheField(String arguments, String field) throws Exception {
        JsonNode problem = problem("test_keep", "{" + arguments + "}");
        assertThat(problem.get("code").asString()).isEqualTo("invalid_argument");
        assertThat(problem.at("/fields/0/field").asString()).isEqualTo(field);
    }

    @Test
    void aUrlStandsForTheContentWhereTheOperationHasOne() throws Exception {
        assertThat(good("test_take", "{\"url\":\"http://x/\"}").get("how").asString())
                .isEqualTo("http://x/ nothing");
        assertThat(
                        problem("test_keep", "{\"name\":\"n\",\"url\":\"http://x/\"}")
                                .at("/fields/0/field")
                                .asString())
                .isEqualTo("text");
        List<String> told = new ArrayList<>();
        tools().list().forEach(tool -> told.add(tool.description()));
        assertThat(told.get(4)).doesNotContain("url");
        assertThat(told.get(5)).contains("or a url");
    }

    /// A part of an array.
    static final class Bytes implements ByteStream {
        private final byte[] whole;
        private final int offset;
        private final ByteBuffer rest;

        Bytes(byte[] whole, int offset, int length) {
            this.whole = whole;
            this.offset = offset;
            int end = Math.min(whole.length, offset + length);
            this.rest = ByteBuffer.wrap(Arrays.copyOfRange(whole, offset, end));
        }

        @Override
        public long length() {
            return rest.limit();
        }

        @Override
        public long offset() {
            return offset;
        }

        @Override
        public long total() {
            return whole.length;
        }

        @Override
        public String mediaType() {
            return "text/test";
        }

        @Override
        public int read(ByteBuffer target) {
            if (!rest.hasRemaining()) {
                return -1;
            }
            // in pieces, as a store would
            int count = Math.min(1000, Math.min(target.remaining(), rest.remaining()));
            target.put(rest.slice(rest.position(), count));
            rest.position(rest.position() + count);
            return count;
        }

        @Override
        public void close() {}
    }
}
