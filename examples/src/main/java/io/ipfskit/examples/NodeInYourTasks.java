package io.ipfskit.examples;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Backends;
import io.ipfskit.anyio.CancelScope;
import io.ipfskit.anyio.TaskGroup;
import io.ipfskit.kit.AddOptions;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.PinOptions;
import io.ipfskit.kit.config.Config;
import io.ipfskit.operation.ByteSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/// `kit`: a node inside your own task tree. Your deadlines hold for its work, and what cancels you
/// cancels it.
public final class NodeInYourTasks {
    private NodeInYourTasks() {}

    /// Adds a few bytes, then pins them by name within five seconds or not at all.
    public static void main(String[] arguments) throws InterruptedException {
        var config = Config.embedded(Path.of(arguments[0]));
        byte[] bytes = "pinned".getBytes(StandardCharsets.UTF_8);
        AnyIO.run(
                Backends.named("threads"),
                run ->
                        TaskGroup.open(group -> {
                            try (var kit = IpfsKit.within(group, config)) {
                                var added =
                                        kit.ipfs().add(ByteSource.of(bytes), AddOptions.defaults());
                                var pinned =
                                        CancelScope.moveOnAfter(
                                                Duration.ofSeconds(5),
                                                scope ->
                                                        kit.pin()
                                                                .add(
                                                                        added.cid(),
                                                                        PinOptions.defaults()
                                                                                .withName("five")));
                                System.out.println("in time: " + !pinned.wasCaught());
                                return true;
                            }
                        }));
    }
}
