package io.ipfskit.examples;

import io.ipfskit.kit.AddOptions;
import io.ipfskit.kit.IpfsKit;
import io.ipfskit.kit.KitOptions;
import io.ipfskit.kit.config.Config;
import io.ipfskit.operation.ByteSource;
import io.ipfskit.telemetry.Telemetry;
import io.ipfskit.telemetry.TelemetryOptions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// `kit` and `telemetry`: a node inside your own program, measured.
public final class MeasuredNode {
    private MeasuredNode() {}

    /// Adds a few bytes to a node in the data directory named by the first argument, and prints the
    /// numbers as Prometheus reads them.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Config config = Config.embedded(Path.of(arguments[0]));
        byte[] bytes = "measured".getBytes(StandardCharsets.UTF_8);
        try (Telemetry telemetry = Telemetry.start(TelemetryOptions.of("1.0"));
                IpfsKit kit = IpfsKit.open(config, KitOptions.EMBEDDED.withMeters(telemetry))) {
            kit.ipfs().add(ByteSource.of(bytes), AddOptions.defaults());
            System.out.write(telemetry.scrape(null).body());
        }
    }
}
