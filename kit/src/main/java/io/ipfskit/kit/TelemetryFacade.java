package io.ipfskit.kit;

import io.ipfskit.kit.ops.TelemetryOperations;
import io.ipfskit.kit.ops.TelemetryOperations.ConfigInput;
import io.ipfskit.kit.ops.TelemetryOperations.GrafanaInput;
import io.ipfskit.kit.ops.TelemetryOperations.MetricsInput;
import io.ipfskit.kit.ops.TelemetryOperations.MetricsSnapshot;
import io.ipfskit.kit.ops.TelemetryOperations.PrometheusInput;
import io.ipfskit.kit.ops.TelemetryOperations.ReportInput;
import io.ipfskit.kit.ops.TelemetryOperations.TelemetryConfig;
import io.ipfskit.kit.ops.TelemetryOperations.TextFile;

import org.jspecify.annotations.Nullable;

/// Group `telemetry`: the numbers of the node, and what watches them.
///
/// All methods fail with [io.ipfskit.operation.OperationFailed] (`unsupported` for numbers of a
/// node that tells none), and with [InterruptedException] when the caller is cancelled.
public final class TelemetryFacade {
    private final IpfsKit kit;

    TelemetryFacade(IpfsKit kit) {
        this.kit = kit;
    }

    /// The numbers of this moment.
    ///
    /// @param prefix what the names of metrics begin with, or null for all
    public MetricsSnapshot metrics(@Nullable String prefix) throws InterruptedException {
        return kit.call(TelemetryOperations.METRICS, new MetricsInput(prefix));
    }

    /// The numbers as Prometheus text.
    public TextFile prometheus() throws InterruptedException {
        return kit.call(TelemetryOperations.PROMETHEUS, new PrometheusInput());
    }

    /// What is measured and where traces go.
    public TelemetryConfig config() throws InterruptedException {
        return kit.call(TelemetryOperations.CONFIG, new ConfigInput());
    }

    /// A file for what watches the node.
    ///
    /// @param what `dashboard` for Grafana, as JSON; `alerts` for Prometheus, as YAML
    public TextFile grafanaGenerate(String what) throws InterruptedException {
        return kit.call(TelemetryOperations.GRAFANA_GENERATE, new GrafanaInput(what));
    }

    /// A report of the present numbers.
    ///
    /// @param format `html` or `json`
    public TextFile report(String format) throws InterruptedException {
        return kit.call(TelemetryOperations.REPORT, new ReportInput(format));
    }
}
