package io.ipfskit.telemetry;

import java.util.Objects;

/// What a [Telemetry] measures and who it says it is.
///
/// @param service the resource's `service.name`
/// @param namespace the resource's `service.namespace`
/// @param version the resource's `service.version`
/// @param instance the resource's `service.instance.id`; empty for none
/// @param jvm whether a scrape tells the numbers of the JVM too
/// @param traces where spans go
public record TelemetryOptions(
        String service,
        String namespace,
        String version,
        String instance,
        boolean jvm,
        TraceOptions traces) {
    public TelemetryOptions {
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(namespace, "namespace");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(traces, "traces");
    }

    /// Service `ipfs-kit` of that version, with the numbers of the JVM and without traces.
    public static TelemetryOptions of(String version) {
        return new TelemetryOptions(
                "ipfs-kit", "ipfskit", version, "", true, new TraceOptions.None());
    }

    /// With this `service.instance.id`.
    public TelemetryOptions withInstance(String instance) {
        return new TelemetryOptions(service, namespace, version, instance, jvm, traces);
    }

    /// With spans going there.
    public TelemetryOptions withTraces(TraceOptions traces) {
        return new TelemetryOptions(service, namespace, version, instance, jvm, traces);
    }

    /// Without the numbers of the JVM.
    public TelemetryOptions withoutJvm() {
        return new TelemetryOptions(service, namespace, version, instance, false, traces);
    }
}
