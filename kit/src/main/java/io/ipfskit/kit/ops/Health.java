package io.ipfskit.kit.ops;

import io.ipfskit.anyio.AnyIO;
import io.ipfskit.anyio.Clock;
import io.ipfskit.kit.BuildInfo;
import io.ipfskit.kit.Capabilities;
import io.ipfskit.kit.Kit;
import io.ipfskit.kit.life.Component;
import io.ipfskit.operation.Doc;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How a node is. Every field is looked up when asked for.
public record Health(
        @Doc(
                        value = "ok, degraded, or failing",
                        values = {"ok", "degraded", "failing"})
                String status,
        @Doc("whether it takes requests") boolean ready,
        @Doc("id of this process's node, new at each start") String instanceId,
        @Doc("version of ipfs-kit") String version,
        @Doc("anyio backend") String backend,
        @Doc("engine of that backend") String engine,
        @Doc("how long it has been up") Duration uptime,
        @Doc("how each service is, in start order") List<ComponentHealth> components,
        @Doc("parts that are not there or not configured") List<Capabilities.Missing> missing,
        @Doc("live tasks") long liveTasks) {
    public Health {
        missing = List.copyOf(missing);
        components = List.copyOf(components);
    }

    /// How one service is.
    public record ComponentHealth(
            @Doc("name of the service") String name,
            @Doc("starting, up, stopping or failed") String state,
            @Doc("since when") Instant since,
            @Doc("why, where that says more") @Nullable String reason,
            @Doc("whether the node cannot be without it") boolean needed) {}

    /// Looks at `kit`.
    public static Health of(Kit kit) {
        var run = AnyIO.current();
        List<ComponentHealth> components = new ArrayList<>();
        boolean isFailing = false;
        boolean isDegraded = !kit.isReady();
        for (Component component : kit.components()) {
            boolean isUp = component.state() == Component.State.UP;
            isDegraded |= !isUp;
            isFailing |= component.needed() && component.state() == Component.State.FAILED;
            components.add(
                    new ComponentHealth(
                            component.name(),
                            component.state().name().toLowerCase(Locale.ROOT),
                            component.since(),
                            component.reason(),
                            component.needed()));
        }
        return new Health(
                isFailing ? "failing" : isDegraded ? "degraded" : "ok",
                kit.isReady(),
                kit.instanceId(),
                BuildInfo.CURRENT.version(),
                run.backend().name(),
                run.backend().engine(),
                Duration.between(kit.startedAt(), Clock.now()),
                components,
                kit.capabilities().missing(),
                run.tasks().size());
    }
}
