package io.ipfskit.build;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The floors of the house: a module imports only modules on lower floors, and below the doors
/// clock, sleep, randomness, threads, files and sockets come from anyio alone.
class FloorsTest {
    /// Module to floor. What is not named here has no place in the house.
    private static final Map<String, Integer> FLOORS = new LinkedHashMap<>();

    static {
        for (String module : List.of("anyio", "multiformats", "operation")) {
            FLOORS.put(module, 0);
        }
        for (String module : List.of("anyiotesting", "wal", "ipld", "libp2p", "mcp", "telemetry")) {
            FLOORS.put(module, 1);
        }
        for (String module : List.of("blockstore", "bitswap")) {
            FLOORS.put(module, 2);
        }
        FLOORS.put("node", 3);
        for (String module : List.of("storage", "webrtc", "inference", "cluster")) {
            FLOORS.put(module, 4);
        }
        FLOORS.put("kit", 5);
        FLOORS.put("server", 6);
        FLOORS.put("cli", 7);
    }

    private static final int DOORS = 6;

    /// Modules beside the house, which may see all of it and which nothing in it may see.
    private static final Set<String> SIDE =
            Set.of("build", "bench", "examples", "interop", "simtests", "anyiomigration");

    /// Packages below the doors that may touch the machine, each with its reason.
    private static final Map<String, String> EXEMPT =
            Map.of(
                    "io.ipfskit.anyio",
                    "the real backends: here clock, disk, threads and randomness come from",
                    "io.ipfskit.anyio.net",
                    "the real network: here sockets come from",
                    "io.ipfskit.anyio.sim",
                    "the simulated world: its randomness is made from the seed it is given",
                    "io.ipfskit.anyio.adapt",
                    "edge of the JDK's own concurrency: executors, futures, blocking streams",
                    "io.ipfskit.multiformats.internal",
                    "edge to the JDK's key generator: a given seed, nothing random",
                    "io.ipfskit.anyiotesting",
                    "test kit",
                    "io.ipfskit.kit.remote",
                    "edge of a foreign library: the JDK's HTTP client");

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.ipfskit");

    @Test
    void everyModuleOfTheTreeStandsOnOneFloor() throws Exception {
        List<String> unknown = new ArrayList<>();
        try (var entries = Files.newDirectoryStream(Path.of(".."))) {
            for (Path entry : entries) {
                String module = entry.getFileName().toString().replace("-", "");
                if (Files.exists(entry.resolve("pom.xml"))
                        && !FLOORS.containsKey(module)
                        && !SIDE.contains(module)) {
                    unknown.add(module);
                }
            }
        }
        assertThat(unknown).as("modules without a floor in FloorsTest").isEmpty();
    }

    @Test
    void everyModuleWithContentIsExamined() throws Exception {
        List<String> missing = new ArrayList<>();
        for (String module : FLOORS.keySet()) {
            if (Files.isDirectory(Path.of("..", module, "src/main/java"))
                    && CLASSES.stream().noneMatch(type -> module.equals(module(type)))) {
                missing.add(module);
            }
        }
        assertThat(missing).as("modules whose classes this test does not see").isEmpty();
    }

    @Test
    void modulesImportOnlyLowerFloors() {
        List<String> violations = new ArrayList<>();
        for (JavaClass type : CLASSES) {
            String from = module(type);
            if (from == null || SIDE.contains(from)) {
                continue;
            }
            type.getDirectDependenciesFromSelf()
                    .forEach(dependency -> {
                        String to = module(dependency.getTargetClass());
                        if (to != null && !to.equals(from) && !below(to, from)) {
                            violations.add(dependency.getDescription());
                        }
                    });
        }
        assertThat(violations).as("imports of a module on the same or a higher floor").isEmpty();
    }

