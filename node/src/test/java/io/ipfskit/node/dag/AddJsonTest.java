package io.ipfskit.node.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ipfskit.ipld.Block;
import io.ipfskit.multiformats.Cid;
import io.ipfskit.multiformats.Multicodec;
import io.ipfskit.node.TestNode;
import io.ipfskit.node.ops.AddJsonInput;
import io.ipfskit.node.ops.DagPut;
import io.ipfskit.operation.ErrorCode;
import io.ipfskit.operation.OperationFailed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.ByteBuffer;
import java.nio.file.Path;

class AddJsonTest {
    @TempDir Path temp;

    private void in(TestNode.Body body) throws Exception {
        TestNode.in(temp.resolve("repo"), body);
    }

    private static DagPut add(TestNode it, AddJsonInput input, String json)
            throws InterruptedException {
        return it.node().dag().addJson(input, TestNode.of(json.getBytes(UTF_8)));
    }

    private static String stored(TestNode it, String cid) throws Exception {
        return UTF_8.decode(it.blocks().get(Cid.parse(cid)).bytes()).toString();
    }

    @Test
    void anyValueIsStoredInItsCanonicalFormAndPinned() throws Exception {
        in(it -> {
            DagPut one = add(it, AddJsonInput.defaults(), "{ \"b\": [1, 2.5, null],\n\"a\": true}");
            DagPut two = add(it, AddJsonInput.defaults(), "{\"a\":true,\"b\":[1,2.5,null]}");
            assertThat(one).isEqualTo(two);
            assertThat(stored(it, one.cid())).isEqualTo("{\"a\":true,\"b\":[1,2.5,null]}");
            assertThat(one.size()).isEqualTo(27);
            assertThat(Cid.parse(one.cid()).codec()).isEqualTo(Multicodec.DAG_JSON);
            assertThat(it.repository().pin(Cid.parse(one.cid()))).isPresent();
            for (String value : new String[] {"1", "\"text\"", "null", "[]", "{}", "-0.5"}) {
                assertThat(stored(it, add(it, AddJsonInput.defaults(), value).cid()))
                        .isEqualTo(value);
            }
        });
    }

    @Test
    void dagCborGivesTheSameNodeAsDagPut() throws Exception {
        in(it -> {
            DagPut put = add(it, new AddJsonInput("dag-cbor", false), "{\"a\": 1}");
            byte[] cbor = {(byte) 0xa1, 0x61, 'a', 1};
            assertThat(put.cid())
                    .isEqualTo(
                            Block.of(1, Multicodec.DAG_CBOR, ByteBuffer.wrap(cbor))
                                    .cid()
                                    .toString());
            assertThat(it.repository().pin(Cid.parse(put.cid()))).isEmpty();
        });
    }

    @Test
    void aLinkToWhatIsNotHereCannotBePinned() throws Exception {
        in(it -> {
            String link = "{\"/\":\"bafkreifzjut3te7nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e\"}";
            assertThatThrownBy(() -> add(it, AddJsonInput.defaults(), link))
                    .isInstanceOfSatisfying(
                            OperationFailed.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
            assertThat(stored(it, add(it, new AddJsonInput("dag-json", false), link).cid()))
                    .isEqualTo(link);
        });
    }

    @Test
    void whatIsNoJsonOrCannotBeANodeIsRefusedWithThePlace() throws Exception {
        in(it -> {
            for (String bad :
                    new String[] {"", "{", "{} x", "{\"a\":1,\"a\":2}", "{\"/\":\"no cid\"}"}) {
                assertThatThrownBy(() -> add(it, AddJsonInput.defaults(), bad))
                        .as(bad)
                        .isInstanceOfSatisfying(
                                OperationFailed.class,
                                e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT))
                        .hasMessageContaining("body");
            }
            assertThatThrownBy(() -> add(it, new AddJsonInput("raw", false), "1"))
                    .hasMessageContaining("codec");
            String large = "\"" + "x".repeat(Block.MAX_NETWORK_SIZE) + "\"";
            assertThatThrownBy(() -> add(it, AddJsonInput.defaults(), large))
                    .hasMessageContaining("body");
            assertThat(it.blocks().statistics().blocks()).isZero();
        });
    }
}
