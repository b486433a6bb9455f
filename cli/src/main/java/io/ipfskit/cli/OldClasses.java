package io.ipfskit.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/// Run by the build on jars of the distribution: gives classes of an old format (picocli's are of
/// Java 5) the current one, with stack maps. The AOT cache takes no classes older than Java 6, and
/// parsing the command line would cost more than all else in a short command.
final class OldClasses {
    private static final int OLD = ClassFile.JAVA_7_VERSION;
    private static final int CURRENT = ClassFile.JAVA_25_VERSION;

    private OldClasses() {}

    /// Rewrites each jar named, in place.
    public static void main(String[] arguments) throws IOException {
        for (String argument : arguments) {
            Path jar = Path.of(argument);
            Files.write(jar, upgrade(Files.readAllBytes(jar)));
        }
    }

    private static byte[] upgrade(byte[] jar) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(jar.length * 2);
        try (ZipInputStream entries = new ZipInputStream(new java.io.ByteArrayInputStream(jar));
                ZipOutputStream upgraded = new ZipOutputStream(out)) {
            for (ZipEntry entry = entries.getNextEntry();
                    entry != null;
                    entry = entries.getNextEntry()) {
                byte[] content = entries.readAllBytes();
                ZipEntry copy = new ZipEntry(entry.getName());
                copy.setTime(entry.getTime());
                upgraded.putNextEntry(copy);
                boolean isClass =
                        entry.getName().endsWith(".class")
                                && !entry.getName().endsWith("module-info.class");
                upgraded.write(isClass ? upgradeClass(content) : content);
                upgraded.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] upgradeClass(byte[] bytes) {
        ClassFile format =
                ClassFile.of(
                        ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                        ClassFile.ConstantPoolSharingOption.NEW_POOL,
                        ClassFile.DeadCodeOption.PATCH_DEAD_CODE,
                        // Stack maps need to know which types have which in common.
                        ClassFile.ClassHierarchyResolverOption.of(
                                java.lang.classfile.ClassHierarchyResolver.ofResourceParsing(
                                        OldClasses.class.getClassLoader())));
        ClassModel model = format.parse(bytes);
        if (model.majorVersion() >= OLD) {
            return bytes;
        }
        return format.transformClass(
                model,
                (builder, element) -> {
                    if (element instanceof java.lang.classfile.ClassFileVersion) {
                        builder.withVersion(CURRENT, 0);
                    } else {
                        builder.with(element);
                    }
                });
    }
}
