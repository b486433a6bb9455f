package io.ipfskit.telemetry;

import java.util.List;

/// Rules for [Prometheus
/// alerts](https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/) on the
/// metrics of the [Catalogue].
public final class AlertRules {
    /// One rule.
    ///
    /// @param name of the alert, as `UpperCamelCase`
    /// @param expression the query that gives something when all is not well
    /// @param lasting how long it must do so, as Prometheus writes durations
    /// @param severity `critical` where data is at stake, else `warning`
    /// @param summary what is wrong and what to do, one sentence
    public record Rule(
            String name, String expression, String lasting, String severity, String summary) {}

    private static final String CRITICAL = "critical";
    private static final String WARNING = "warning";

    private static final List<Rule> RULES =
            List.of(
                    new Rule(
                            "IpfsKitLogDamaged",
                            "wal_corruptions_total > 0",
                            "0m",
                            CRITICAL,
                            "The log {{ $labels.stream }} was damaged when it was opened; read the"
                                    + " log files, then check the disk."),
                    new Rule(
                            "IpfsKitLogSegmentGivenUp",
                            "wal_poisoned_segments_total > 0",
                            "0m",
                            CRITICAL,
                            "A write or sync of the log {{ $labels.stream }} failed; nothing"
                                    + " acknowledged is lost, check the disk."),
                    new Rule(
                            "IpfsKitBlocksDamaged",
                            "blockstore_corruptions_total > 0",
                            "0m",
                            CRITICAL,
                            "Damage was met in the block store; run repo verify, then add or fetch"
                                    + " the bad blocks again."),
                    new Rule(
                            "IpfsKitBlockSegmentGivenUp",
                            "blockstore_poisoned_segments_total > 0",
                            "0m",
                            CRITICAL,
                            "A write or sync of the block store failed; nothing acknowledged is"
                                    + " lost, check the disk."),
                    new Rule(
                            "IpfsKitDiskNearlyFull",
                            "node_free_bytes < 2e9",
                            "5m",
                            CRITICAL,
                            "Less than 2 GB are free where the data directory lies; adds will be"
                                    + " refused."),
                    new Rule(
                            "IpfsKitDiskFillsUp",
                            "predict_linear(node_free_bytes[6h], 86400) < 0",
                            "1h",
                            WARNING,
                            "At the pace of the last six hours the disk is full within a day."),
                    new Rule(
                            "IpfsKitLogSyncSlow",
                            "histogram_quantile(0.99, sum by (le, stream)"
                                    + " (rate(wal_fsync_seconds_bucket[10m]))) > 0.5",
                            "15m",
                            WARNING,
                            "One in a hundred syncs of the log {{ $labels.stream }} takes longer"
                                    + " than half a second."),
                    new Rule(
                            "IpfsKitInternalErrors",
                            "sum by (operation)"
                                    + " (rate(operation_calls_total{outcome=\"internal\"}[10m])) >"
                                    + " 0",
                            "5m",
                            WARNING,
                            "{{ $labels.operation }} fails with internal errors; they are defects,"
                                    + " please report them with the log."),
                    new Rule(
                            "IpfsKitUnavailable",
                            "sum by (operation)"
                                    + " (rate(operation_calls_total{outcome=\"unavailable\"}[10m]))"
                                    + " > 0.1",
                            "10m",
                            WARNING,
                            "Calls of {{ $labels.operation }} are refused as unavailable."),
                    new Rule(
                            "IpfsKitStepLong",
                            "anyio_longest_step_seconds > 1",
                            "5m",
                            WARNING,
                            "A task on {{ $labels.engine }} kept the loop for more than a second."),
                    new Rule(
                            "IpfsKitCancelSlow",
                            "histogram_quantile(0.99, sum by (le, engine)"
                                    + " (rate(anyio_cancel_to_join_seconds_bucket[10m]))) > 5",
                            "15m",
                            WARNING,
                            "Cancelled work takes more than five seconds to end; runtime tasks"
                                    + " shows what does not."),
                    new Rule(
                            "IpfsKitSpansLost",
                            "rate(telemetry_spans_total{outcome=\"failed\"}[15m]) > 0",
                            "15m",
                            WARNING,
                            "The collector does not take spans; check telemetry.traces.endpoint."),
                    new Rule(
                            "IpfsKitSeriesFolded",
                            "increase(telemetry_series_folded_total[1h]) > 0",
                            "0m",
                            WARNING,
                            "{{ $labels.metric }} has more label values than it has room for."));

    private AlertRules() {}

    /// All rules.
    public static List<Rule> rules() {
        return RULES;
    }

    /// The rules as a file that Prometheus reads (`rule_files`).
    public static String yaml() {
        StringBuilder yaml = new StringBuilder("groups:\n  - name: ipfs-kit\n    rules:\n");
        for (Rule rule : RULES) {
            yaml.append("      - alert: ")
                    .append(rule.name())
                    .append("\n        expr: ")
                    .append(quoted(rule.expression()))
                    .append("\n        for: ")
                    .append(rule.lasting())
                    .append("\n        labels:\n          severity: ")
                    .append(rule.severity())
                    .append("\n        annotations:\n          summary: ")
                    .append(quoted(rule.summary()))
                    .append('\n');
        }
        return yaml.toString();
    }

    /// A YAML text in single quotes, where only these are special.
    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
