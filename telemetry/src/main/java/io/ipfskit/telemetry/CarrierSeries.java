package io.ipfskit.telemetry;

import static io.ipfskit.telemetry.MetricInfo.gauge;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import jdk.management.VirtualThreadSchedulerMXBean;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ToDoubleFunction;

/// The JDK's scheduler of virtual threads, told while a run on `threads` is watched: its carriers
/// are shared by all virtual threads of the process, so nothing of it belongs to one run.
final class CarrierSeries implements MultiCollector {
    private record Row(MetricInfo info, ToDoubleFunction<VirtualThreadSchedulerMXBean> reading) {}

    private static final List<Row> ROWS =
            List.of(
                    new Row(
                            gauge(
                                    "anyio_carrier_parallelism",
                                    "Carrier threads that may run virtual threads at once."),
                            VirtualThreadSchedulerMXBean::getParallelism),
                    new Row(
                            gauge(
                                    "anyio_carrier_threads",
                                    "Carrier threads there are; more than the parallelism while"
                                            + " some are blocked."),
                            VirtualThreadSchedulerMXBean::getPoolSize),
                    new Row(
                            gauge(
                                    "anyio_carrier_mounted",
                                    "Virtual threads that are on a carrier now."),
                            VirtualThreadSchedulerMXBean::getMountedVirtualThreadCount),
                    new Row(
                            gauge(
                                    "anyio_carrier_queued",
                                    "Virtual threads that wait for a carrier."),
                            VirtualThreadSchedulerMXBean::getQueuedVirtualThreadCount));

    /// What it tells.
    static final List<MetricInfo> METRICS = ROWS.stream().map(Row::info).toList();

    private final BooleanSupplier isWanted;

    /// @param isWanted whether a run on `threads` is watched
    CarrierSeries(BooleanSupplier isWanted) {
        this.isWanted = isWanted;
    }

    @Override
    public MetricSnapshots collect() {
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        VirtualThreadSchedulerMXBean scheduler =
                isWanted.getAsBoolean()
                        ? ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class)
                        : null;
        if (scheduler != null) {
            for (Row row : ROWS) {
                double value = row.reading().applyAsDouble(scheduler);
                if (value >= 0) { // negative where the JDK cannot tell
                    Samples samples = new Samples(row.info());
                    samples.add(Labels.EMPTY, value);
                    snapshots.metricSnapshot(samples.snapshot());
                }
            }
        }
        return snapshots.build();
    }
}