    @Test
    void blockstoreSeesOnlyTheLogOfWal() {
        noClasses()
                .that()
                .resideInAPackage("io.ipfskit.blockstore..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.ipfskit.wal..")
                                .and(
                                        DescribedPredicate.not(
                                                resideInAnyPackage("io.ipfskit.wal.log.."))))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void mcpKnowsNothingOfIpfsOrJetty() {
        noClasses()
                .that()
                .resideInAPackage("io.ipfskit.mcp..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.ipfskit.multiformats..", "org.eclipse.jetty.."))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void theTerminalAndTheLoggingLibraryAreKnownToTheDoorsOnly() {
        noClasses()
                .that(belowTheDoors(Set.of()))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "picocli..",
                                "org.slf4j..",
                                "ch.qos.logback..",
                                "org.eclipse.jetty.."))
                .check(CLASSES);
    }

    @Test
    void sqliteAndJdbcAreKnownToTheIndexOnly() {
        noClasses()
                .that(belowTheDoors(Set.of("io.ipfskit.node.index")))
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.sqlite..", "java.sql..", "javax.sql.."))
                .check(CLASSES);
    }

    @Test
    void belowTheDoorsTheMachineIsReachedThroughAnyioOnly() {
        noClasses()
                .that(belowTheDoors(EXEMPT.keySet()))
                .should()
                .dependOnClassesThat(machine())
                .because("files, sockets and threads come from anyio: Disk, Network, TaskGroup")
                .check(CLASSES);
    }

    @Test
    void belowTheDoorsTimeAndRandomnessComeFromAnyioOnly() {
        noClasses()
                .that(belowTheDoors(EXEMPT.keySet()))
                .should()
                .callCodeUnitWhere(ambient())
                .because("time and randomness come from anyio: Time, Clock, Rng")
                .check(CLASSES);
    }

    @Test
    void exemptPackagesExist() {
        List<String> gone = new ArrayList<>();
        for (String name : EXEMPT.keySet()) {
            String module = name.split("\\.", 4)[2];
            boolean written =
                    CLASSES.stream().anyMatch(type -> module.equals(module(type)))
                            && !name.endsWith(".internal");
            if (written && CLASSES.stream().noneMatch(type -> inside(type, name))) {
                gone.add(name);
            }
        }
        assertThat(gone).as("exemptions for packages that do not exist").isEmpty();
    }

    private static DescribedPredicate<JavaClass> belowTheDoors(Set<String> exempt) {
        return DescribedPredicate.describe(
                "stand below the doors and are not in " + exempt.stream().sorted().toList(),
                type -> {
                    String module = module(type);
                    Integer floor = module == null ? null : FLOORS.get(module);
                    return floor != null
                            && floor < DOORS
                            && exempt.stream().noneMatch(name -> inside(type, name));
                });
    }

    private static DescribedPredicate<JavaClass> machine() {
        Set<String> plainTypes =
                Set.of(
                        "java.net.URI",
                        "java.net.URISyntaxException",
                        "java.net.URLDecoder",
                        "java.net.URLEncoder",
                        "java.net.InetAddress",
                        "java.net.Inet4Address",
                        "java.net.Inet6Address",
                        "java.net.UnknownHostException",
                        "java.net.SocketException",
                        "java.net.ConnectException",
                        "java.net.BindException",
                        "java.net.InetSocketAddress",
                        "java.net.SocketAddress",
                        "java.util.concurrent.CompletionException",
                        "java.io.FileNotFoundException");
        Set<String> named =
                Set.of(
                        "java.nio.file.Files",
                        "java.nio.channels.FileChannel",
                        "java.nio.channels.AsynchronousFileChannel",
                        "java.util.Random",
                        "java.util.SplittableRandom",
                        "java.util.Timer",
                        "java.security.SecureRandom",
                        "java.lang.ProcessBuilder",
                        "java.lang.Process",
                        "java.util.concurrent.ThreadLocalRandom",
                        "java.util.concurrent.CompletableFuture",
                        "java.util.concurrent.CompletionStage",
                        "java.util.concurrent.Executor",
                        "java.util.concurrent.Executors",
                        "java.util.concurrent.ExecutorService",
                        "java.util.concurrent.ScheduledExecutorService",
                        "java.util.concurrent.ThreadPoolExecutor",
                        "java.util.concurrent.ForkJoinPool",
                        "java.util.concurrent.ThreadFactory");
        return DescribedPredicate.describe(
                "touch files, sockets, threads or randomness by themselves",
                type -> {
                    String name = type.getName();
                    return !plainTypes.contains(name)
                            && (named.contains(name)
                                    || name.startsWith("java.io.File")
                                    || name.equals("java.io.RandomAccessFile")
                                    || name.startsWith("java.net."));
                });
    }

    private static DescribedPredicate<JavaCall<?>> ambient() {
        Map<String, Set<String>> banned =
                Map.of(
                        "java.lang.System", Set.of("currentTimeMillis", "nanoTime", "exit"),
                        "java.time.Instant", Set.of("now"),
                        "java.time.LocalDate", Set.of("now"),
                        "java.time.LocalDateTime", Set.of("now"),
                        "java.time.ZonedDateTime", Set.of("now"),
                        "java.time.OffsetDateTime", Set.of("now"),
                        "java.util.UUID", Set.of("randomUUID"),
                        "java.lang.Math", Set.of("random"),
                        "java.lang.Thread",
                                Set.of(
                                        "<init>",
                                        "sleep",
                                        "start",
                                        "ofVirtual",
                                        "ofPlatform",
                                        "startVirtualThread",
                                        "yield"),
                        "java.util.concurrent.locks.LockSupport",
                                Set.of("park", "parkNanos", "parkUntil", "unpark"));
        return DescribedPredicate.describe(
                "read the machine's clock, sleep, start threads or draw randomness",
                call -> {
                    AccessTarget target = call.getTarget();
                    return banned.getOrDefault(target.getOwner().getName(), Set.of())
                            .contains(target.getName());
                });
    }

    private static boolean below(String lower, String upper) {
        Integer to = FLOORS.get(lower);
        Integer from = FLOORS.get(upper);
        return to != null && from != null && to < from;
    }

    private static boolean inside(JavaClass type, String packageName) {
        return type.getPackageName().equals(packageName);
    }

    private static @Nullable String module(JavaClass type) {
        String[] parts = type.getPackageName().split("\\.", 4);
        return parts.length >= 3 && parts[0].equals("io") && parts[1].equals("ipfskit")
                ? parts[2]
                : null;
    }
}
